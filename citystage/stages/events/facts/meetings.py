"""What is told of a one-to-one day, its wishes and its plans."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DaySetUp(Fact):
    """Slots, tables and limits of the one-to-one meetings were set."""

    verb = "events.meetings.set_up"
    label = _("one-to-one meetings set up")

    event_id: int
    day_id: int
    version: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSaid(Fact):
    """When a participant is there, and how many meetings it takes."""

    verb = "events.meetings.attendance_said"
    label = _("times and limits of a participant set")

    event_id: int
    attendance_id: int
    away: tuple[int, ...]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class WishTold(Fact):
    """A participant wants to meet another, declines, or takes that back ("")."""

    verb = "events.meetings.wish_told"
    label = _("wish for a meeting told")

    event_id: int
    by_id: int
    to_id: int
    kind: str
    weight: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class WishesProposed(Fact):
    """Wishes were put in from the suggestions of matching."""

    verb = "events.meetings.wishes_proposed"
    label = _("wishes proposed from the suggestions")

    event_id: int
    number: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked(Fact):
    """A plan is to be computed."""

    verb = "events.plan.asked"
    label = _("plan of the meetings asked for")

    event_id: int
    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBegun(Fact):
    verb = "events.plan.begun"
    label = _("computation of the plan begun")

    event_id: int
    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanComputed(Fact):
    verb = "events.plan.computed"
    label = _("plan of the meetings computed")

    event_id: int
    plan_id: int
    meetings: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImpossible(Fact):
    verb = "events.plan.impossible"
    label = _("no plan: pinned meetings contradict each other")

    event_id: int
    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFailed(Fact):
    verb = "events.plan.failed"
    label = _("computation of the plan failed")

    event_id: int
    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPublished(Fact):
    verb = "events.plan.published"
    label = _("plan of the meetings published")

    event_id: int
    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReplaced(Fact):
    verb = "events.plan.replaced"
    label = _("plan of the meetings replaced")

    event_id: int
    plan_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Fact):
    """Meetings were changed by hand or after somebody came late or not at all."""

    verb = "events.plan.changed"
    label = _("plan of the meetings changed")

    event_id: int
    plan_id: int
    how: str
    added: int
    moved: int
    dropped: int
    attendance_ids: tuple[int, ...]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPinned(Fact):
    """A meeting stays where it is through every computation, or no longer does."""

    verb = "events.meeting.pinned"
    label = _("meeting pinned or let loose")

    event_id: int
    meeting_id: int
    pinned: bool
