"""The letters a batch of decisions will send, one to each owner, before they are sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.stages.review import wording
from citystage.stages.review.models import PreparedDecision

_CHOSEN = PreparedDecision.Outcome.CHOSEN


@dataclass(frozen=True, slots=True)
class Letter:
    """What one owner will read, in the language that person chose."""

    owner: str
    to: User
    lines: tuple[str, ...]


def letters(prepared: Iterable[PreparedDecision]) -> list[Letter]:
    """One letter per owner and person who filed, over all their needs in the batch."""
    piles: dict[tuple[int, int], list[PreparedDecision]] = {}
    for one in prepared:
        application = one.case.application
        key = (application.owner_unit_id, application.filed_by_id)
        piles.setdefault(key, []).append(one)
    return [_letter(pile) for pile in piles.values()]


def _letter(pile: list[PreparedDecision]) -> Letter:
    application = pile[0].case.application
    to = application.filed_by
    with translation.override(to.language):
        lines = tuple(_line(one) for one in sorted(pile, key=lambda one: one.outcome != _CHOSEN))
    return Letter(owner=application.owner_name, to=to, lines=lines)


def _line(one: PreparedDecision) -> str:
    template = wording.CHOSEN if one.outcome == _CHOSEN else wording.DECLINED
    return _(template) % {"title": one.case.application.title, "reason": one.reason}
