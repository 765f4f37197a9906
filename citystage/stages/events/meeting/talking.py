"""A talk of two at a one-to-one day: a time free for both in its plan; before there is one, a wish.

Nothing else of the day changes for it: a time is offered only where no other meeting gives way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.engines.scheduling import problem as engine
from citystage.engines.scheduling.changing import Change, effect
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.events.facts.meetings import WishTold
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.laying import foreseen, live_meetings
from citystage.stages.events.meeting.posing import Posed, pose
from citystage.stages.events.meeting.putting import CannotStand, locked, put
from citystage.stages.events.models import (
    Attendance,
    Meeting,
    MeetingDay,
    MeetingPlan,
    MeetingWish,
)
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.meetings import STANDS, PlanState
from citystage.stages.events.states.places import PlaceState

# So many times of a pair are offered on one page.
_OFFERED: Final = 12


@dataclass(frozen=True, slots=True)
class Talk:
    """A time and a table of a published plan that are free for these two."""

    plan: MeetingPlan
    supply: Attendance
    demand: Attendance
    slot: int
    table: int

    @property
    def key(self) -> str:
        """By which a form names it."""
        return f"{self.plan.pk}-{self.slot}-{self.supply.pk}-{self.demand.pk}"

    @property
    def begins(self) -> datetime:
        return self.plan.day.begins(self.slot)


@dataclass(frozen=True, slots=True)
class Coming:
    """A coming day without a published plan to which both come: the plan will give the time."""

    day: MeetingDay
    supply: Attendance
    demand: Attendance

    @property
    def key(self) -> str:
        """By which a form names it."""
        return f"day-{self.day.pk}-{self.supply.pk}-{self.demand.pk}"

    @property
    def begins(self) -> datetime:
        return self.day.first_at


def coming_days(*, supply: int, demand: int, after: datetime) -> list[Coming]:
    """Days to come that still take wishes, and of which no plan is published yet."""
    planned = MeetingPlan.objects.filter(state=PlanState.PUBLISHED).values("day_id")
    offers = _first_ones(_sure("supply", supply), after)
    seeks = _first_ones(_sure("demand", demand), after)
    rows = MeetingDay.objects.filter(
        pk__in=offers.keys() & seeks.keys(), event__state=EventState.PUBLISHED
    )
    days = rows.exclude(pk__in=planned).select_related("event").order_by("first_at", "pk")
    return [Coming(day, offers[day.pk], seeks[day.pk]) for day in days if day.takes_wishes(after)]


def wish_talk(coming: Coming, *, stamp: Stamp) -> None:
    """Who looks for suppliers wishes this talk most of all; the plan finds the time."""
    lock_event(coming.day.event_id)
    MeetingWish.objects.update_or_create(
        by=coming.demand,
        to=coming.supply,
        defaults={
            "day": coming.day,
            "kind": MeetingWish.Kind.WISH,
            "weight": MeetingWish.Weight.MOST,
            "proposed": False,
            "at": stamp.at,
        },
    )
    told = WishTold(
        event_id=coming.day.event_id,
        by_id=coming.demand.pk,
        to_id=coming.supply.pk,
        kind=str(MeetingWish.Kind.WISH),
        weight=int(MeetingWish.Weight.MOST),
    )
    journal.record(told, subject=coming.day.event, stamp=stamp)


def free_talks(*, supply: int, demand: int, after: datetime) -> list[Talk]:
    """Where two organisations that both come to a one-to-one day could still meet there."""
    found: list[Talk] = []
    for plan in _plans(supply, demand):
        found += _free(plan, supply, demand, after, _OFFERED - len(found))
    return found


def arrange_talk(talk: Talk, *, stamp: Stamp) -> Meeting:
    """Put it into the plan, pinned. Raises ``CannotStand`` where others were faster."""
    plan = locked(talk.plan)
    if plan.state != PlanState.PUBLISHED:
        raise CannotStand(_("The plan of this day was replaced meanwhile. Choose another time."))
    posed = pose(plan.day, plan)
    left, right = posed.number(talk.supply.pk)[1], posed.number(talk.demand.pk)[1]
    change = Change(None, engine.Meeting(left, right, talk.slot, talk.table))
    seen = foreseen(posed, plan, change)
    if seen.refused or seen.gives_way:
        raise CannotStand(_("This time was given to others meanwhile. Choose another one."))
    return put(plan, posed, change, "arranged", stamp).added[0]


def give_up_talk(meeting: Meeting, *, reason: str, stamp: Stamp) -> None:
    """It will not be held; where it has begun or the plan was replaced nothing changes."""
    plan = locked(meeting.plan)
    held = Meeting.objects.filter(pk=meeting.pk, plan=plan, cancelled_at__isnull=True).first()
    if held is None or plan.state not in STANDS or plan.day.begins(held.slot) <= stamp.at:
        return
    posed = pose(plan.day, plan)
    for out in posed.meetings([held]):
        put(plan, posed, Change(out), "cancelled", stamp, reason=reason)


def _sure(side: str, organisation: int) -> QuerySet[Attendance]:
    """Those of an organisation on one side who have a sure place."""
    rows = Attendance.objects.filter(place__state=PlaceState.CONFIRMED)
    return rows.filter(place__side=side, place__organisation_id=organisation)


def _first_ones(rows: QuerySet[Attendance], after: datetime) -> dict[int, Attendance]:
    """Day to come -> who registered first for it."""
    coming = rows.filter(day__first_at__gt=after).order_by("-pk")
    return {one.day_id: one for one in coming}


def _plans(supply: int, demand: int) -> list[MeetingPlan]:
    """Published plans of coming days where both have a sure place."""
    rows = MeetingPlan.objects.filter(
        state=PlanState.PUBLISHED,
        day__event__state=EventState.PUBLISHED,
        day__in=_sure("supply", supply).values("day_id"),
    ).filter(day__in=_sure("demand", demand).values("day_id"))
    along = rows.select_related("day__event__organiser", "day__event__city")
    return list(along.order_by("day__first_at", "pk"))


def _free(plan: MeetingPlan, supply: int, demand: int, after: datetime, most: int) -> list[Talk]:
    coming = [slot for slot in range(plan.day.slots) if plan.day.begins(slot) > after]
    if not coming:
        return []
    posed = pose(plan.day, plan)
    live = live_meetings(plan)
    found: list[Talk] = []
    for left, right in _pairs(posed, live, supply, demand):
        for slot in coming:
            if len(found) >= most:
                return found
            if (talk := _talk(plan, posed, live, (left, right), slot)) is not None:
                found.append(talk)
    return found


def _pairs(
    posed: Posed, live: list[Meeting], supply: int, demand: int
) -> Iterator[tuple[int, int]]:
    """Participants of the two who do not meet yet, as the engine numbers them."""
    meet = {(one.supply_id, one.demand_id) for one in live}
    for left, offers in enumerate(posed.left):
        for right, seeks in enumerate(posed.right):
            mine = (offers.place.organisation_id, seeks.place.organisation_id)
            if mine == (supply, demand) and (offers.pk, seeks.pk) not in meet:
                yield left, right


def _talk(
    plan: MeetingPlan, posed: Posed, live: list[Meeting], pair: tuple[int, int], slot: int
) -> Talk | None:
    """At the first free table of a slot, if nobody has to give way for it."""
    supply, demand = posed.left[pair[0]], posed.right[pair[1]]
    now = [one for one in live if one.slot == slot]
    busy = {pk for one in now for pk in (one.supply_id, one.demand_id)}
    taken = {one.table for one in now}
    table = next((at for at in range(len(posed.tables)) if at not in taken), None)
    if table is None or busy & {supply.pk, demand.pk}:
        return None
    change = Change(None, engine.Meeting(*pair, slot, table))
    seen = effect(posed.problem, posed.meetings(live), change)
    if seen.refused or seen.gives_way:
        return None
    return Talk(plan, supply, demand, slot, table)
