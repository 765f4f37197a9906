"""Who composes panels, and what an expert may do with a seat."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.workflow.flow import Move
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.selection.models import Candidacy, Conflict, Expert, Programme, Seat
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.panels import ExpertState, SeatState

# A panel is composed, and judges, from the formal check until the decision.
_COMPOSED_IN = frozenset({CandidacyState.CHECKING, CandidacyState.REVIEWING})


def may_compose(actor: Actor, programme: Programme) -> Verdict:
    """The coordinating office composes the panels of its programmes."""
    if actor.holds(Permission.SELECTION_PANEL_LEAD, programme.city):
        return ALLOWED
    return Verdict(_("Only the coordinating office composes panels."))


def may_change_panel(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """As above, for one candidacy: while it is judged, by an officer without a conflict."""
    return all_of(
        may_compose(actor, candidacy.programme),
        is_free(barred),
        ALLOWED
        if candidacy.state in _COMPOSED_IN
        else Verdict(_("The panel of this candidacy can no longer be changed.")),
    )


def may_sit(expert: Expert, conflict: Conflict | None, *, fresh_after: datetime) -> Verdict:
    """In the register, confirmed lately enough, and without a conflict that bars."""
    if conflict is not None:
        return Verdict(
            gettext("%(name)s is in conflict with this candidacy (%(kind)s).")
            % {"name": expert.name, "kind": conflict.get_kind_display()}
        )
    if expert.state != ExpertState.ACTIVE:
        return Verdict(gettext("%s has not confirmed the entry.") % expert.name)
    if expert.confirmed_at is None or expert.confirmed_at < fresh_after:
        return Verdict(gettext("The entry of %s is out of date.") % expert.name)
    return ALLOWED


def may_answer(actor: Actor, seat: Seat, move: Move[SeatState], *, own: bool) -> Verdict:
    """The expert whose seat it is, from a state the step begins in."""
    del actor
    if not own:
        return Verdict(_("Only the expert who was asked answers."))
    if seat.state not in move.sources:
        now = SeatState(seat.state).label
        return Verdict(gettext("This step is no longer open: the seat is “%s”.") % now)
    return ALLOWED
