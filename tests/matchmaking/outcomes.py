"""Builders of what was shown and what became of it, as many as a fit takes."""

import random
from datetime import timedelta

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Outcome, Showing
from tests.conftest import NOON

VERSION = "settings 1 · engine 1 · words"


def became(town, number=100, *, by="need", each=4):
    """So many scenarios, each shown with ``each`` suppliers; those high in ``by`` landed.

    The outcomes of one scenario come on one day, each scenario a day after the one before.
    """
    dice = random.Random(7)  # noqa: S311 -- repeatable, nothing secret
    firms = [
        Organisation.objects.get_or_create(
            folded_name=fold(f"示例供给{at}"), defaults={"name": f"示例供给{at}", "city": town.city}
        )[0]
        for at in range(each)
    ]
    scenarios = Scenario.objects.bulk_create(
        Scenario(
            city=town.city,
            number=f"QD-2025-{at:05d}",
            title="示例需求",
            owner_name="示例单位",
            created_at=NOON,
            changed_at=NOON,
        )
        for at in range(number)
    )
    shown, told = [], []
    for at, scenario in enumerate(scenarios):
        rows = [{"score": dice.random(), "need": dice.randrange(101)} for _firm in firms]
        shown.append(showing(town, scenario, firms, rows))
        for firm, row in zip(firms, rows, strict=True):
            value = row["need"] / 100 if by == "need" else row["score"]
            kind = Outcome.Kind.LANDED if value > 0.6 else Outcome.Kind.FAILED
            told.append(
                Outcome(
                    scenario=scenario, organisation=firm, kind=kind, at=NOON + timedelta(days=at)
                )
            )
    Showing.objects.bulk_create(shown)
    Outcome.objects.bulk_create(told)
    return scenarios, firms


def showing(town, scenario, firms, rows, *, at=NOON - timedelta(days=1)):
    """One page of suppliers of a scenario, not saved."""
    return Showing(
        viewer=town.city_officer,
        about=f"scenario:{scenario.pk}",
        city=town.city,
        organisation_id=scenario.owner_id,
        scenarios=[scenario.pk] * len(firms),
        organisations=[firm.pk for firm in firms],
        scores=[round(1000 * row["score"]) for row in rows],
        parts={"need": [row["need"] for row in rows]},
        version=VERSION,
        channel="web",
        at=at,
        day=at.date(),
        digest=f"{scenario.pk}-{at:%Y%m%d}",
    )
