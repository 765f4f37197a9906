"""Builders: candidacies before a panel whose scoring runs, and filled sheets."""

from datetime import timedelta

from citystage.stages.selection.marking import Marks
from citystage.stages.selection.models import Sheet
from tests.conftest import NOON
from tests.selection.building import candidacy, phases, programme, terms
from tests.selection.experts.register import expert, seat

# ``scoring`` is the fifth phase, ``consensus`` the sixth, ten days each.
SCORING = NOON - timedelta(days=45)
CONSENSUS = NOON - timedelta(days=55)


def scored_programme(town, start=SCORING, **changes):
    """A programme whose scoring runs at NOON."""
    return programme(town, phases=phases(start), **changes)


def scoring(**changes):
    """The score form of the tests with some of its settings changed."""
    return {**terms()["scoring"], **changes}


def panel(town, made, cases=1, experts=3, state="accepted"):
    """Candidacies before the panel, each with the same experts, as rows of seats."""
    judges = [expert(town, f"专家{at}") for at in range(1, experts + 1)]
    found = []
    for _at in range(cases):
        case = candidacy(town, made, state="reviewing")
        found.append([seat(case, judge, state) for judge in judges])
    return found


def marks(novelty="80", use="70", **more):
    """A whole sheet."""
    return Marks(values={"novelty": novelty, "use": use}, **more)


def handed_in(held, novelty, use):
    """The seat scored with these marks."""
    sheet = Sheet.objects.create(
        seat=held,
        values={"novelty": str(novelty), "use": str(use)},
        terms_version=1,
        changed_at=NOON,
        handed_in_at=NOON,
    )
    held.state = "scored"
    held.save(update_fields=["state"])
    return sheet
