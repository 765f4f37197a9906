"""What the clock does before an event: every confirmed participant is reminded once."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.events.facts.places import ParticipantsReminded
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event, Place
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.places import PlaceState
from citystage.stages.events.terms import event_terms


@transaction.atomic(durable=True)
def remind_participants(event: Event, *, stamp: Stamp) -> int:
    """Remind those who are confirmed; returns how many. Safe to run twice.

    Who was confirmed on the day of the reminders or later knows the time already. When the event
    is moved to another day, everybody is reminded again, the day before the new one.
    """
    event = lock_event(event.pk)
    begins = event.starts_at
    if begins is None or event.state != EventState.PUBLISHED or begins <= stamp.at:
        return 0
    since = _reminding_since(event, begins)
    if since is None or stamp.at < since:
        return 0
    untold = Q(reminded_of=None) | ~Q(reminded_of__date=timezone.localtime(begins).date())
    rows = event.places.select_for_update(of=("self",)).filter(
        untold, state=PlaceState.CONFIRMED, confirmed_at__lt=since
    )
    told = list(rows.order_by("number").values_list("pk", flat=True))
    if told:
        Place.objects.filter(pk__in=told).update(reminded_of=begins)
        fact = ParticipantsReminded(event_id=event.pk, places=told)
        journal.record(fact, subject=event, stamp=stamp)
    return len(told)


def _reminding_since(event: Event, begins: datetime) -> datetime | None:
    """From which moment on participants are reminded; None where the city reminds nobody."""
    terms = event_terms(event.city_id)
    day = terms.reminds_on(timezone.localtime(begins))
    if day is None:
        return None
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(terms.remind_from_hour), tzinfo=zone)
