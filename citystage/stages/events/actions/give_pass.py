"""A helper of one day is let to the desk, and no longer when it is revoked."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.codes import new_token
from citystage.stages.events.facts.passes import PassGiven, PassRevoked
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import DeskPass, Event
from citystage.stages.events.rules.hosting import may_serve
from citystage.stages.events.states.events import EventState


class NoPass(Refusal):
    """A pass is for a named helper and a day of the event."""

    status = 422


@transaction.atomic(durable=True)
def give_pass(event: Event, *, name: str, day: date, stamp: Stamp) -> DeskPass:
    """Make the link of one helper; whoever serves the desk gives it."""
    event = lock_event(event.pk)
    may_serve(stamp.actor, event).enforce()
    if event.state != EventState.PUBLISHED or event.ends_at is None:
        raise NoPass(_("The event is not on: nobody is let to its desk."))
    if not (said := name.strip()[:80]):
        raise NoPass(_("Name the helper: the name stands beside what was noted."))
    if not timezone.localdate(stamp.at) <= day <= timezone.localdate(event.ends_at):
        raise NoPass(_("Choose a day from today to the last day of the event."))
    made = DeskPass.objects.create(
        event=event,
        name=said,
        day=day,
        token=new_token(),
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    fact = PassGiven(event_id=event.pk, pass_id=made.pk, name=said, day=day.isoformat())
    journal.record(fact, subject=event, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def revoke_pass(given: DeskPass, *, stamp: Stamp) -> DeskPass:
    """From now on it opens nothing; what was noted with it stays."""
    rows = DeskPass.objects.select_for_update(of=("self",)).select_related("event__organiser")
    held = rows.get(pk=given.pk)
    may_serve(stamp.actor, held.event).enforce()
    if held.revoked_at is None:
        held.revoked_by_id, held.revoked_at = stamp.actor.user_id, stamp.at
        held.save(update_fields=["revoked_by", "revoked_at"])
        fact = PassRevoked(event_id=held.event_id, pass_id=held.pk, name=held.name)
        journal.record(fact, subject=held.event, stamp=stamp)
    return held
