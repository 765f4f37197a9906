"""Put wishes in from the suggestions of matching, where neither side has said anything."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.events.facts.meetings import WishesProposed
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.suggesting import suggested
from citystage.stages.events.models import MeetingDay, MeetingWish
from citystage.stages.events.rules.meetings import may_plan


@transaction.atomic(durable=True)
def propose_wishes(day: MeetingDay, *, stamp: Stamp) -> int:
    """Wishes of those who look for suppliers, "gladly"; returns how many are new.

    Participants see that they were proposed and may decline or confirm each.
    """
    lock_event(day.event_id)
    may_plan(stamp.actor, day).enforce()
    said = {(one.by_id, one.to_id) for one in day.wishes.all()}
    said |= {(to, by) for by, to in said}
    made = MeetingWish.objects.bulk_create(
        MeetingWish(day=day, by=one.demand, to=one.supply, proposed=True, at=stamp.at)
        for one in suggested(day)
        if (one.demand.pk, one.supply.pk) not in said
    )
    if made:
        told = WishesProposed(event_id=day.event_id, number=len(made))
        journal.record(told, subject=day.event, stamp=stamp)
    return len(made)
