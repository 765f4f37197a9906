"""What an event says is found in the moment it is said."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.stages.events.facts import events as facts
from citystage.stages.events.models import Event
from citystage.stages.events.searchable import fill_events


def show_event(fact: Fact, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """Write its document anew."""
    fill_events([Event(pk=fact.event_id)])  # type: ignore[attr-defined]


_TOLD: tuple[type[Fact], ...] = (
    facts.EventPrepared,
    facts.EventEntered,
    facts.EventChanged,
    facts.AgendaChanged,
    facts.EventPublished,
    facts.EventPostponed,
    facts.EventRescheduled,
    facts.EventCancelled,
    facts.EventHeld,
)
for _kind in _TOLD:
    on(_kind)(show_event)
