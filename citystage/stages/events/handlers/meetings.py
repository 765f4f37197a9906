"""Whom the plans of a one-to-one day are told: who asked for one, and everybody who meets."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.events.facts import meetings as facts
from citystage.stages.events.facts import places
from citystage.stages.events.handlers.places import tell_one
from citystage.stages.events.meeting.enrolling import enrol
from citystage.stages.events.models import Attendance, Meeting, MeetingDay, MeetingPlan
from citystage.stages.events.states.meetings import PLAN_FLOW, PlanState

_TELLS = {move.verb: move.tells for move in PLAN_FLOW.moves}
_ASKER = {
    facts.PlanComputed: gettext_noop(
        "The plan of the one-to-one meetings of “%(title)s” is computed."
    ),
    facts.PlanImpossible: gettext_noop(
        "There is no plan for “%(title)s”: pinned meetings contradict each other."
    ),
    facts.PlanFailed: gettext_noop(
        "The plan of the meetings of “%(title)s” could not be computed. Ask again."
    ),
}


def to_the_asker(
    fact: facts.PlanComputed | facts.PlanImpossible | facts.PlanFailed, stamp: Stamp
) -> None:
    """Whoever asked knows that it is there, or why not."""
    plan = _plan(fact.plan_id)
    if "asker" in _TELLS[fact.verb] and plan.asked_by is not None:
        tell(
            [plan.asked_by],
            group=Group.PROGRESS,
            template=_ASKER[type(fact)],
            values={"title": plan.day.event.title},
            about=plan.day.event,
            stamp=stamp,
        )


for _kind in _ASKER:
    on(_kind)(to_the_asker)


@on(facts.PlanPublished)
def of_publication(fact: facts.PlanPublished, stamp: Stamp) -> None:
    """Everybody who meets somebody sees the own plan."""
    plan = _plan(fact.plan_id)
    live = Meeting.objects.filter(plan=plan, cancelled_at__isnull=True)
    ids = {pk for pair in live.values_list("supply_id", "demand_id") for pk in pair}
    if "participants" in _TELLS[fact.verb]:
        words = gettext_noop("Your one-to-one meetings at “%(title)s” are published.")
        _tell_all(plan, ids, words, stamp)


@on(facts.PlanChanged)
def of_change(fact: facts.PlanChanged, stamp: Stamp) -> None:
    """Once a plan is published, those whose day changed are told, and nobody else."""
    plan = _plan(fact.plan_id)
    if plan.state == PlanState.PUBLISHED:
        words = gettext_noop("Your one-to-one meetings at “%(title)s” have changed.")
        _tell_all(plan, fact.attendance_ids, words, stamp)


@on(places.PlaceConfirmed)
def take_in(fact: places.PlaceConfirmed, stamp: Stamp) -> None:  # noqa: ARG001 -- a handler's form
    """A sure place at an event with one-to-one meetings is a place at its tables."""
    _take_in(fact.event_id)


@on(places.PlaceMovedUp)
def take_in_too(fact: places.PlaceMovedUp, stamp: Stamp) -> None:  # noqa: ARG001
    """From the waiting list too."""
    _take_in(fact.event_id)


def _take_in(event_id: int) -> None:
    day = MeetingDay.objects.filter(event_id=event_id).first()
    if day is not None:
        enrol(day)


def _tell_all(plan: MeetingPlan, ids: Iterable[int], words: str, stamp: Stamp) -> None:
    people = Attendance.objects.filter(pk__in=ids).select_related("place__person", "place__event")
    for one in people.order_by("pk"):
        values = {"title": plan.day.event.title}
        tell_one(one.place, words, values, stamp, Group.PROGRESS)


def _plan(pk: int) -> MeetingPlan:
    return MeetingPlan.objects.select_related("day__event", "asked_by").get(pk=pk)
