"""The self-reports are asked for; or the whole assessment is given up."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.exercises import ExerciseCancelled, ExerciseOpened
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.models import Exercise
from citystage.stages.evaluation.states.exercises import CANCEL, OPEN
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_exercise


class NotPrepared(Refusal):
    """Too few are assessed, assessors are missing, or a day has passed."""


class BadNumber(Refusal):
    """So many assessors cannot mark each subject."""

    status = 422


@transaction.atomic(durable=True)
def open_exercise(exercise: Exercise, *, sheets_each: int | None = None, stamp: Stamp) -> Exercise:
    """Ask everybody who is assessed; at least two, or there is nothing to compare.

    ``sheets_each``: so many assessors mark each subject, shared out when scoring begins; without
    it everybody marks everybody.
    """
    locked = lock_exercise(exercise.pk)
    rules.may_prepare(stamp.actor, locked).enforce()
    if locked.subjects.count() < 2:  # noqa: PLR2004 -- a comparison
        raise NotPrepared(_("Choose at least two to be assessed."))
    terms = locked.read_terms()
    if terms.judged and locked.examiners.count() < terms.common.least_sheets:
        told = {"need": terms.common.least_sheets}
        raise NotPrepared(_("Choose at least %(need)d assessors.") % told)
    if stamp.at >= locked.report_until:
        raise NotPrepared(_("The last day for self-reports has passed; set another."))
    if sheets_each is not None:
        _check_number(locked, sheets_each)
    locked.opened_at, locked.sheets_each = stamp.at, sheets_each
    locked.save(update_fields=["opened_at", "sheets_each"])
    advance(locked, OPEN, fact=ExerciseOpened(exercise_id=locked.pk), stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def cancel_exercise(exercise: Exercise, *, reason: str, stamp: Stamp) -> Exercise:
    """Give it up, with why."""
    locked = lock_exercise(exercise.pk)
    rules.may_cancel(stamp.actor, locked).enforce()
    told = ExerciseCancelled(exercise_id=locked.pk, reason=worded(reason))
    advance(locked, CANCEL, fact=told, stamp=stamp)
    return locked


def _check_number(exercise: Exercise, each: int) -> None:
    least, most = exercise.read_terms().common.least_sheets, exercise.examiners.count()
    if not least <= each <= most:
        told = {"least": least, "most": most}
        raise BadNumber(_("From %(least)d to %(most)d assessors mark each subject here.") % told)
