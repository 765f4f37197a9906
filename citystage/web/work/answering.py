"""What waits for a hat in docking: drafts, consents, questions, outcomes, introductions."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.docking.queries import answers, introductions, openings, questions
from citystage.web.work.rows import Kind, Rows, named, row

_TITLE, _ENGLISH = "title", "title_en"


def _gives(actor: Actor) -> bool:
    return actor.may(Permission.DOCKING_ANSWER_GIVE)


def _drafts(actor: Actor, _user: User, at: datetime) -> Rows | None:
    if not _gives(actor):
        return None
    title = named("opening__scenario__", _TITLE, _ENGLISH)
    rows = answers.waiting_drafts(actor, at)
    return row(rows, "answer_draft", title, due="opening__closes_at")


def _consents(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not _gives(actor):
        return None
    title = named("answer__opening__scenario__", _TITLE, _ENGLISH)
    number = Cast("answer_id", CharField())
    rows = answers.waiting_consents(actor)
    return row(rows, "consent", title, due="answer__opening__closes_at", note=number)


def _clarifications(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not _gives(actor):
        return None
    title = named("answer__opening__scenario__", _TITLE, _ENGLISH)
    number = Cast("answer_id", CharField())
    rows = answers.waiting_clarifications(actor)
    return row(rows, "clarification", title, due="due_at", note=number)


def _outcomes(actor: Actor, _user: User, at: datetime) -> Rows | None:
    if not actor.may(Permission.DOCKING_ANSWER_JUDGE):
        return None
    title = named("scenario__", _TITLE, _ENGLISH)
    return row(openings.to_decide(actor, at=at), "outcome", title, due="outcome_due_at")


def _questions(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.DOCKING_ANSWER_JUDGE):
        return None
    title = named("opening__scenario__", _TITLE, _ENGLISH)
    return row(questions.waiting(actor), "question", title, due="opening__closes_at")


def _introductions(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.DOCKING_ANSWER_JUDGE):
        return None
    title = named("scenario__", _TITLE, _ENGLISH)
    return row(introductions.waiting(actor), "introduction", title)


def _answer(_pk: int, answer: str) -> tuple[object, ...]:
    return (int(answer),)


ANSWER_KINDS: Mapping[str, Kind] = {
    "answer_draft": Kind(
        _drafts,
        _("Answers in draft"),
        _("Complete"),
        "docking:write",
        "docking:answers",
    ),
    "consent": Kind(
        _consents,
        _("Shares of work asked of us"),
        _("Agree or decline"),
        "docking:answer",
        "docking:answers",
        address=_answer,
    ),
    "clarification": Kind(
        _clarifications,
        _("Questions about our answers"),
        _("Reply"),
        "docking:answer",
        "docking:answers",
        address=_answer,
    ),
    "outcome": Kind(
        _outcomes,
        _("Outcomes to record"),
        _("Record the outcome"),
        "docking:outcome",
        "docking:openings",
    ),
    "question": Kind(
        _questions,
        _("Public questions"),
        pgettext_lazy("verb", "Answer"),
        "docking:reply",
        "docking:openings",
    ),
    "introduction": Kind(
        _introductions,
        _("Introductions"),
        _("Agree or decline"),
        "docking:introduction",
        "docking:introductions",
    ),
}
