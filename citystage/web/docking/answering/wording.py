"""What the pages of answering share: numbers that were sent, tones of states, stale forms."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from citystage.stages.docking.models import Answer
from citystage.stages.docking.states.answers import AnswerState
from citystage.stages.docking.writing import Change
from citystage.web.shell.components import Badge, Event, Text, Tone
from citystage.web.shell.freshness import Stale

_TONES: Final[dict[str, Tone]] = {
    AnswerState.DRAFT: "plain",
    AnswerState.SUBMITTED: "accent",
    AnswerState.WITHDRAWN: "plain",
    AnswerState.SHORTLISTED: "accent",
    AnswerState.INVITED: "accent",
    AnswerState.CHOSEN: "good",
    AnswerState.NOT_CHOSEN: "plain",
}
_PARTS: Final[dict[str, str]] = {
    "summary": "summary",
    "price_mode": "price",
    "price": "price",
    "price_words": "price",
    "weeks": "schedule",
    "schedule": "schedule",
    "wanted": "wanted",
    "own_work": "share",
    "share": "share",
}


def number_in(request: HttpRequest, name: str) -> int:
    """A whole number that was sent; 0 for none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0  # noqa: PLR2004 -- a column


def mark_of(answer: Answer) -> Badge:
    """The state of an answer as a badge."""
    return Badge(label=answer.get_state_display(), tone=_TONES[answer.state])


def stale_of(answer: Answer, changes: Sequence[Change]) -> Stale:
    """Who changed which parts meanwhile."""
    events = [
        Event(
            at=one.at,
            what=_("Changed: %s") % _(", ").join(dict.fromkeys(map(part_named, one.fields)))
            if one.fields
            else _("Changed"),
            who=one.who,
            icon="pencil",
        )
        for one in changes
    ]
    return Stale(str(answer.revision), events)


def part_named(field: str) -> str:
    """A part of an answer in words ("replies.e2" is the second essential)."""
    if field.startswith("replies.e"):
        return _("essential %s") % field.removeprefix("replies.e")
    return str(_words()[_PARTS.get(field, field)])


def _words() -> dict[str, Text]:
    return {
        "summary": _("summary"),
        "price": _("price"),
        "schedule": _("schedule"),
        "wanted": _("what is needed from the owner"),
        "share": _("shares of work"),
    }
