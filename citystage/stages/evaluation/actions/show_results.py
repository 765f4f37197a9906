"""Scoring closes and the assessed read their results; or the results are taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.docking.deadlines import working_days_after
from citystage.stages.evaluation.facts.exercises import ResultsShown, ResultsTakenBack
from citystage.stages.evaluation.facts.subjects import ResultShown, ResultUnshown
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject
from citystage.stages.evaluation.queries.matrix import matrix_of, weightings, weights_of
from citystage.stages.evaluation.states.exercises import (
    SHOW,
    SHOW_RESULTS,
    TAKE_BACK,
    UNSHOW,
    MarkState,
    SubjectState,
)
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_exercise


class NotScored(Refusal):
    """Marks are still to come."""


@transaction.atomic(durable=True)
def show_results(exercise: Exercise, *, stamp: Stamp) -> Exercise:
    """Count by the weights that stand now; whoever lacks a value has no place, and it is said so.

    Raises ``NotScored`` while assessors have time for marks that are missing.
    """
    locked = lock_exercise(exercise.pk)
    rules.may_show(stamp.actor, locked).enforce()
    open_ones = MarkSheet.objects.filter(subject__exercise=locked, state=MarkState.OPEN)
    if (
        stamp.at < locked.score_until
        and open_ones.exclude(subject__state=SubjectState.DROPPED).exists()
    ):
        raise NotScored(_("Some marks are not handed in yet, and there is still time for them."))
    weighting = weightings(locked)[0]
    found = matrix_of(locked)
    order = found.order(weights_of(weighting), locked.read_terms().template.method)
    scores = {row.subject: row for row in order.rows}
    for one in found.subjects:
        row = scores.get(str(one.pk))
        one.score, one.place = (row.score, row.place) if row else (None, None)
        one.missing = list(order.missing.get(str(one.pk), ()))
    Subject.objects.bulk_update(found.subjects, ["score", "place", "missing"])
    days = locked.read_terms().common.reply_days
    locked.shown_at, locked.weights_used = stamp.at, weighting.number
    locked.reply_until = working_days_after(locked.city_id, stamp.at, days)
    locked.save(update_fields=["shown_at", "weights_used", "reply_until"])
    told = ResultsShown(exercise_id=locked.pk, weights=weighting.number)
    advance(locked, SHOW_RESULTS, fact=told, stamp=stamp)
    for one in found.subjects:
        shown = ResultShown(subject_id=one.pk, exercise_id=locked.pk)
        advance(one, SHOW, fact=shown, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def take_results_back(exercise: Exercise, *, reason: str, stamp: Stamp) -> Exercise:
    """Score on, with why; replies given stay on record, proposed grades do not."""
    locked = lock_exercise(exercise.pk)
    rules.may_settle(stamp.actor, locked).enforce()
    told = ResultsTakenBack(exercise_id=locked.pk, reason=worded(reason))
    locked.shown_at = locked.reply_until = locked.weights_used = None
    if stamp.at >= locked.score_until:
        days = locked.read_terms().common.reply_days
        locked.score_until = working_days_after(locked.city_id, stamp.at, days)
    locked.save(update_fields=["shown_at", "reply_until", "weights_used", "score_until"])
    advance(locked, TAKE_BACK, fact=told, stamp=stamp)
    rows = Subject.objects.select_for_update(of=("self",)).filter(exercise=locked)
    for one in rows.exclude(state=SubjectState.DROPPED).order_by("pk"):
        one.score = one.place = None
        one.missing, one.grade, one.reason = [], "", ""
        one.save(update_fields=["score", "place", "missing", "grade", "reason"])
        unshown = ResultUnshown(subject_id=one.pk, exercise_id=locked.pk)
        advance(one, UNSHOW, fact=unshown, stamp=stamp)
    return locked
