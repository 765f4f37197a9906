"""The organisers change what the event says; participants are told of what concerns them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.events import seating
from citystage.stages.events.describing import Description, check, write
from citystage.stages.events.facts.events import EventChanged
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event
from citystage.stages.events.rules.hosting import may_arrange
from citystage.stages.events.states.events import EventState


class EventMoved(Refusal):
    """Somebody else changed the event meanwhile."""


class TooFew(Refusal):
    """More people have a place than there would be places."""

    status = 422


@transaction.atomic(durable=True)
def change_event(event: Event, *, said: Description, version: int, stamp: Stamp) -> Event:
    """Write what is said now; ``version`` is the one the person looked at.

    Fewer places than are confirmed already are refused; more let the waiting list move up.
    """
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    if event.version != version:
        raise EventMoved(_("The event was changed by others meanwhile. Look at it first."))
    check(said)
    taken = seating.confirmed(event)
    if said.capacity is not None and said.capacity < taken:
        raise TooFew(
            _("%(taken)d people have a place already: there cannot be fewer places.")
            % {"taken": taken}
        )
    changes = write(event, said)
    if not changes:
        return event
    event.version += 1
    event.changed_at = stamp.at
    event.save()
    journal.record(EventChanged(event_id=event.pk, changes=changes), subject=event, stamp=stamp)
    if event.state == EventState.PUBLISHED and "capacity" in changes:
        seating.move_up(event, stamp=stamp)
    return event


@transaction.atomic(durable=True)
def show_scenarios(event: Event, *, numbers: Iterable[str], stamp: Stamp) -> list[str]:
    """Set the scenarios that are shown or talked about; returns numbers nobody knows."""
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    wanted = list(dict.fromkeys(numbers))
    found = {one.number: one for one in Scenario.objects.filter(number__in=wanted)}
    before = sorted(event.scenarios.values_list("number", flat=True))
    event.scenarios.set(found.values())
    if before != sorted(found):
        told = {"scenarios": [", ".join(before), ", ".join(sorted(found))]}
        journal.record(EventChanged(event_id=event.pk, changes=told), subject=event, stamp=stamp)
    return [number for number in wanted if number not in found]
