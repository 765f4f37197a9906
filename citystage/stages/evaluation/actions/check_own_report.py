"""The office checks a self-report: as it stands, back once for correction, or out altogether."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.evaluation.facts.subjects import ReportChecked, ReportSentBack, SubjectDropped
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.models import Subject
from citystage.stages.evaluation.states.exercises import CHECK, DROP, SEND_BACK
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_subject


@transaction.atomic(durable=True)
def check_own_report(subject: Subject, *, words: str, stamp: Stamp) -> Subject:
    """Accept it; ``words`` say what the check found, assessors read them."""
    locked = lock_subject(subject.pk)
    rules.may_check(stamp.actor, locked).enforce()
    locked.check_words = worded(words) if words.strip() else ""
    locked.checked_by_id, locked.checked_at = stamp.actor.person, stamp.at
    locked.version += 1
    locked.save(update_fields=["check_words", "checked_by", "checked_at", "version"])
    told = ReportChecked(subject_id=locked.pk, exercise_id=locked.exercise_id)
    advance(locked, CHECK, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def send_own_report_back(subject: Subject, *, reason: str, stamp: Stamp) -> Subject:
    """Ask for a correction, once, with what is wrong."""
    locked = lock_subject(subject.pk)
    rules.may_send_back(stamp.actor, locked).enforce()
    locked.returned_why, locked.returned_at = worded(reason), stamp.at
    locked.version += 1
    locked.save(update_fields=["returned_why", "returned_at", "version"])
    told = ReportSentBack(
        subject_id=locked.pk, exercise_id=locked.exercise_id, reason=locked.returned_why
    )
    advance(locked, SEND_BACK, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def drop_subject(subject: Subject, *, reason: str, stamp: Stamp) -> Subject:
    """Take it out of this assessment, with why; marks given do not count."""
    locked = lock_subject(subject.pk)
    rules.may_drop(stamp.actor, locked).enforce()
    locked.reason = worded(reason)
    locked.save(update_fields=["reason"])
    told = SubjectDropped(
        subject_id=locked.pk, exercise_id=locked.exercise_id, reason=locked.reason
    )
    advance(locked, DROP, fact=told, stamp=stamp)
    return locked
