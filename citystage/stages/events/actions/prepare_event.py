"""An officer begins to prepare an event."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.events.describing import Description, check, write
from citystage.stages.events.facts.events import EventPrepared
from citystage.stages.events.models import Event
from citystage.stages.events.numbering import next_number
from citystage.stages.events.rules.hosting import may_host


@transaction.atomic(durable=True)
def prepare_event(organiser: Unit, *, said: Description, stamp: Stamp) -> Event:
    """Make the draft, with its number; only its organisers see it."""
    may_host(stamp.actor, organiser).enforce()
    check(said)
    city = organiser.city or organiser
    event = Event(
        city=city,
        organiser=organiser,
        number=next_number(city, stamp.at),
        created_by_id=stamp.actor.user_id,
        created_at=stamp.at,
        changed_at=stamp.at,
    )
    write(event, said)
    event.save()
    journal.record(EventPrepared(event_id=event.pk), subject=event, stamp=stamp)
    return event
