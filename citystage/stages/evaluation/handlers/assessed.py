"""Whom a yearly assessment tells what: the ``tells`` of its Moves, in words."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.evaluation.facts import exercises, subjects
from citystage.stages.evaluation.models import Examiner, Exercise, MarkSheet, Subject
from citystage.stages.evaluation.states.exercises import SubjectState
from citystage.stages.evaluation.yearly.people import assessors_of, office_of, people_of

_REPORT = gettext_noop("“%(name)s” is assessed: %(title)s. The self-report is due by %(due)s.")
_SHOWN = gettext_noop("The result of “%(name)s” is shown: %(title)s. You may reply by %(reply)s.")
_SENT_BACK = gettext_noop("The self-report of “%(name)s” is to be corrected: %(reason)s")
_CHECKED = gettext_noop("The self-report of “%(name)s” was checked: %(title)s.")
_MISSED = gettext_noop("“%(name)s” goes on without a self-report: %(title)s.")
_DROPPED = gettext_noop("“%(name)s” was taken out of the assessment %(title)s: %(reason)s")
_HANDED_IN = gettext_noop("“%(name)s” handed in its self-report: %(title)s.")
_REPLIED = gettext_noop("“%(name)s” replied to its result: %(title)s.")
_ANSWERED = gettext_noop("The reply of “%(name)s” was answered: %(title)s.")
_REMINDED = gettext_noop("The self-report of “%(name)s” is due by %(due)s: %(title)s.")
_OVERDUE = gettext_noop("The self-report of “%(name)s” was due by %(due)s: %(title)s.")
_MARK = gettext_noop("You are asked for marks by %(score)s: %(title)s.")
_BACK = gettext_noop("The results of %(title)s were taken back: %(reason)s")
_CANCELLED = gettext_noop("%(title)s was cancelled: %(reason)s")
_RECUSED = gettext_noop("%(who)s leaves “%(name)s” to other assessors: %(reason)s")
_LEFT = gettext_noop(
    "You give no more marks: %(title)s. Marks you handed in stay and count. %(reason)s"
)
_BARRED = gettext_noop("You no longer give marks to “%(name)s”: %(reason)s")


@on(exercises.ExerciseOpened)
def of_opening(fact: exercises.ExerciseOpened, stamp: Stamp) -> None:
    """Everybody who is assessed gets the task."""
    for one in _subjects(fact.exercise_id):
        _to_side(one, Group.TASK, _REPORT, stamp)


@on(exercises.ScoringBegun)
def of_scoring(fact: exercises.ScoringBegun, stamp: Stamp) -> None:
    """Assessors get theirs."""
    found = Exercise.objects.get(pk=fact.exercise_id)
    _say(assessors_of(found), Group.TASK, _MARK, _days(found), found, stamp)


@on(exercises.ResultsTakenBack)
def of_taking_back(fact: exercises.ResultsTakenBack, stamp: Stamp) -> None:
    """Everybody hears why what they read no longer counts."""
    found = Exercise.objects.get(pk=fact.exercise_id)
    values = _days(found) | {"reason": fact.reason}
    for one in _subjects(found.pk):
        _say(people_of(one, stamp.at), Group.PROGRESS, _BACK, values, one, stamp)
    _say(assessors_of(found), Group.PROGRESS, _BACK, values, found, stamp)


@on(exercises.ExerciseCancelled)
def of_cancelling(fact: exercises.ExerciseCancelled, stamp: Stamp) -> None:
    """Whoever was asked need not go on."""
    found = Exercise.objects.get(pk=fact.exercise_id)
    values = _days(found) | {"reason": fact.reason}
    if found.opened_at is None:
        return
    for one in _subjects(found.pk):
        _say(people_of(one, stamp.at), Group.PROGRESS, _CANCELLED, values, one, stamp)
    _say(assessors_of(found), Group.PROGRESS, _CANCELLED, values, found, stamp)


@on(subjects.ReportHandedIn)
def of_report(fact: subjects.ReportHandedIn, stamp: Stamp) -> None:
    """The office checks it."""
    _to_office(fact.subject_id, Group.TASK, _HANDED_IN, stamp)


@on(subjects.ReplyGiven)
def of_reply(fact: subjects.ReplyGiven, stamp: Stamp) -> None:
    """The office answers it."""
    _to_office(fact.subject_id, Group.TASK, _REPLIED, stamp)


@on(subjects.ReportSentBack)
def of_sending_back(fact: subjects.ReportSentBack, stamp: Stamp) -> None:
    """The assessed correct it."""
    _to_side(_subject(fact.subject_id), Group.TASK, _SENT_BACK, stamp, reason=fact.reason)


@on(subjects.ReportChecked)
def of_checking(fact: subjects.ReportChecked, stamp: Stamp) -> None:
    """The assessed hear of it."""
    _to_side(_subject(fact.subject_id), Group.PROGRESS, _CHECKED, stamp)


@on(subjects.ReportMissed)
def of_missing(fact: subjects.ReportMissed, stamp: Stamp) -> None:
    """The assessed hear that it is too late."""
    _to_side(_subject(fact.subject_id), Group.PROGRESS, _MISSED, stamp)


@on(subjects.ResultShown)
def of_result(fact: subjects.ResultShown, stamp: Stamp) -> None:
    """The assessed may reply."""
    _to_side(_subject(fact.subject_id), Group.TASK, _SHOWN, stamp)


@on(subjects.ReplyAnswered)
def of_answer(fact: subjects.ReplyAnswered, stamp: Stamp) -> None:
    """The assessed read what the office makes of it."""
    _to_side(_subject(fact.subject_id), Group.PROGRESS, _ANSWERED, stamp)


@on(subjects.SubjectDropped)
def of_dropping(fact: subjects.SubjectDropped, stamp: Stamp) -> None:
    """The assessed hear why."""
    _to_side(_subject(fact.subject_id), Group.PROGRESS, _DROPPED, stamp, reason=fact.reason)


@on(subjects.SubjectReminded)
def of_reminder(fact: subjects.SubjectReminded, stamp: Stamp) -> None:
    """Before the day, and after it."""
    found = _subject(fact.subject_id)
    over = stamp.at >= found.exercise.report_until
    _to_side(found, Group.TASK, _OVERDUE if over else _REMINDED, stamp)


@on(subjects.MarksRecused)
def of_recusal(fact: subjects.MarksRecused, stamp: Stamp) -> None:
    """The office learns that marks will be missing."""
    sheet = MarkSheet.objects.select_related("examiner__expert", "examiner__user").get(
        pk=fact.marks_id
    )
    told = {"who": sheet.examiner.name, "reason": fact.reason}
    _to_office(fact.subject_id, Group.PROGRESS, _RECUSED, stamp, **told)


@on(subjects.MarksBarred)
def of_barring(fact: subjects.MarksBarred, stamp: Stamp) -> None:
    """The assessor is told why."""
    sheet = MarkSheet.objects.select_related("examiner__user", "subject").get(pk=fact.marks_id)
    values = {"name": sheet.subject.name, "reason": fact.reason}
    _say([sheet.examiner.user], Group.PROGRESS, _BARRED, values, sheet, stamp)


@on(exercises.ExaminerLeft)
def of_leaving(fact: exercises.ExaminerLeft, stamp: Stamp) -> None:
    """Who drops out hears that it is settled; who comes in is asked for marks."""
    leaving = Examiner.objects.select_related("user", "exercise").get(pk=fact.examiner_id)
    values = _days(leaving.exercise) | {"reason": fact.reason}
    _say([leaving.user], Group.PROGRESS, _LEFT, values, leaving.exercise, stamp)
    if fact.successor_id and fact.closed:
        _ask(fact.successor_id, stamp)


@on(exercises.ExaminerAdded)
def of_adding(fact: exercises.ExaminerAdded, stamp: Stamp) -> None:
    """One more is asked for marks."""
    _ask(fact.examiner_id, stamp)


def _ask(examiner: int, stamp: Stamp) -> None:
    found = Examiner.objects.select_related("user", "exercise").get(pk=examiner)
    _say([found.user], Group.TASK, _MARK, _days(found.exercise), found.exercise, stamp)


def _subject(pk: int) -> Subject:
    return Subject.objects.select_related("exercise__city").get(pk=pk)


def _subjects(exercise_id: int) -> list[Subject]:
    rows = Subject.objects.filter(exercise=exercise_id).exclude(state=SubjectState.DROPPED)
    return list(rows.select_related("exercise__city").order_by("pk"))


def _days(exercise: Exercise) -> dict[str, Any]:
    """The title, and the last days of the steps."""
    moments = {
        "due": exercise.report_until,
        "score": exercise.score_until,
        "reply": exercise.reply_until,
    }
    just_before = timedelta(microseconds=1)
    return {"title": exercise.title} | {
        name: timezone.localdate(at - just_before).isoformat() if at else ""
        for name, at in moments.items()
    }


def _to_side(subject: Subject, group: Group, template: str, stamp: Stamp, **further: str) -> None:
    values = _days(subject.exercise) | {"name": subject.name} | further
    _say(people_of(subject, stamp.at), group, template, values, subject, stamp)


def _to_office(pk: int, group: Group, template: str, stamp: Stamp, **further: str) -> None:
    subject = _subject(pk)
    values = _days(subject.exercise) | {"name": subject.name} | further
    _say(office_of(subject.exercise.city, stamp.at), group, template, values, subject, stamp)


def _say(  # noqa: PLR0913, PLR0917 -- the parts of one message
    people: list[User],
    group: Group,
    template: str,
    values: dict[str, Any],
    about: models.Model,
    stamp: Stamp,
) -> None:
    tell(people, group=group, template=template, values=values, about=about, stamp=stamp)
