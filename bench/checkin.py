"""The door of an event at the real server: 500 phones scan and check in within 30 seconds.

Each phone opens the link of a participant's code and presses the button (session, CSRF, rules, one
statement, ledger), over a line of its own; ten people serve the desk. Half a per cent of the codes
is scanned by two phones at the same moment. Seconds count from the press to the whole answer.
Prints one JSON line. ``--burst``: all 500 press within 3 seconds. ``--quick``: 50 phones in 3.
"""

import asyncio
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from _burst import CSRF, ask, serve, session
from _database import fresh

QUICK, BURST = "--quick" in sys.argv, "--burst" in sys.argv
PHONES, SECONDS = (50, 3.0) if QUICK else (500, 3.0 if BURST else 30.0)
DESKS, TWICE = 10, 200


def prepare() -> list[tuple[str, str]]:
    """Fill the database; the secret of each code and the session that scans it."""
    from citystage.foundation.access.models import Grant, User
    from citystage.foundation.access.roles import Role
    from citystage.foundation.tenancy.models import Unit, plant
    from citystage.stages.events.codes import new_code, new_token
    from citystage.stages.events.models import Event, Place

    city = plant(parent=None, kind=Unit.Kind.CITY, name="示例市", code="bench")
    now = datetime.now(UTC)
    event = Event.objects.create(
        city=city,
        organiser=city,
        number="BE-2026-E001",
        kind="session",
        state="published",
        title="示例对接会",
        starts_at=now,
        ends_at=now + timedelta(hours=3),
        created_at=now,
        changed_at=now,
    )
    made = Place.objects.bulk_create(
        Place(
            event=event,
            number=number,
            state="confirmed",
            name=f"示例{number}",
            organisation_name=f"示例企业{number}",
            folded=f"示例{number} 示例企业{number}",
            code=new_code(),
            token=new_token(),
            asked_at=now,
            confirmed_at=now,
        )
        for number in range(1, PHONES + 1)
    )
    desks = []
    for number in range(DESKS):
        user = User.objects.create(username=f"desk{number}", email=f"d{number}@example.invalid")
        Grant.objects.create(user=user, role=Role.CITY_OFFICER, unit=city)
        desks.append(session(user))
    scans = [(one.token, desks[at % DESKS]) for at, one in enumerate(made)]
    return [*scans, *((token, desks[-1]) for token, _desk in scans[::TWICE])]


async def _scan(port: int, due: float, token: str, desk: str) -> tuple[float, int, str]:
    body = urlencode({"csrfmiddlewaretoken": CSRF}).encode()
    head = (
        f"POST /events/checkin/{token}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: sessionid={desk}; csrftoken={CSRF}\r\nHX-Request: true\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    await asyncio.sleep(max(0.0, due - time.time()))
    status, _headers, said = await ask("127.0.0.1", port, head.encode() + body)
    return time.time() - due, status, said


async def _door(port: int, scans: list[tuple[str, str]]) -> list[tuple[float, int, str]]:
    start, step = time.time() + 1, SECONDS / PHONES
    sending = [
        _scan(port, start + step * (at if at < PHONES else (at - PHONES) * TWICE), token, desk)
        for at, (token, desk) in enumerate(scans)
    ]
    return await asyncio.gather(*sending)


def measure(address: str) -> dict[str, object]:
    """Prepare, serve, scan, count."""
    from django.db import connections

    from citystage.foundation.ledger.models import Entry
    from citystage.stages.events.models import Place

    scans = prepare()
    connections.close_all()
    server, port = serve(address)
    warm = f"GET / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    try:
        for _ in range(40):  # the workers' first requests load what they need
            asyncio.run(ask("127.0.0.1", port, warm))
        done = asyncio.run(_door(port, scans))
    finally:
        server.terminate()
        server.wait()
    seconds = sorted(took for took, _status, _said in done)
    return {
        "bench": "checkin",
        "way": f"{PHONES} phones in {SECONDS:g} s",
        "scans": len(done),
        "acknowledged": sum(status == 200 for _took, status, _said in done),
        "arrived": Place.objects.filter(arrived_at__isnull=False).count(),
        "facts": Entry.objects.filter(verb="events.place.arrived").count(),
        "p50_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * seconds[int(0.95 * len(seconds))], 1),
        "max_ms": round(1000 * seconds[-1], 1),
        "goal_p95_ms": 200,
    }


if __name__ == "__main__":
    with fresh("bench_checkin") as place:
        sys.stdout.write(json.dumps(measure(place), ensure_ascii=False) + "\n")
