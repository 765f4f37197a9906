"""The assessed are reminded of their self-report, as the terms of the assessment say."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import subject_of
from citystage.stages.evaluation.facts.subjects import SubjectReminded
from citystage.stages.evaluation.models import Exercise, Reminder, Subject
from citystage.stages.evaluation.schedule import marks_passed
from citystage.stages.evaluation.states.exercises import ExerciseState, SubjectState
from citystage.stages.evaluation.yearly.locking import lock_exercise

_OUT = (SubjectState.ASKED, SubjectState.RETURNED)


@transaction.atomic(durable=True)
def remind_assessed(exercise: Exercise, *, stamp: Stamp) -> int:
    """One reminder where a moment has come; of several missed ones only the latest.

    Returns how many. Asked again it reminds of nothing twice.
    """
    locked = lock_exercise(exercise.pk)
    if locked.state != ExerciseState.REPORTING:
        return 0
    marks = locked.read_terms().common.remind_days
    passed = marks_passed(marks, due_at=locked.report_until, at=stamp.at)
    if not passed:
        return 0
    told = 0
    rows = Subject.objects.filter(exercise=locked, state__in=_OUT).exclude(side=None)
    for one in rows.select_for_update(of=("self",)).order_by("pk"):
        key = f"{subject_of(one)}@{locked.report_until:%Y%m%d}"
        known = set(Reminder.objects.filter(subject=key).values_list("mark", flat=True))
        if passed[-1] in known:
            continue
        new = [
            Reminder(subject=key, mark=mark, at=stamp.at) for mark in passed if mark not in known
        ]
        Reminder.objects.bulk_create(new)
        fact = SubjectReminded(subject_id=one.pk, exercise_id=locked.pk, days=passed[-1])
        journal.record(fact, subject=one, stamp=stamp)
        told += 1
    return told
