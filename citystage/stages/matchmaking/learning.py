"""What "not for us, because …" teaches a profile: factors a person can read, and no more."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Unfit
from citystage.stages.matchmaking.states import UnfitReason

# Each refusal of a kind lowers what is like it by so much, at most three times over.
_FACTOR = 0.8
_MOST = 3
# Budgets within this ratio are of one size.
_ONE_SIZE = 2.0
# Titles sharing so much of their pairs of characters tell of like things.
_LIKE = 0.4


@dataclass(frozen=True, slots=True)
class Lowered:
    """By what a score is multiplied, and why, in words."""

    factor: float
    words: tuple[str, ...]


def lowered(scenario: Scenario, unfits: Iterable[Unfit]) -> Lowered:
    """What a profile's refusals (their scenarios at hand) say of another scenario.

    Place: the same district, or the same city where no district is known. Field: the same field.
    Size: a budget within a factor of two. Maturity: the same way of working together. Another
    reason: a like title. Being in talks teaches nothing of others.
    """
    alike: dict[UnfitReason, list[Unfit]] = {}
    for one in unfits:
        reason = UnfitReason(one.reason)
        if one.scenario_id != scenario.pk and _LIKENESS[reason](scenario, one.scenario):
            alike.setdefault(reason, []).append(one)
    factor = 1.0
    for found in alike.values():
        factor *= _FACTOR ** min(_MOST, len(found))
    return Lowered(factor, tuple(_words(reason, found) for reason, found in alike.items()))


def _words(reason: UnfitReason, found: Sequence[Unfit]) -> str:
    return _("Lowered, as you said “%(reason)s” of “%(title)s”.") % {
        "reason": reason.label,
        "title": found[0].scenario.label,
    }


def _same_place(one: Scenario, other: Scenario) -> bool:
    if one.district_id and other.district_id:
        return one.district_id == other.district_id
    return not one.district_id and not other.district_id and one.city_id == other.city_id


def _same_field(one: Scenario, other: Scenario) -> bool:
    return one.field_id is not None and one.field_id == other.field_id


def _same_size(one: Scenario, other: Scenario) -> bool:
    if not one.budget or not other.budget:
        return False
    return 1 / _ONE_SIZE <= one.budget / other.budget <= _ONE_SIZE


def _same_mode(one: Scenario, other: Scenario) -> bool:
    return bool(one.mode) and one.mode == other.mode


def _nothing(_one: Scenario, _other: Scenario) -> bool:
    return False


def _like_title(one: Scenario, other: Scenario) -> bool:
    left, right = _pairs(one.title), _pairs(other.title)
    return bool(left and right) and len(left & right) / len(left | right) >= _LIKE


def _pairs(title: str) -> set[str]:
    folded = fold(title)
    return {folded[at : at + 2] for at in range(len(folded) - 1)}


_LIKENESS: dict[UnfitReason, Callable[[Scenario, Scenario], bool]] = {
    UnfitReason.PLACE: _same_place,
    UnfitReason.FIELD: _same_field,
    UnfitReason.SIZE: _same_size,
    UnfitReason.MATURITY: _same_mode,
    UnfitReason.IN_TALK: _nothing,
    UnfitReason.OTHER: _like_title,
}
