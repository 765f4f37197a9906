"""Five hundred companies hand in their answers in the last second, and fifty a little late.

One scenario takes sealed answers. The site runs as `citystage up` runs it (gunicorn, its workers,
threads and options) on a database of its own with fsync on. 550 companies, each with an account of
its own and a whole answer written, press the button of the real form, each at its own moment over
a line of its own; the seconds of each count from that moment to the whole answer. What had come in
to its last byte before the end, by the clock of the database, is kept; the rest are told by how
many seconds they are late. Prints one JSON line. ``--quick``: 50 and 5.
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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

ON_TIME, LATE = (50, 5) if "--quick" in sys.argv else (500, 50)
# All in this many seconds before the end; the late ones over as many after it.
WITHIN, LATE_FOR = 1.0, 3.0
# Seconds between the last on-time form and the end, so that it lies there whole.
MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer, its order, seconds to the reply, its status and its words."""

    pk: int
    order: int
    took: float
    status: int
    said: str


def prepare(closes_at: datetime) -> list[tuple[int, str]]:
    """A scenario that takes answers, and one written by each company, with its session."""
    from citystage.foundation.access.models import Grant, User
    from citystage.foundation.access.roles import Role
    from citystage.foundation.directory.models import Organisation
    from citystage.foundation.tenancy.models import Unit, plant
    from citystage.stages.catalogue.models import Scenario
    from citystage.stages.docking.contents import Content, Reply
    from citystage.stages.docking.models import Answer, AnswerRevision, Opening

    now = datetime.now(UTC)
    city = plant(parent=None, kind=Unit.Kind.CITY, name="示例市", code="bench")
    district = plant(parent=city, kind=Unit.Kind.DISTRICT, name="示例区", code="laoshan")
    officer = User.objects.create(username="officer", email="officer@example.invalid")
    Grant.objects.create(user=officer, role=Role.CITY_OFFICER, unit=city)
    scenario = Scenario.objects.create(
        city=city,
        number="BE-2026-00001",
        state="open",
        title="码头夜间巡检",
        answers={"need": "码头需要夜间自动巡检。"},
        published_on=now.date(),
        year=now.year,
        created_at=now,
        changed_at=now,
    )
    opening = Opening.objects.create(
        scenario=scenario,
        opens_at=now - timedelta(days=2),
        closes_at=closes_at,
        questions_until=now,
        outcome_due_at=closes_at + timedelta(days=30),
        essentials=[{"key": "e1", "text": "能在夜间运行"}, {"key": "e2", "text": "有三个案例"}],
        opened_by=officer,
        opened_for=city,
        opened_at=now,
    )
    content = Content(
        summary="用激光雷达夜间巡检。",
        replies={
            "e1": Reply(can="yes", evidence="2025年在示例码头夜间运行180天。"),
            "e2": Reply(can="no", evidence="目前两个案例。"),
        },
        price_mode="fixed",
        price=350_000_000,
        weeks=12,
        schedule="第4周到场，第12周验收。",
        wanted="提供夜间作业窗口。",
    ).plain()
    made, keys = [], []
    for number in range(ON_TIME + LATE):
        name = f"示例企业{number}"
        seat = plant(parent=district, kind=Unit.Kind.ORGANISATION, name=name, code="")
        firm = Organisation.objects.create(
            city=city, seat=seat, name=name, folded_name=name, standing="approved"
        )
        user = User.objects.create(username=f"bench{number}", email=f"b{number}@example.invalid")
        Grant.objects.create(user=user, role=Role.COMPANY_MEMBER, unit=seat)
        made.append(
            Answer(
                opening=opening,
                organisation=firm,
                content=content,
                revision=1,
                begun_by=user,
                begun_at=now,
                changed_at=now,
            )
        )
        keys.append(session(user))
    rows = Answer.objects.bulk_create(made)
    AnswerRevision.objects.bulk_create(
        AnswerRevision(
            answer=one, number=1, content=content, made_by_id=one.begun_by_id, made_at=now
        )
        for one in rows
    )
    return [(one.pk, key) for one, key in zip(rows, keys, strict=True)]


def _due(order: int, end: float) -> float:
    if order >= ON_TIME:
        return end + LATE_FOR * (order - ON_TIME + 1) / LATE
    return end - MARGIN - WITHIN * (1 - order / ON_TIME)


def _forms(port: int, made: list[tuple[int, str]]) -> list[tuple[int, bytes]]:
    """Each answer with its form, written before the last second begins."""
    from django.urls import reverse

    host = f"127.0.0.1:{port}"
    return [
        (pk, request(host, reverse("docking:submit", args=[pk]), key, order, _version="1"))
        for order, (pk, key) in enumerate(made)
    ]


async def _send(port: int, due: float, order: int, pk: int, form: bytes) -> Sent:
    await asyncio.sleep(max(0.0, due - time.time()))
    status, _headers, body = await ask("127.0.0.1", port, form)
    return Sent(pk, order, time.time() - due, status, "" if status == DONE else body)


async def _second(port: int, end: float, forms: list[tuple[int, bytes]]) -> list[Sent]:
    sending = [
        _send(port, _due(order, end), order, pk, form) for order, (pk, form) in enumerate(forms)
    ]
    return await asyncio.gather(*sending)


def measure(address: str) -> dict[str, object]:
    """Prepare, serve, send, count."""
    from django.db import connections

    from citystage.stages.docking.models import Answer, Opening

    made = prepare(datetime.now(UTC) + timedelta(days=1))
    connections.close_all()
    server, port = serve(address)
    try:
        warmed(port)
        forms = _forms(port, made)
        database = database_process()
        before = processor(server.pid, database)
        end = time.time() + 3
        Opening.objects.update(closes_at=datetime.fromtimestamp(end, UTC))
        done = asyncio.run(_second(port, end, forms))
        after = processor(server.pid, database)
    finally:
        server.terminate()
        server.wait()
    kept = dict(Answer.objects.filter(state="submitted").values_list("pk", "submitted_at"))
    return _told(done, kept, Opening.objects.get().closes_at, sum(after) - sum(before))


def _told(
    done: list[Sent], kept: dict[int, datetime | None], end: datetime, spent: float
) -> dict[str, object]:
    on_time = [one for one in done if one.order < ON_TIME]
    late = [one for one in done if one.order >= ON_TIME]
    seconds = sorted(one.took for one in on_time)
    acknowledged = {one.pk for one in done if one.status == DONE}
    return {
        "bench": "answers",
        "sent_in_the_last_second": len(on_time),
        "kept": sum(one.status == DONE for one in on_time),
        "refused_though_on_time": sum(one.status == REFUSED for one in on_time),
        "failed": sum(one.status not in {DONE, REFUSED} for one in done),
        "late_sent": len(late),
        "late_refused": sum(one.status == REFUSED and "秒" in one.said for one in late),
        "acknowledged_but_not_kept": len(acknowledged - kept.keys()),
        "kept_after_closing": sum(at is None or at >= end for at in kept.values()),
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * seconds[int(0.95 * len(seconds))], 1),
        "max_ms": round(1000 * seconds[-1], 1),
        "processor_ms_each": round(1000 * spent / len(done), 1),
        "statuses": {n: sum(one.status == n for one in done) for n in {o.status for o in done}},
    }


if __name__ == "__main__":
    with fresh("bench_answers") as place:
        assert urlsplit(place).path == "/bench_answers"
        sys.stdout.write(json.dumps(measure(place), ensure_ascii=False) + "\n")
