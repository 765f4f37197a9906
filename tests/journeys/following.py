"""A recognised lab with a report that is due, put into the site by a process of its own."""

import sys
from datetime import timedelta

from tests.journeys.selecting import made_by
from tests.journeys.serving import Site


def recognised(site: Site, name: str) -> int:
    """A lab called ``name`` whose term ends in five months; its number."""
    return made_by(__file__, site, name)


def _make(name: str) -> int:
    import django  # noqa: PLC0415 -- only in the process of its own

    django.setup()
    from django.db import transaction  # noqa: PLC0415 -- after set-up
    from django.utils import timezone  # noqa: PLC0415 -- after set-up

    from citystage.cities.demo.flows import stamp_of  # noqa: PLC0415 -- after set-up
    from citystage.foundation.directory.models import (  # noqa: PLC0415 -- after set-up
        Organisation,
    )
    from citystage.stages.catalogue.models import Lab  # noqa: PLC0415 -- after set-up
    from citystage.stages.catalogue.recognising import Wanted, give  # noqa: PLC0415 -- after set-up
    from citystage.stages.evaluation.actions.plan_reports import (  # noqa: PLC0415 -- after set-up
        plan_reports,
    )

    firm = Organisation.objects.get(name="示例智能机器人有限公司")
    stamp, today = stamp_of("demo-city-officer"), timezone.localdate()
    with transaction.atomic():
        lab = Lab.objects.create(
            city=firm.city,
            kind=Lab.Kind.SCENARIO,
            name=name,
            builder=firm,
            builder_name=firm.name,
            district=firm.district,
            batch=1,
            created_at=timezone.now(),
        )
        wanted = Wanted(
            kind=lab.kind,
            words={"zh": "场景应用实验室（示例）", "en": "Application lab (example)"},
            pattern="旅程-{year}-{number:03d}",
            since=today - timedelta(days=900),
            until=today + timedelta(days=150),
        )
        give(lab, wanted, stamp=stamp)
    plan_reports(lab.city, stamp=stamp)
    return lab.pk


if __name__ == "__main__":
    print(_make(sys.argv[1]))  # noqa: T201 -- read by the journey
