"""The last minute of a call: 2,000 submissions in 60 seconds, eight processes, then 200 late.

Every submission is the real act (lock, rules, form check, ledger, notices) in its own durable
transaction; a writer sends each at its own moment, and its seconds count from that moment, waiting
included. Kept are those whose act lay before the closing time by the database's clock; the rest
are refused and told by how many seconds. Prints one JSON line. ``--quick``: 200 in 6 seconds.
"""

import json
import multiprocessing
import statistics
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier
from pathlib import Path

from _database import fresh

QUICK = "--quick" in sys.argv
WRITERS = 8
ON_TIME, LATE, SECONDS = (200, 20, 6) if QUICK else (2000, 200, 60)
LATE_FOR = 6.0
# Application, order, seconds from its moment, what was said when it was refused.
type Sent = tuple[int, int, float, str]
CITIES = Path(__file__).resolve().parents[1] / "citystage" / "cities"


def write(
    number: int,
    gate: Barrier,
    begins: "Synchronized[float]",
    results: "multiprocessing.Queue[list[Sent]]",
) -> None:
    """One writer: its share of the applications, each sent at its own moment."""
    import django

    django.setup()
    from uuid import UUID

    from django.db import connection

    from citystage.foundation.access.models import User
    from citystage.foundation.access.queries import actor_of
    from citystage.foundation.access.stamps import Stamp
    from citystage.kernel.refusals import Refusal
    from citystage.stages.intake.actions.submit import submit
    from citystage.stages.intake.models import Application

    mine = list(Application.objects.order_by("pk"))[number::WRITERS]
    user = User.objects.get(username="bench")
    actor = actor_of(user, at=datetime.now(UTC))
    connection.ensure_connection()
    # Ready; the parent then says when the minute begins.
    gate.wait()
    gate.wait()
    start = begins.value
    done: list[Sent] = []
    for place, one in enumerate(mine):
        order = number + place * WRITERS
        if order < ON_TIME:
            due = start + SECONDS * order / ON_TIME
        else:
            due = start + SECONDS + LATE_FOR * (order - ON_TIME + 1) / LATE
        time.sleep(max(0.0, due - time.time()))
        stamp = Stamp(actor, datetime.now(UTC), "web", UUID(int=order))
        said = ""
        try:
            submit(one, version=one.revision, stamp=stamp)
        except Refusal as refusal:
            said = str(refusal)
        done.append((one.pk, order, time.time() - due, said))
    results.put(done)


def prepare(closes_at: datetime) -> None:
    from citystage.foundation.access.models import Grant, User
    from citystage.foundation.access.roles import Role
    from citystage.foundation.directory.models import Organisation
    from citystage.foundation.tenancy.models import Unit, plant
    from citystage.stages.intake.models import Application, Call, FormVersion, Quota, Revision

    forms = tomllib.loads((CITIES / "base" / "forms.toml").read_text(encoding="utf-8"))["forms"]
    lab = next(form for form in forms if form["code"] == "lab")
    told = tomllib.loads((CITIES / "demo" / "labs.toml").read_text(encoding="utf-8"))
    answers = told["applications"][0]["answers"] | {
        "statement": [1],
        "licence": [2],
        "revenue": 0,
        "investment": 0,
        "wants_finance": False,
    }
    city = plant(parent=None, kind=Unit.Kind.CITY, name="示例市", code="bench")
    district = plant(parent=city, kind=Unit.Kind.DISTRICT, name="示例区", code="laoshan")
    firm = plant(parent=district, kind=Unit.Kind.ORGANISATION, name="示例企业", code="")
    Organisation.objects.create(city=city, seat=firm, name="示例企业", folded_name="示例企业")
    user = User.objects.create(username="bench", email="bench@example.invalid")
    Grant.objects.create(user=user, role=Role.COMPANY_MEMBER, unit=firm)
    officer = User.objects.create(username="officer", email="officer@example.invalid")
    Grant.objects.create(user=officer, role=Role.DISTRICT_OFFICER, unit=district)
    now = datetime.now(UTC)
    form = FormVersion.objects.create(
        city=city, code="lab", version=1, title="申报书", definition=lab, made_at=now
    )
    call = Call.objects.create(
        city=city,
        code="labs",
        kind=Call.Kind.LAB,
        way=Call.Way.SELECTION,
        sealed=True,
        title="示例申报",
        form=form,
        opens_at=now - timedelta(days=1),
        closes_at=closes_at,
        state="open",
    )
    Quota.objects.create(call=call, unit=district, places=500)
    known = {"city": city, "call": call, "form": form, "owner_unit": firm, "owner_name": "示例企业"}
    rows = Application.objects.bulk_create(
        Application(
            **known,
            filed_by=user,
            recommender=district,
            title=f"示例实验室{n}",
            answers=answers | {"title": f"示例实验室{n}"},
            revision=1,
            created_at=now,
            changed_at=now,
        )
        for n in range(ON_TIME + LATE)
    )
    Revision.objects.bulk_create(
        Revision(
            application=one,
            number=1,
            title=one.title,
            answers=one.answers,
            made_by=user,
            made_at=now,
        )
        for one in rows
    )


def measure() -> dict[str, object]:
    from django.db import connections

    from citystage.stages.intake.models import Application, Call

    prepare(datetime.now(UTC) + timedelta(days=1))
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(WRITERS + 1), context.Queue()
    begins = context.Value("d", 0.0)
    writers = [
        context.Process(target=write, args=(n, gate, begins, results)) for n in range(WRITERS)
    ]
    for one in writers:
        one.start()
    gate.wait()
    begins.value = time.time() + 1
    Call.objects.update(closes_at=datetime.fromtimestamp(begins.value + SECONDS, UTC))
    gate.wait()
    done = [row for _ in writers for row in results.get()]
    for one in writers:
        one.join()
    kept = dict(Application.objects.filter(state="submitted").values_list("pk", "submitted_at"))
    closing = Call.objects.get().closes_at
    assert closing is not None
    acknowledged = {pk for pk, _order, _took, said in done if not said}
    on_time = [(took, said) for _pk, order, took, said in done if order < ON_TIME]
    late = [said for _pk, order, _took, said in done if order >= ON_TIME]
    seconds = sorted(took for took, _said in on_time)
    return {
        "bench": "closing",
        "writers": WRITERS,
        "sent_before_closing": len(on_time),
        "kept": sum(not said for _took, said in on_time),
        # Sent before, but their act reached the database after the closing time.
        "refused_at_the_edge": sum(bool(said) for _took, said in on_time),
        "late_sent": len(late),
        "late_refused": sum("late" in said or "迟" in said for said in late),
        "acknowledged_but_not_kept": len(acknowledged - kept.keys()),
        "kept_after_closing": sum(at >= closing for at in kept.values()),
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * seconds[int(0.95 * len(seconds))], 1),
        "max_ms": round(1000 * seconds[-1], 1),
        "example": next((said for said in late if said), ""),
    }


if __name__ == "__main__":
    with fresh("bench_closing"):
        sys.stdout.write(json.dumps(measure(), ensure_ascii=False) + "\n")
