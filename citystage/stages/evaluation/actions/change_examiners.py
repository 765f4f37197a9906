"""While marks come in an assessor drops out, is replaced, or one more is added; each with why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.facts.exercises import ExaminerAdded, ExaminerLeft
from citystage.stages.evaluation.facts.subjects import MarksLeft
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.models import Examiner, Exercise, MarkSheet, Subject
from citystage.stages.evaluation.states.exercises import LEAVE_MARKS, MarkState, SubjectState
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import WITH, lock_exercise
from citystage.stages.evaluation.yearly.standing import tied
from citystage.stages.selection.models import Expert

_LIVE = (MarkState.OPEN, MarkState.HANDED_IN)


class CannotChange(Refusal):
    """Somebody who cannot give marks here, or too few who would."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who comes in: an officer by the account, or an expert with the account they have."""

    user_id: int
    expert: Expert | None = None


@transaction.atomic(durable=True)
def release_examiner(
    examiner: Examiner, *, successor: Person | None, reason: str, stamp: Stamp
) -> Examiner:
    """Marks handed in stay and count; open sheets are closed and go to the successor, if any.

    Raises ``CannotChange`` where a subject would be left with fewer than the terms want.
    """
    locked = _lock(examiner.exercise, stamp)
    leaving = locked.examiners.select_for_update(of=("self",)).get(pk=examiner.pk)
    if leaving.left_at is not None:
        raise CannotChange(_("This assessor has dropped out already."))
    leaving.left_why, leaving.left_at = worded(reason), stamp.at
    leaving.save(update_fields=["left_why", "left_at"])
    rows = MarkSheet.objects.select_for_update(of=("self",)).filter(examiner=leaving)
    open_ones = list(rows.filter(state=MarkState.OPEN).order_by("pk"))
    for sheet in open_ones:
        sheet.why = leaving.left_why
        sheet.save(update_fields=["why"])
        told = MarksLeft(
            marks_id=sheet.pk,
            subject_id=sheet.subject_id,
            exercise_id=locked.pk,
            reason=sheet.why,
        )
        advance(sheet, LEAVE_MARKS, fact=told, stamp=stamp)
    subjects = _subjects(locked, {one.subject_id for one in open_ones})
    heir = None
    if successor is not None:
        heir = _heir(locked, successor, stamp, why=leaving.left_why, replaces=leaving)
        _give(locked, heir, subjects, stamp)
    _still_enough(locked, subjects)
    left = ExaminerLeft(
        exercise_id=locked.pk,
        examiner_id=leaving.pk,
        successor_id=heir.pk if heir else 0,
        kept=leaving.sheets.filter(state=MarkState.HANDED_IN).count(),
        closed=len(open_ones),
        reason=leaving.left_why,
    )
    journal.record(left, subject=locked, stamp=stamp)
    return leaving


@transaction.atomic(durable=True)
def add_examiner(exercise: Exercise, *, person: Person, reason: str, stamp: Stamp) -> Examiner:
    """One more: for everybody, or, where few mark each, for those who are short of assessors."""
    locked = _lock(exercise, stamp)
    words = worded(reason)
    added = _heir(locked, person, stamp, why=words)
    given = _give(locked, added, _lacking(locked), stamp)
    if not given:
        raise CannotChange(_("Nobody is short of assessors, or a conflict keeps this person away."))
    told = ExaminerAdded(exercise_id=locked.pk, examiner_id=added.pk, sheets=given, reason=words)
    journal.record(told, subject=locked, stamp=stamp)
    return added


def _lock(exercise: Exercise, stamp: Stamp) -> Exercise:
    locked = lock_exercise(exercise.pk)
    rules.may_change_examiners(stamp.actor, locked).enforce()
    if stamp.at >= locked.score_until:
        raise CannotChange(_("The last day for marks has passed; set another."))
    return locked


def _subjects(exercise: Exercise, only: Collection[int] | None = None) -> list[Subject]:
    rows = exercise.subjects.exclude(state=SubjectState.DROPPED).select_related(*WITH)
    return list((rows if only is None else rows.filter(pk__in=only)).order_by("pk"))


def _lacking(exercise: Exercise) -> list[Subject]:
    """Who takes one more assessor; where nothing is judged there are no sheets to fill."""
    if exercise.read_terms().scoring is None:
        return []
    subjects = _subjects(exercise)
    if exercise.sheets_each is None:
        return subjects
    live = _live(subjects)
    return [one for one in subjects if live[one.pk] < exercise.sheets_each]


def _live(subjects: Iterable[Subject]) -> dict[int, int]:
    """Subject -> how many sheets on it are in, or can still come in."""
    live = Count("sheets", filter=Q(sheets__state__in=_LIVE))
    rows = Subject.objects.filter(pk__in=[one.pk for one in subjects]).order_by()
    return dict(rows.annotate(live=live).values_list("pk", "live"))


def _heir(
    exercise: Exercise,
    person: Person,
    stamp: Stamp,
    *,
    why: str,
    replaces: Examiner | None = None,
) -> Examiner:
    """The row of who comes in: a new one, or of somebody who marks others here already."""
    known = exercise.examiners.filter(user=person.user_id).first()
    if known is None:
        return Examiner.objects.create(
            exercise=exercise,
            user_id=person.user_id,
            expert=person.expert,
            joined_at=stamp.at,
            joined_why=why,
            replaces=replaces,
        )
    if known.left_at is not None:
        raise CannotChange(_("%s has dropped out here; choose somebody else.") % known.name)
    return known


def _give(exercise: Exercise, examiner: Examiner, subjects: list[Subject], stamp: Stamp) -> int:
    """Sheets on these, but where there is one already; conflicts are looked for. How many open."""
    has = set(examiner.sheets.values_list("subject_id", flat=True))
    wanted = [one for one in subjects if one.pk not in has]
    ties = tied(
        exercise.city,
        wanted,
        [examiner],
        bars=exercise.read_terms().common.bars,
        today=timezone.localdate(stamp.at),
    )
    made = []
    for one in wanted:
        tie = ties.get((one.pk, examiner.pk))
        state = MarkState.BARRED if tie and tie.bars else MarkState.OPEN
        sheet = MarkSheet(subject=one, examiner=examiner, state=state)
        if tie:
            sheet.tie, sheet.path = tie.kind, tie.path
        made.append(sheet)
    MarkSheet.objects.bulk_create(made)
    return sum(one.state == MarkState.OPEN for one in made)


def _still_enough(exercise: Exercise, subjects: list[Subject]) -> None:
    need, live = exercise.read_terms().common.least_sheets, _live(subjects)
    for one in subjects:
        if live[one.pk] < need:
            told = {"name": one.label, "have": live[one.pk], "need": need}
            raise CannotChange(
                _(
                    "“%(name)s” would have %(have)d assessors; %(need)d are needed. Name a"
                    " successor without a conflict, or add an assessor first."
                )
                % told
            )
