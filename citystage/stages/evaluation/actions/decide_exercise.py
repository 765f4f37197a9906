"""Grades are proposed one by one with the reason, then in effect together; letters go out."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.exercises import (
    ExerciseDecided,
    RankingHidden,
    RankingPublished,
)
from citystage.stages.evaluation.facts.subjects import GradeProposed, ResultDecided
from citystage.stages.evaluation.keeping import Outrun, worded
from citystage.stages.evaluation.models import Exercise, Subject
from citystage.stages.evaluation.states.exercises import DECIDE, SETTLE, SubjectState
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import WITH, lock_exercise, lock_subject
from citystage.stages.evaluation.yearly.posting import post
from citystage.stages.evaluation.yearly.standing import on_record


class NotGraded(Refusal):
    """Something is missing before the results take effect."""


@transaction.atomic(durable=True)
def propose_grade(
    subject: Subject, *, grade: str, reason: str, version: int, stamp: Stamp
) -> Subject:
    """Propose what a result is called; seen by officers alone until all take effect."""
    locked = lock_subject(subject.pk)
    rules.may_grade(stamp.actor, locked).enforce()
    if locked.version != version:
        raise Outrun(_("Somebody wrote on this meanwhile; look again."))
    if locked.exercise.read_terms().grade(grade) is None:
        raise NotGraded(_("This assessment has no such grade."))
    locked.grade, locked.reason = grade, worded(reason)
    locked.version += 1
    locked.save(update_fields=["grade", "reason", "version"])
    told = GradeProposed(subject_id=locked.pk, exercise_id=locked.exercise_id, grade=grade)
    journal.record(told, subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def decide_exercise(exercise: Exercise, *, stamp: Stamp) -> Exercise:
    """Let all results take effect, and send each its letter.

    Raises ``NotGraded`` while a grade or an answer to a reply is missing, or time to reply is left.
    """
    locked = lock_exercise(exercise.pk)
    rules.may_settle(stamp.actor, locked).enforce()
    rows = Subject.objects.select_for_update(of=("self",)).filter(exercise=locked)
    subjects = list(rows.exclude(state=SubjectState.DROPPED).select_related(*WITH).order_by("pk"))
    away = on_record([stamp.actor.person], subjects)
    for one in subjects:
        one.exercise = locked
        _check(one, stamp)
        rules.is_not_kept(away.get((one.pk, stamp.actor.person), "")).enforce()
    locked.decided_at = stamp.at
    locked.save(update_fields=["decided_at"])
    advance(locked, DECIDE, fact=ExerciseDecided(exercise_id=locked.pk), stamp=stamp)
    for one in subjects:
        one.decided_by_id, one.decided_at = stamp.actor.person, stamp.at
        one.save(update_fields=["decided_by", "decided_at"])
        told = ResultDecided(
            subject_id=one.pk, exercise_id=locked.pk, grade=one.grade, reason=one.reason
        )
        advance(one, SETTLE, fact=told, stamp=stamp)
        post(one, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def publish_ranking(exercise: Exercise, *, stamp: Stamp) -> Exercise:
    """The city wants everybody to read the ranking and how it was made."""
    locked = lock_exercise(exercise.pk)
    rules.may_publish(stamp.actor, locked).enforce()
    locked.published_at = stamp.at
    locked.save(update_fields=["published_at"])
    journal.record(RankingPublished(exercise_id=locked.pk), subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def hide_ranking(exercise: Exercise, *, reason: str, stamp: Stamp) -> Exercise:
    """The public page closes again, with why on record."""
    locked = lock_exercise(exercise.pk)
    rules.may_hide(stamp.actor, locked).enforce()
    locked.published_at = None
    locked.save(update_fields=["published_at"])
    told = RankingHidden(exercise_id=locked.pk, reason=worded(reason))
    journal.record(told, subject=locked, stamp=stamp)
    return locked


def _check(subject: Subject, stamp: Stamp) -> None:
    told = {"name": subject.label}
    if not subject.grade:
        raise NotGraded(_("No grade is proposed for “%(name)s” yet.") % told)
    if subject.state == SubjectState.REPLIED and not subject.answer:
        raise NotGraded(_("The reply of “%(name)s” is not answered yet.") % told)
    until = subject.exercise.reply_until
    waits = subject.state == SubjectState.SHOWN and subject.side_id is not None
    if waits and until is not None and stamp.at < until:
        raise NotGraded(_("“%(name)s” still has time to reply.") % told)
