"""What selection tells of experts, their seats and their scores."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertInvited(Fact):
    """A person was asked to join the register."""

    verb = "selection.expert.invited"
    label = _("invited to the register of experts")

    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertInvitedAgain(Fact):
    """Somebody who had left was asked again."""

    verb = "selection.expert.invited_again"
    label = _("invited to the register again")

    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertConfirmed(Fact):
    """The expert says that the entry is right today."""

    verb = "selection.expert.confirmed"
    label = _("entry confirmed")

    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertLapsed(Fact):
    """The entry was not confirmed for too long."""

    verb = "selection.expert.lapsed"
    label = _("entry out of date")

    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRetired(Fact):
    """The person is no longer asked."""

    verb = "selection.expert.retired"
    label = _("left the register")

    expert_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatKeptInReserve(Fact):
    """The expert stands by for this panel."""

    verb = "selection.seat.kept_in_reserve"
    label = _("kept as an alternate")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAsked(Fact):
    """The expert was asked to judge this candidacy."""

    verb = "selection.seat.asked"
    label = _("expert asked")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAccepted(Fact):
    """The expert declared no conflict and accepted."""

    verb = "selection.seat.accepted"
    label = _("accepted")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatDeclined(Fact):
    """The expert declined, with the reason."""

    verb = "selection.seat.declined"
    label = _("declined")

    seat_id: int
    candidacy_id: int
    expert_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRecused(Fact):
    """The expert left this one candidacy to others."""

    verb = "selection.seat.recused"
    label = _("recused")

    seat_id: int
    candidacy_id: int
    expert_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatScored(Fact):
    """The expert handed in the scores."""

    verb = "selection.seat.scored"
    label = _("scores handed in")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReopened(Fact):
    """The office gave the sheet back."""

    verb = "selection.seat.reopened"
    label = _("scores reopened")

    seat_id: int
    candidacy_id: int
    expert_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRemoved(Fact):
    """The office took the expert off this panel."""

    verb = "selection.seat.removed"
    label = _("taken off the panel")

    seat_id: int
    candidacy_id: int
    expert_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PanelsPlanned(Fact):
    """Panels were computed; nobody is asked by that."""

    verb = "selection.panels.planned"
    label = _("panels computed")

    run_id: int
    programme_id: int
    status: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApplied(Fact):
    """A computed plan became seats."""

    verb = "selection.panels.applied"
    label = _("plan of the panels applied")

    run_id: int
    programme_id: int
    seats: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChanged(Fact):
    """An officer seated, pinned or named the chair by hand."""

    verb = "selection.seat.changed"
    label = _("panel changed by hand")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SeatedAgain(Fact):
    """Somebody who was taken off a panel is seated again by hand."""

    verb = "selection.seat.seated_again"
    label = _("seated again")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertReminded(Fact):
    """An asked expert was reminded of the answer."""

    verb = "selection.seat.reminded"
    label = _("expert reminded")

    seat_id: int
    candidacy_id: int
    expert_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class WishesTold(Fact):
    """An expert told what they would like, or not, to judge."""

    verb = "selection.wishes.told"
    label = _("wishes told")

    expert_id: int
    programme_id: int
    wishes: int
