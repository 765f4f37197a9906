"""What waits of yearly assessments: self-reports, replies, marks, the steps of the office."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Case, DateTimeField, F, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.queries import assessed, exercises, marks
from citystage.stages.evaluation.states.exercises import ExerciseState
from citystage.web.work.rows import Kind, Rows, named, row

_DUE = "t_step"


def _reports(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not assessed.answers(actor):
        return None
    return row(
        assessed.to_report(actor), "own_report", "exercise__title", due="exercise__report_until"
    )


def _replies(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not assessed.answers(actor):
        return None
    return row(
        assessed.to_reply(actor), "own_result", "exercise__title", due="exercise__reply_until"
    )


def _marks(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    rows = marks.waiting_sheets(actor)
    return row(rows, "marks", named("subject__"), due="subject__exercise__score_until")


def _exercises(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not exercises.manages(actor):
        return None
    step = Case(
        When(state=ExerciseState.SCORING, then=F("score_until")),
        When(state=ExerciseState.REPLYING, then=F("reply_until")),
        When(state=ExerciseState.REPORTING, then=F("check_until")),
        default=F("report_until"),
        output_field=DateTimeField(),
    )
    rows = exercises.to_do(actor).annotate(**{_DUE: step})
    return row(rows, "exercise", "title", due=_DUE, note="state")


ASSESSED_KINDS: Mapping[str, Kind] = {
    "own_report": Kind(
        _reports,
        _("Self-reports asked of us"),
        _("Write the self-report"),
        "steering:assessed_one",
        "steering:assessed",
    ),
    "own_result": Kind(
        _replies,
        _("Results we may reply to"),
        _("Read the result"),
        "steering:assessed_one",
        "steering:assessed",
    ),
    "marks": Kind(
        _marks,
        _("Marks for yearly assessments"),
        pgettext_lazy("verb", "Mark"),
        "steering:mark",
        "steering:marks",
    ),
    "exercise": Kind(
        _exercises,
        _("Yearly assessments"),
        _("Take the next step"),
        "steering:assessment",
        "steering:assessments",
        {
            str(ExerciseState.PREPARING): _("Prepare"),
            str(ExerciseState.REPORTING): _("Check the self-reports"),
        },
    ),
}
