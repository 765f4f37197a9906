"""The brochure of an event with 200 participants: the whole job, from the ask to the kept file.

Rows are read, each page gets its code, contents and index are set, the file is hashed and kept with
what it holds of whom. Prints one JSON line: seconds, pages, megabytes. Goal: 60 s.
"""

import json
import re
import sys
import time
from datetime import UTC, datetime, timedelta

from _database import fresh

PARTICIPANTS, FIELDS = 200, 8
DIRECTION = "面向港口、园区和社区的无人化作业与感知设备，已在三个城市试用，可按场景改装。" * 4
NEEDS = "寻找可连续试用三个月的真实场景。\n需要作业数据和安全员配合。\n希望与总包单位联合应答。"


def prepare() -> int:
    """An event whose participants all agreed to a page; its number."""
    from citystage.foundation.taxonomy.models import Scheme, Term
    from citystage.foundation.tenancy.models import Unit, plant
    from citystage.stages.events.codes import new_code, new_token
    from citystage.stages.events.models import Brochure, Event, Place

    city = plant(parent=None, kind=Unit.Kind.CITY, name="示例市", code="bench")
    fields = [
        Term.objects.create(scheme=Scheme.FIELD, code=f"f{n}", name=f"示例领域{n}")
        for n in range(FIELDS)
    ]
    now = datetime.now(UTC)
    event = Event.objects.create(
        city=city,
        organiser=city,
        number="BE-2026-E001",
        kind="session",
        state="published",
        title="示例对接会",
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=3),
        created_at=now,
        changed_at=now,
    )
    Place.objects.bulk_create(
        Place(
            event=event,
            number=number,
            state="confirmed",
            name=f"示例{number}",
            phone="0532-00000000",
            organisation_name=f"示例第{number}科技有限公司",
            code=new_code(),
            token=new_token(),
            asked_at=now,
            field=fields[number % FIELDS],
            direction=f"{number}：{DIRECTION}",
            needs=NEEDS,
            in_brochure=True,
            shows_contact=number % 2 == 0,
        )
        for number in range(1, PARTICIPANTS + 1)
    )
    return Brochure.objects.create(event=event, edition=1, language="zh-hans", asked_at=now).pk


def measure() -> dict[str, object]:
    """Make it, then read what was kept."""
    from django.core.files.storage import default_storage

    from citystage.stages.events.jobs.brochures import make_brochure
    from citystage.stages.events.models import Brochure

    pk = prepare()
    start = time.perf_counter()
    make_brochure.func(pk)
    took = time.perf_counter() - start
    made = Brochure.objects.get(pk=pk)
    with default_storage.open(made.path) as file:
        content = file.read()
    default_storage.delete(made.path)
    counts = [int(found) for found in re.findall(rb"/Count (\d+)", content)]
    return {
        "bench": "brochure",
        "participants": PARTICIPANTS,
        "state": made.state,
        "seconds": round(took, 2),
        "pages": max(counts, default=0),
        "held": made.pages.count(),
        "megabytes": round(len(content) / 1e6, 2),
        "goal_seconds": 60,
    }


if __name__ == "__main__":
    with fresh("bench_brochure"):
        sys.stdout.write(json.dumps(measure(), ensure_ascii=False) + "\n")
