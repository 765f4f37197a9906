"""The last minute of a call at the real server: 2,000 forms in 60 seconds, then 200 late.

The site runs as `citystage up` runs it (gunicorn, its workers, threads and options) on a database
of its own with fsync on. The accounts of 220 firms send the real form (session, CSRF, one-time key,
lock, rules, check of the form, ledger, notices), each at its own moment over a line of its own; its
seconds count from that moment to the whole answer. What had come in to its last byte before the
closing time, by the clock of the database, is kept; the rest are told by how many seconds they are
late. Processor seconds are those of the server's and the database's processes. Prints one JSON
line. ``--quick``: 200 in 6 seconds. ``--burst``: all in the last three seconds, more than can be
served before the end. ``--follow``: every one then looks at the page it is sent to.
"""

import asyncio
import json
import statistics
import sys
import time
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from _burst import (
    DONE,
    REFUSED,
    ask,
    database_process,
    processor,
    request,
    serve,
    session,
    warmed,
)
from _database import fresh

QUICK, BURST, FOLLOW = ("--quick" in sys.argv, "--burst" in sys.argv, "--follow" in sys.argv)
ON_TIME, LATE, SECONDS = (200, 20, 6) if QUICK else (2000, 200, 60)
LATE_FOR = 6.0
FIRMS = 220
# Seconds between the last on-time form and the end, so that it lies there whole.
MARGIN = 0.05
CITIES = Path(__file__).resolve().parents[1] / "citystage" / "cities"


@dataclass(frozen=True, slots=True)
class Sent:
    """An application, its order, seconds to the answer, its status and its words."""

    pk: int
    order: int
    took: float
    status: int
    said: str


def prepare(closes_at: datetime) -> list[tuple[int, str]]:
    """Fill the database; the applications and the session each is sent with."""
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
    Quota.objects.create(call=call, unit=district, places=5000)
    rows, keys = [], []
    for firm in range(FIRMS):
        name = f"示例企业{firm}"
        seat = plant(parent=district, kind=Unit.Kind.ORGANISATION, name=name, code="")
        Organisation.objects.create(city=city, seat=seat, name=name, folded_name=name)
        user = User.objects.create(username=f"bench{firm}", email=f"b{firm}@example.invalid")
        Grant.objects.create(user=user, role=Role.COMPANY_MEMBER, unit=seat)
        key = session(user)
        for number in range(firm, ON_TIME + LATE, FIRMS):
            title = f"示例实验室{number}"
            row = Application(
                city=city,
                call=call,
                form=form,
                owner_unit=seat,
                owner_name=name,
                filed_by=user,
                recommender=district,
                title=title,
                answers=answers | {"title": title},
                revision=1,
                created_at=now,
                changed_at=now,
            )
            rows.append(row)
            keys.append(key)
    made = Application.objects.bulk_create(rows)
    Revision.objects.bulk_create(
        Revision(
            application=one,
            number=1,
            title=one.title,
            answers=one.answers,
            made_by=one.filed_by,
            made_at=now,
        )
        for one in made
    )
    pairs = [(one.pk, key) for one, key in zip(made, keys, strict=True)]
    # Neighbours in time come from different firms.
    return [pairs[at] for start in range(7) for at in range(start, len(pairs), 7)]


async def _send(port: int, due: float, order: int, pk: int, session: str) -> Sent:
    from django.urls import reverse

    path = reverse("company:submit", args=[pk])
    form = request(f"127.0.0.1:{port}", path, session, order, _version="1")
    await asyncio.sleep(max(0.0, due - time.time()))
    status, headers, body = await ask("127.0.0.1", port, form)
    took = time.time() - due
    if FOLLOW and status == DONE:
        page = f"GET {headers['Location']} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        page += f"Cookie: sessionid={session}\r\nConnection: close\r\n\r\n"
        await ask("127.0.0.1", port, page.encode())
    return Sent(pk, order, took, status, "" if status == DONE else body)


def _due(order: int, start: float) -> float:
    if order >= ON_TIME:
        return start + SECONDS + LATE_FOR * (order - ON_TIME + 1) / LATE
    if BURST:
        return start + SECONDS - MARGIN - 3 * (1 - order / ON_TIME)
    return start + (SECONDS - MARGIN) * order / ON_TIME


async def _minute(port: int, start: float, made: list[tuple[int, str]]) -> list[Sent]:
    sending = [
        _send(port, _due(order, start), order, pk, session)
        for order, (pk, session) in enumerate(made)
    ]
    return await asyncio.gather(*sending)


def measure(address: str) -> dict[str, object]:
    """Prepare, serve, send, count."""
    from django.db import connections

    from citystage.stages.intake.models import Application, Call

    made = prepare(datetime.now(UTC) + timedelta(days=1))
    connections.close_all()
    server, port = serve(address)
    try:
        warmed(port)
        database = database_process()
        before = processor(server.pid, database)
        start = time.time() + 1
        Call.objects.update(closes_at=datetime.fromtimestamp(start + SECONDS, UTC))
        done = asyncio.run(_minute(port, start, made))
        after = processor(server.pid, database)
    finally:
        server.terminate()
        server.wait()
    kept = dict(Application.objects.filter(state="submitted").values_list("pk", "submitted_at"))
    closing = Call.objects.get().closes_at
    assert closing is not None
    on_time = [one for one in done if one.order < ON_TIME]
    late = [one for one in done if one.order >= ON_TIME]
    seconds = sorted(one.took for one in on_time)
    acknowledged = {one.pk for one in done if one.status == DONE}
    return {
        "bench": "closing",
        "way": "burst of 3 s" if BURST else f"{SECONDS} s",
        "sent_before_closing": len(on_time),
        "kept": sum(one.status == DONE for one in on_time),
        "refused_though_on_time": sum(one.status == REFUSED for one in on_time),
        "failed": sum(one.status not in {DONE, REFUSED} for one in done),
        "late_sent": len(late),
        "late_refused": sum(one.status == REFUSED and "秒" in one.said for one in late),
        "acknowledged_but_not_kept": len(acknowledged - kept.keys()),
        "kept_after_closing": sum(at >= closing for at in kept.values()),
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * seconds[int(0.95 * len(seconds))], 1),
        "max_ms": round(1000 * seconds[-1], 1),
        "server_processor_seconds": round(after[0] - before[0], 2),
        "database_processor_seconds": round(after[1] - before[1], 2),
        "processor_ms_each": round(1000 * (sum(after) - sum(before)) / len(done), 1),
        "statuses": {n: sum(one.status == n for one in done) for n in {o.status for o in done}},
    }


if __name__ == "__main__":
    with fresh("bench_closing") as place:
        assert urlsplit(place).path == "/bench_closing"
        sys.stdout.write(json.dumps(measure(place), ensure_ascii=False) + "\n")
