"""An expert keeps a draft of the scores, and hands them in."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection import standing
from citystage.stages.selection.facts.panels import SeatScored
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.marking import (
    BadMarks,
    Marks,
    missing,
    settled,
    too_long,
    wrong_marks,
)
from citystage.stages.selection.models import Seat, Sheet
from citystage.stages.selection.queries.experts import own_entries
from citystage.stages.selection.rules.scores import may_score
from citystage.stages.selection.states.panels import HAND_IN_SCORES
from citystage.stages.selection.terms import Scoring


class Outrun(Refusal):
    """The sheet was changed in another tab meanwhile."""


@transaction.atomic(durable=True)
def save_sheet(seat: Seat, *, marks: Marks, version: int, stamp: Stamp) -> Sheet:
    """Keep what is written so far, whole or not; ``version`` is what the page was drawn with.

    Raises BadMarks for what cannot stand even in a draft, Outrun when another tab was faster.
    """
    return _keep(_open(seat, at_the_act(stamp)), marks, version, stamp)


@transaction.atomic(durable=True)
def hand_in_sheet(seat: Seat, *, marks: Marks, version: int, stamp: Stamp) -> Sheet:
    """Keep it and hand it in: all marks are there, and words where low marks want them."""
    stamp = at_the_act(stamp)
    locked = _open(seat, stamp)
    scoring = locked.candidacy.programme.read_terms().scoring
    lacking = missing(scoring, marks)
    if lacking:
        raise BadMarks(lacking | wrong_marks(scoring, settled(scoring, marks.values)))
    sheet = _keep(locked, marks, version, stamp)
    told = SeatScored(
        seat_id=locked.pk, candidacy_id=locked.candidacy_id, expert_id=locked.expert_id
    )
    advance(locked, HAND_IN_SCORES, fact=told, stamp=stamp)
    sheet.handed_in_at = stamp.at
    sheet.save(update_fields=["handed_in_at"])
    return sheet


def _open(seat: Seat, stamp: Stamp) -> Seat:
    """The seat as it stands now, held, if this person may write on its sheet at this moment."""
    candidacy = lock_candidacy(seat.candidacy_id)
    rows = Seat.objects.select_for_update(of=("self",)).select_related("expert__city")
    locked = rows.get(pk=seat.pk)
    locked.candidacy = candidacy
    own = own_entries(stamp.actor).filter(pk=locked.expert_id).exists()
    barred = standing.barred(stamp.actor, candidacy)
    may_score(locked, barred, stamp.at, own=own).enforce()
    return locked


def _keep(seat: Seat, marks: Marks, version: int, stamp: Stamp) -> Sheet:
    programme = seat.candidacy.programme
    scoring: Scoring = programme.read_terms().scoring
    values = settled(scoring, marks.values)
    if errors := wrong_marks(scoring, values) | too_long(marks):
        raise BadMarks(errors)
    sheet = Sheet.objects.filter(seat=seat).first()
    if (sheet.version if sheet else 0) != version:
        raise Outrun(_("These scores were changed in another tab meanwhile. Look at them first."))
    codes = {one.code for one in scoring.criteria}
    written = {
        "values": values,
        "reasons": {code: text for code, text in marks.reasons.items() if code in codes and text},
        "remark": marks.remark,
        "private_remark": marks.private_remark,
        "terms_version": programme.version,
        "version": version + 1,
        "changed_at": stamp.at,
    }
    kept, _new = Sheet.objects.update_or_create(seat=seat, defaults=written)
    return kept
