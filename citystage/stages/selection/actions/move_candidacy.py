"""From the scores to the next step: due diligence, ready for decision, or back to the panel."""

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import standing
from citystage.stages.selection.facts.candidacies import (
    CandidacyMadeReady,
    CandidacySentBack,
    SentToDiligence,
)
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy
from citystage.stages.selection.rules.scores import may_move
from citystage.stages.selection.states.candidacies import (
    BACK_TO_PANEL,
    MAKE_READY,
    TO_DILIGENCE,
    CandidacyState,
)
from citystage.stages.selection.states.diligence import UNFINISHED
from citystage.stages.selection.states.panels import SeatState

type Step = Literal["to_diligence", "make_ready", "back_to_panel"]


class NotYet(Refusal):
    """Something is missing before this step."""


class NoReason(Refusal):
    """Going back is given with its reason."""

    status = 422


@transaction.atomic(durable=True)
def move_candidacy(
    candidacy: Candidacy, *, step: Step, reason: str = "", stamp: Stamp
) -> Candidacy:
    """Take one candidacy on (or back); an officer in conflict with it leaves it to others."""
    locked = lock_candidacy(candidacy.pk)
    may_move(stamp.actor, locked, standing.barred(stamp.actor, locked)).enforce()
    if step == "back_to_panel":
        _back(locked, reason.strip(), stamp)
        return locked
    if problem := why_not_yet(locked, step):
        raise NotYet(problem)
    ids = {"candidacy_id": locked.pk, "application_id": locked.application_id}
    if step == "to_diligence":
        advance(locked, TO_DILIGENCE, fact=SentToDiligence(**ids), stamp=stamp)
    else:
        advance(locked, MAKE_READY, fact=CandidacyMadeReady(**ids), stamp=stamp)
    return locked


def why_not_yet(candidacy: Candidacy, step: Step) -> str:
    """What is missing before this step, in words; empty when nothing is."""
    if step == "to_diligence" and not candidacy.programme.read_terms().diligence.wanted:
        return _("This selection has no due diligence.")
    if step == "make_ready" and candidacy.diligences.filter(state__in=UNFINISHED).exists():
        return _("Due diligence on No. %d is not finished yet.") % candidacy.number
    if candidacy.state != CandidacyState.REVIEWING:
        return ""
    if not candidacy.seats.filter(state=SeatState.SCORED).exists():
        return _("Nobody has handed in scores for No. %d yet.") % candidacy.number
    return ""


def _back(candidacy: Candidacy, reason: str, stamp: Stamp) -> None:
    if not reason:
        raise NoReason(_("Give the reason; it stays on record."))
    told = CandidacySentBack(
        candidacy_id=candidacy.pk, application_id=candidacy.application_id, reason=reason
    )
    advance(candidacy, BACK_TO_PANEL, fact=told, stamp=stamp)
