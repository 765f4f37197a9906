"""Steps of asks that several acts share: the lock, words that are needed, and whom to tell."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.kernel.refusals import Refusal
from citystage.stages.docking.models import Ask
from citystage.stages.selection.investigating import people_at

_REPLIES = frozenset({Permission.DOCKING_ASK_REPLY})
_FILES = frozenset({Permission.DOCKING_ASK_FILE})


class WordsMissing(Refusal):
    """An act that needs words or a reason came without."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("Give the reason in words; the other side reads it."))


def needed(words: str) -> str:
    """The words, or ``WordsMissing``."""
    if not (said := words.strip()):
        raise WordsMissing
    return said


def lock_ask(ask: Ask) -> Ask:
    """The ask as it stands now, held until the transaction ends: of two replies one comes late."""
    rows = Ask.objects.select_for_update(of=("self",))
    return rows.select_related("city", "unit", "first_unit", "asker", "field").get(pk=ask.pk)


def people_of(ask: Ask, word: str, stamp: Stamp) -> list[User]:
    """Whom "asker", "unit" and "city" mean here."""
    if word == "asker":
        found = people_at(ask.asker, _FILES, at=stamp.at)
        filed = [ask.filed_by] if ask.filed_by else []
        return list({one.pk: one for one in [*filed, *found]}.values())
    if word == "unit":
        # A unit nobody acts for: the office above it hears of it.
        found = people_at(ask.unit, _REPLIES, at=stamp.at)
        return found or wearers(Permission.DOCKING_ASK_DECIDE, ask.unit, at=stamp.at)
    return wearers(Permission.DOCKING_ASK_DECIDE, ask.city, at=stamp.at)


def say(
    ask: Ask,
    to: tuple[str, ...],
    template: str,
    stamp: Stamp,
    *,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell each of those whom ``to`` means, once."""
    people = {one.pk: one for word in to for one in people_of(ask, word, stamp)}
    told = {"title": ask.title, **values}
    tell(people.values(), group=group, template=template, values=told, about=ask, stamp=stamp)
