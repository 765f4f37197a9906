"""An assessor writes on one lab: the draft is kept, handed in, or left to others."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.assessments import (
    SheetBarred,
    SheetHandedIn,
    SheetRecused,
)
from citystage.stages.evaluation.keeping import Outrun, worded
from citystage.stages.evaluation.locking import lock_round
from citystage.stages.evaluation.models import Sheet
from citystage.stages.evaluation.standing import kept_away
from citystage.stages.evaluation.states.assessments import BAR, HAND_IN, RECUSE
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection.marking import (
    BadMarks,
    Marks,
    missing,
    settled,
    too_long,
    wrong_marks,
)

_WITH = (
    "assessor",
    "assessment__lab__city",
    "assessment__lab__application__owner_unit",
    "assessment__lab__builder__seat",
)


@transaction.atomic(durable=True)
def save_sheet(sheet: Sheet, *, marks: Marks, version: int, stamp: Stamp) -> Sheet:
    """Keep what is written so far; ``version`` is what the page was drawn with."""
    stamp = at_the_act(stamp)
    return _keep(_open(sheet, stamp), marks, version, stamp)


@transaction.atomic(durable=True)
def hand_in_sheet(sheet: Sheet, *, marks: Marks, version: int, stamp: Stamp) -> Sheet:
    """Keep it and hand it in: all marks, and words where the terms want them."""
    stamp = at_the_act(stamp)
    locked = _open(sheet, stamp)
    scoring = locked.assessment.round.read_terms().scoring
    if lacking := missing(scoring, marks):
        raise BadMarks(lacking | wrong_marks(scoring, settled(scoring, marks.values)))
    _keep(locked, marks, version, stamp)
    locked.handed_in_at = stamp.at
    locked.save(update_fields=["handed_in_at"])
    advance(locked, HAND_IN, fact=SheetHandedIn(**_ids(locked)), stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def recuse_from_sheet(sheet: Sheet, *, reason: str, stamp: Stamp) -> Sheet:
    """Leave this lab to others, with why; what was written does not count."""
    locked = _open(sheet, at_the_act(stamp))
    locked.why = worded(reason)
    locked.save(update_fields=["why"])
    told = SheetRecused(**_ids(locked), reason=locked.why)
    advance(locked, RECUSE, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def bar_assessor(sheet: Sheet, *, reason: str, stamp: Stamp) -> Sheet:
    """An officer keeps an assessor away from one lab, with why; what was written does not count."""
    locked = _locked(sheet)
    lab = locked.assessment.lab
    rules.may_decide(stamp.actor, lab, kept_away(stamp.actor.user_id, lab)).enforce()
    locked.why = worded(reason)
    locked.save(update_fields=["why"])
    advance(locked, BAR, fact=SheetBarred(**_ids(locked), reason=locked.why), stamp=stamp)
    return locked


def _locked(sheet: Sheet) -> Sheet:
    round_ = lock_round(sheet.assessment.round_id)
    locked = Sheet.objects.select_for_update(of=("self",)).select_related(*_WITH).get(pk=sheet.pk)
    locked.assessment.round = round_
    return locked


def _open(sheet: Sheet, stamp: Stamp) -> Sheet:
    locked = _locked(sheet)
    round_ = locked.assessment.round
    rules.may_score(locked, stamp.actor.user_id, round_, stamp.at).enforce()
    return locked


def _keep(sheet: Sheet, marks: Marks, version: int, stamp: Stamp) -> Sheet:
    scoring = sheet.assessment.round.read_terms().scoring
    values = settled(scoring, marks.values)
    if errors := wrong_marks(scoring, values) | too_long(marks):
        raise BadMarks(errors)
    if sheet.version != version:
        raise Outrun(_("These scores were changed in another tab meanwhile. Look at them first."))
    sheet.values = values
    sheet.reasons = {code: text for code, text in marks.reasons.items() if text}
    sheet.remark = marks.remark
    sheet.version += 1
    sheet.changed_at = stamp.at
    sheet.save(update_fields=["values", "reasons", "remark", "version", "changed_at"])
    return sheet


def _ids(sheet: Sheet) -> dict[str, int]:
    return {
        "sheet_id": sheet.pk,
        "assessment_id": sheet.assessment_id,
        "lab_id": sheet.assessment.lab_id,
    }
