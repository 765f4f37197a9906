"""An assessor gives marks: the draft is kept, handed in, or left to others."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.evaluation.facts.subjects import MarksBarred, MarksHandedIn, MarksRecused
from citystage.stages.evaluation.keeping import Outrun, worded
from citystage.stages.evaluation.models import MarkSheet
from citystage.stages.evaluation.states.exercises import BAR_MARKS, HAND_IN_MARKS, RECUSE_MARKS
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.locking import lock_sheet
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection.marking import (
    BadMarks,
    Marks,
    missing,
    settled,
    too_long,
    wrong_marks,
)
from citystage.stages.selection.terms import Scoring


@transaction.atomic(durable=True)
def save_marks(sheet: MarkSheet, *, marks: Marks, version: int, stamp: Stamp) -> MarkSheet:
    """Keep what is written so far; ``version`` is what the page was drawn with."""
    stamp = at_the_act(stamp)
    return _keep(_open(sheet, stamp), marks, version, stamp)


@transaction.atomic(durable=True)
def hand_in_marks(sheet: MarkSheet, *, marks: Marks, version: int, stamp: Stamp) -> MarkSheet:
    """Keep them and hand them in: all marks, each with its reason where the terms want one."""
    stamp = at_the_act(stamp)
    locked = _open(sheet, stamp)
    scoring = _scoring(locked)
    if lacking := missing(scoring, marks):
        raise BadMarks(lacking | wrong_marks(scoring, settled(scoring, marks.values)))
    _keep(locked, marks, version, stamp)
    locked.handed_in_at = stamp.at
    locked.save(update_fields=["handed_in_at"])
    advance(locked, HAND_IN_MARKS, fact=MarksHandedIn(**_ids(locked)), stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def recuse_from_marks(sheet: MarkSheet, *, reason: str, stamp: Stamp) -> MarkSheet:
    """Leave this subject to others, with why; what was written does not count."""
    locked = _open(sheet, at_the_act(stamp))
    locked.why = worded(reason)
    locked.save(update_fields=["why"])
    told = MarksRecused(**_ids(locked), reason=locked.why)
    advance(locked, RECUSE_MARKS, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def bar_examiner(sheet: MarkSheet, *, reason: str, stamp: Stamp) -> MarkSheet:
    """An officer keeps an assessor away from one subject; what was written does not count."""
    locked = lock_sheet(sheet.pk)
    rules.may_bar(stamp.actor, locked).enforce()
    locked.why = worded(reason)
    locked.save(update_fields=["why"])
    told = MarksBarred(**_ids(locked), reason=locked.why)
    advance(locked, BAR_MARKS, fact=told, stamp=stamp)
    return locked


def _open(sheet: MarkSheet, stamp: Stamp) -> MarkSheet:
    locked = lock_sheet(sheet.pk)
    rules.may_mark(locked, stamp.actor.user_id, stamp.at).enforce()
    return locked


def _scoring(sheet: MarkSheet) -> Scoring:
    scoring = sheet.subject.exercise.read_terms().scoring
    assert scoring is not None  # there are no sheets without judged criteria
    return scoring


def _keep(sheet: MarkSheet, marks: Marks, version: int, stamp: Stamp) -> MarkSheet:
    scoring = _scoring(sheet)
    values = settled(scoring, marks.values)
    if errors := wrong_marks(scoring, values) | too_long(marks):
        raise BadMarks(errors)
    if sheet.version != version:
        raise Outrun(_("These marks were changed in another tab meanwhile. Look at them first."))
    sheet.values = values
    sheet.reasons = {code: text for code, text in marks.reasons.items() if text}
    sheet.remark = marks.remark
    sheet.version += 1
    sheet.changed_at = stamp.at
    sheet.save(update_fields=["values", "reasons", "remark", "version", "changed_at"])
    return sheet


def _ids(sheet: MarkSheet) -> dict[str, int]:
    return {
        "marks_id": sheet.pk,
        "subject_id": sheet.subject_id,
        "exercise_id": sheet.subject.exercise_id,
    }
