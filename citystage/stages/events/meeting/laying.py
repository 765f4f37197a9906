"""Lay meetings into a plan: those that stay keep their rows, so that notes on them hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from citystage.engines.scheduling import problem as engine
from citystage.engines.scheduling.changing import Change, Effect, effect
from citystage.stages.events.meeting.posing import Posed
from citystage.stages.events.models import Meeting, MeetingPlan


@dataclass(frozen=True, slots=True)
class Laid:
    """Rows that came, that have another slot or table, and that were cancelled."""

    added: tuple[Meeting, ...] = ()
    moved: tuple[Meeting, ...] = ()
    dropped: tuple[Meeting, ...] = ()

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody whose day is another now."""
        rows = (*self.added, *self.moved, *self.dropped)
        return tuple(sorted({pk for one in rows for pk in (one.supply_id, one.demand_id)}))

    @property
    def anything(self) -> bool:
        return bool(self.added or self.moved or self.dropped)


def lay(  # noqa: PLR0913 -- one change with its words
    plan: MeetingPlan,
    posed: Posed,
    meetings: Iterable[engine.Meeting],
    *,
    origin: Meeting.Origin,
    at: datetime,
    reason: str = "",
) -> Laid:
    """Make the live meetings of a locked plan those given. Whoever dropped out by hand carries
    ``reason``.
    """
    wanted = {(posed.left[one.left].pk, posed.right[one.right].pk): one for one in meetings}
    live = {(one.supply_id, one.demand_id): one for one in live_meetings(plan)}
    dropped = [one for pair, one in live.items() if pair not in wanted]
    moved = [
        one
        for pair, one in live.items()
        if pair in wanted and (one.slot, one.table) != tuple(wanted[pair][2:])
    ]
    # Out of the way first: no two rows may hold one table or one person at any moment.
    aside = [one.pk for one in (*dropped, *moved)]
    Meeting.objects.filter(pk__in=aside).update(cancelled_at=at, reason="")
    Meeting.objects.filter(pk__in=[one.pk for one in dropped]).update(reason=reason)
    for one in moved:
        one.slot, one.table = wanted[one.supply_id, one.demand_id][2:]
        one.cancelled_at, one.pinned = None, one.pinned or origin == Meeting.Origin.HAND
        one.save(update_fields=["slot", "table", "cancelled_at", "reason", "pinned"])
    added = Meeting.objects.bulk_create(
        _row(plan, pair, one, origin) for pair, one in sorted(wanted.items()) if pair not in live
    )
    return Laid(tuple(added), tuple(moved), tuple(dropped))


def _row(
    plan: MeetingPlan, pair: tuple[int, int], one: engine.Meeting, origin: Meeting.Origin
) -> Meeting:
    """A new meeting; one arranged by hand is pinned from the start."""
    return Meeting(
        plan=plan,
        supply_id=pair[0],
        demand_id=pair[1],
        slot=one.slot,
        table=one.table,
        origin=origin,
        pinned=origin == Meeting.Origin.HAND,
    )


def live_meetings(plan: MeetingPlan) -> list[Meeting]:
    """The meetings that are to be held."""
    return list(plan.meetings.filter(cancelled_at__isnull=True))


def foreseen(posed: Posed, plan: MeetingPlan, change: Change) -> Effect:
    """What a change by hand would do, before anybody decides on it."""
    return effect(posed.problem, posed.meetings(live_meetings(plan)), change)
