"""A published scenario of the demonstration's rail firm, put into the site's database; its end."""

import secrets

from tests.journeys.selecting import made_by
from tests.journeys.serving import Site


def published(site: Site, title: str) -> int:
    """A scenario called ``title`` that looks for a partner; its number in the database."""
    return made_by(__file__, site, title)


def shut(site: Site, scenario: int) -> int:
    """The window of its opening is over now; the number of the opening."""
    return made_by(__file__, site, f"shut:{scenario}")


def _make(told: str) -> int:
    import django  # noqa: PLC0415 -- only in the process of its own

    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- after set-up

    from citystage.stages.docking.models import Opening  # noqa: PLC0415 -- after set-up

    if told.startswith("shut:"):
        opening = Opening.objects.get(scenario=int(told.removeprefix("shut:")))
        now = timezone.now()
        opening.closes_at, opening.questions_until = now, now
        opening.save(update_fields=["closes_at", "questions_until"])
        return opening.pk
    return _scenario(told)


def _scenario(title: str) -> int:
    from django.utils import timezone  # noqa: PLC0415 -- after set-up

    from citystage.foundation.directory.models import Organisation  # noqa: PLC0415 -- after set-up
    from citystage.stages.catalogue.models import Scenario  # noqa: PLC0415 -- after set-up

    firm = Organisation.objects.select_related("seat", "city").get(name="示例轨道运营有限公司")
    now = timezone.now()
    made = Scenario.objects.create(
        city=firm.city,
        number=f"J-{secrets.token_hex(8)}",
        state="open",
        title=title,
        summary="车站需要提前发现扶梯故障。",
        answers={"need": "车站需要提前发现扶梯故障。", "supplier_requirements": "能在夜间安装"},
        owner=firm,
        owner_unit=firm.seat,
        owner_name=firm.name,
        published_on=now.date(),
        year=now.year,
        created_at=now,
        changed_at=now,
    )
    # The address of its page is known by this.
    made.number = f"J-{made.pk}"
    made.save(update_fields=["number"])
    return made.pk


if __name__ == "__main__":
    import sys

    print(_make(sys.argv[1]))  # noqa: T201 -- read by the journey
