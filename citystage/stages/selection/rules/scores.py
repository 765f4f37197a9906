"""Who scores, when, who opens a sheet again, and who moves candidacies on from their scores."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.intake.closing import late_by
from citystage.stages.selection.models import Candidacy, Conflict, Consensus, Programme, Seat
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.panels import SeatState
from citystage.stages.selection.terms import PhaseCode, Terms


def in_window(terms: Terms, code: PhaseCode, moment: datetime) -> Verdict:
    """Within the half-open window of the phase; who comes late is told by how many seconds."""
    phase = terms.phase(code)
    if phase is None:
        return Verdict(_("This selection has no such phase."))
    if moment < phase.since:
        begins = {"since": _clock(phase.since)}
        return Verdict(gettext("This phase begins at %(since)s.") % begins)
    if moment >= phase.until:
        told = {"end": _clock(phase.until), "late": late_by(moment, phase.until)}
        return Verdict(gettext("This phase ended at %(end)s; this is %(late)s.") % told)
    return ALLOWED


def may_score(seat: Seat, barred: Conflict | None, moment: datetime, *, own: bool) -> Verdict:
    """The expert on an accepted seat, free of conflict, while scoring lasts."""
    candidacy = seat.candidacy
    if not own:
        return Verdict(_("Only the expert who was asked scores."))
    return all_of(
        is_free(barred),
        _is_judged(candidacy),
        _is_accepted(seat),
        _is_open(candidacy, "scoring", moment),
    )


def _is_open(candidacy: Candidacy, code: PhaseCode, moment: datetime) -> Verdict:
    """Within the phase, or within the time for a second judgement after an objection."""
    again = candidacy.judge_again_until
    if again is not None and moment < again:
        return ALLOWED
    return in_window(candidacy.programme.read_terms(), code, moment)


def _is_accepted(seat: Seat) -> Verdict:
    if seat.state == SeatState.ACCEPTED:
        return ALLOWED
    if seat.state == SeatState.SCORED:
        return Verdict(_("These scores are handed in. The office can open them again."))
    now = SeatState(seat.state).label
    return Verdict(gettext("This step is no longer open: the seat is “%s”.") % now)


def _is_judged(candidacy: Candidacy) -> Verdict:
    if candidacy.state == CandidacyState.REVIEWING:
        return ALLOWED
    return Verdict(_("This candidacy is not before the panel at the moment."))


def may_lead_scores(actor: Actor, programme: Programme) -> Verdict:
    """The coordinating office reads all scores and moves candidacies on."""
    if actor.holds(Permission.SELECTION_PANEL_LEAD, programme.city):
        return ALLOWED
    return Verdict(_("Only the coordinating office works on the scores."))


def may_reopen(actor: Actor, seat: Seat, barred: Conflict | None, moment: datetime) -> Verdict:
    """While scoring lasts: later nobody could hand the sheet in again."""
    candidacy = seat.candidacy
    return all_of(
        may_lead_scores(actor, candidacy.programme),
        is_free(barred),
        _is_judged(candidacy),
        _is_open(candidacy, "scoring", moment),
    )


def may_agree(
    seat: Seat,
    barred: Conflict | None,
    consensus: Consensus | None,
    moment: datetime,
    *,
    own: bool,
) -> Verdict:
    """The chair of this panel writes down what it agreed on, until it is signed."""
    candidacy = seat.candidacy
    terms = candidacy.programme.read_terms()
    signed = consensus is not None and consensus.signed_at is not None
    return all_of(
        ALLOWED if own and seat.chairs else Verdict(_("Only the chair of this panel does this.")),
        is_free(barred),
        ALLOWED if terms.scoring.consensus else Verdict(_("This selection takes no consensus.")),
        _is_judged(candidacy),
        ALLOWED if seat.state == SeatState.SCORED else Verdict(_("Hand in your own scores first.")),
        Verdict(_("The consensus is signed and no longer changes.")) if signed else ALLOWED,
        _is_open(candidacy, "consensus", moment),
    )


def may_move(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """From the scores to the next step: an officer of the office without a conflict."""
    return all_of(may_lead_scores(actor, candidacy.programme), is_free(barred))


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
