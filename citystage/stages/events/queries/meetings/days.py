"""Reaching a day, a participant, a plan, a meeting."""

from django.db.models import FETCH_RAISE, Q, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.events.models import (
    Attendance,
    Event,
    Meeting,
    MeetingDay,
    MeetingPlan,
    Place,
)
from citystage.stages.events.states.meetings import STANDS, PlanState

_ALONG = ("event__organiser", "event__city")
_PEOPLE = (
    "supply__place__organisation",
    "demand__place__organisation",
    "supply__day",
    "demand__day",
)


def day_of(event: Event) -> MeetingDay | None:
    """The one-to-one meetings of an event that was reached, if they are set up."""
    return MeetingDay.objects.filter(event=event).select_related(*_ALONG).first()


def reach_day(actor: Actor, event_id: int) -> MeetingDay:
    """The day an officer of its organiser works on. Raises ``NotFound``."""
    tops = actor.reach(Permission.EVENTS_EVENT_MANAGE)
    found = MeetingDay.objects.filter(subtree(tops, "event__organiser__path"), event_id=event_id)
    day = found.select_related(*_ALONG).first()
    if day is None:
        raise NotFound("")
    return day


def reach_place(actor: Actor, pk: int) -> tuple[Place, MeetingDay]:
    """The own place, and the one-to-one day of its event. Raises ``NotFound``."""
    along = ("event__organiser", "event__city", "organisation")
    place = Place.objects.filter(pk=pk, person_id=actor.user_id).select_related(*along).first()
    day = None if place is None or actor.user_id is None else day_of(place.event)
    if place is None or day is None:
        raise NotFound("")
    return place, day


def reach_attendance(actor: Actor, event_id: int, pk: int) -> Attendance:
    """A participant of a day an officer works on. Raises ``NotFound``."""
    day = reach_day(actor, event_id)
    found = attendances(day).filter(pk=pk).first()
    if found is None:
        raise NotFound("")
    return found


def attendances(day: MeetingDay) -> QuerySet[Attendance]:
    """Everybody who may meet, by number."""
    along = ("place__organisation", "place__event__organiser", "day__event__organiser", "room")
    return day.attendances.select_related(*along).order_by("place__number").fetch_mode(FETCH_RAISE)


def own_attendance(place: Place) -> Attendance | None:
    """What a place that was reached has said of its times."""
    along = ("place__organisation", "place__event__organiser", "day__event__organiser", "room")
    found = Attendance.objects.filter(place=place).select_related(*along, "day__event__city")
    return found.first()


def plans(day: MeetingDay) -> QuerySet[MeetingPlan]:
    """Plans of a day, the newest first."""
    along = ("asked_by", "day__event__organiser", "day__event__city")
    return day.plans.select_related(*along).order_by("-number").fetch_mode(FETCH_RAISE)


def standing_plan(day: MeetingDay) -> MeetingPlan | None:
    """The plan one works on: the newest that stands."""
    return plans(day).filter(state__in=STANDS).first()


def published_plan(day: MeetingDay) -> MeetingPlan | None:
    """The plan participants see."""
    return plans(day).filter(state=PlanState.PUBLISHED).first()


def reach_plan(actor: Actor, event_id: int, number: int) -> MeetingPlan:
    """A plan of a day an officer works on. Raises ``NotFound``."""
    found = plans(reach_day(actor, event_id)).filter(number=number).first()
    if found is None:
        raise NotFound("")
    return found


def plan_by_id(pk: int) -> MeetingPlan:
    """A plan by its number, for jobs, which act without a person's reach."""
    along = ("day__event__organiser", "day__event__city", "asked_by")
    return MeetingPlan.objects.select_related(*along).get(pk=pk)


def meetings_of(plan: MeetingPlan) -> QuerySet[Meeting]:
    """What is to be held, by time and table."""
    found = plan.meetings.filter(cancelled_at__isnull=True).select_related(*_PEOPLE)
    return found.order_by("slot", "table").fetch_mode(FETCH_RAISE)


def meetings_with(plan: MeetingPlan, attendance: Attendance) -> QuerySet[Meeting]:
    """The meetings of one participant, also those that fell away."""
    found = plan.meetings.filter(Q(supply=attendance) | Q(demand=attendance))
    return found.select_related(*_PEOPLE).order_by("slot", "pk").fetch_mode(FETCH_RAISE)


def reach_meeting(actor: Actor, event_id: int, pk: int) -> Meeting:
    """A meeting that is to be held, in a plan an officer works on. Raises ``NotFound``."""
    day = reach_day(actor, event_id)
    along = (*_PEOPLE, "plan__day__event__organiser", "plan__day__event__city")
    found = Meeting.objects.filter(pk=pk, plan__day=day, cancelled_at__isnull=True)
    meeting = found.select_related(*along).first()
    if meeting is None:
        raise NotFound("")
    return meeting
