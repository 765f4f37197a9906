"""The letter with which an answer is decided upon: read before it is sent, and kept as sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.kernel.texts import in_english
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.states.answers import OpeningState


@dataclass(frozen=True, slots=True)
class Letter:
    """What one organisation is written."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided upon one answer."""

    outcome: OpeningState
    chosen: bool
    reason: str
    at: datetime


def letter(opening: Opening, answer: Answer, decision: Decision) -> Letter:
    """In the reader's language: what was decided, why, and what can be done now."""
    told: Mapping[str, Any] = {
        "organisation": answer.organisation.label,
        "title": opening.scenario.label,
        "number": opening.scenario.number,
        "day": _day(answer.submitted_at or decision.at),
        "today": _day(decision.at),
        "reason": decision.reason,
        "owner": opening.scenario.owner_name or opening.scenario.city.label,
    }
    subject = (_CHOSEN() if decision.chosen else _SUBJECTS[decision.outcome]()) % told
    parts = [
        _("To %(organisation)s:") % told,
        _(
            "Thank you for your answer of %(day)s to the scenario “%(title)s” (%(number)s). It was"
            " read and compared with the others."
        )
        % told,
        (_BE_CHOSEN() if decision.chosen else _BODIES[decision.outcome]()) % told,
        _("Reason: %(reason)s") % told,
        _next_step(chosen=decision.chosen),
        _("%(owner)s\n%(today)s") % told,
    ]
    return Letter(subject, "\n\n".join(parts))


def _next_step(*, chosen: bool) -> str:
    if chosen:
        return _("The owner will get in touch with you to settle how you go on.")
    return _(
        "Your answer stays in your own records and with the owner, and is not published. You can"
        " ask the owner for a talk about it on the page of your answer's scenario, and answer"
        " other scenarios with it."
    )


def _CHOSEN() -> str:  # noqa: N802 -- words, not a step
    return _("Your answer to “%(title)s” was chosen")


def _BE_CHOSEN() -> str:  # noqa: N802 -- words, not a step
    return _("Your answer was chosen.")


_SUBJECTS = {
    OpeningState.CHOSEN: lambda: _("The outcome of “%(title)s”"),
    OpeningState.NONE_SUITABLE: lambda: _("The outcome of “%(title)s”"),
    OpeningState.CANCELLED: lambda: _("The call for answers to “%(title)s” was cancelled"),
}
_BODIES = {
    OpeningState.CHOSEN: lambda: _("Your answer was not chosen this time."),
    OpeningState.NONE_SUITABLE: lambda: _("None of the answers was found suitable."),
    OpeningState.CANCELLED: lambda: _("The owner has cancelled the call for answers."),
}


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    if in_english():
        return f"{local.day} {local:%b %Y}"
    return f"{local.year}年{local.month}月{local.day}日"
