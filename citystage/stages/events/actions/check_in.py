"""At the desk: a participant has arrived; said once, and taken back when it was a mistake."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.events.facts.places import ArrivalUndone, Arrived
from citystage.stages.events.models import DeskPass, Place
from citystage.stages.events.rules.hosting import may_note, may_undo
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.places import PlaceState


@dataclass(frozen=True, slots=True)
class Arrival:
    """Since when somebody is there, and whether it was noted just now."""

    since: datetime
    first: bool


@transaction.atomic(durable=True)
def check_in(
    place: Place, *, way: Place.Way, helper: DeskPass | None = None, stamp: Stamp
) -> Arrival:
    """Note the arrival; of two scans at once one is the first. ``place`` carries its event.

    A helper without an account shows the pass of the day.
    """
    may_note(stamp.actor, place.event, helper, at=stamp.at).enforce()
    if place.event.state not in {EventState.PUBLISHED, EventState.HELD}:
        raise WrongState(_("The event is not on: nobody is noted as arrived."))
    if place.state != PlaceState.CONFIRMED:
        raise WrongState(
            _("%(name)s has no confirmed place: “%(state)s”.")
            % {"name": place.name, "state": place.get_state_display()}
        )
    noted = Place.objects.filter(pk=place.pk, arrived_at=None, state=PlaceState.CONFIRMED).update(
        arrived_at=stamp.at,
        arrived_by=stamp.actor.user_id,
        arrived_pass=helper,
        arrived_way=way,
    )
    if not noted:
        place.refresh_from_db(fields=["arrived_at", "arrived_way"])
        return Arrival(place.arrived_at or stamp.at, first=False)
    place.arrived_at, place.arrived_way = stamp.at, way
    told = Arrived(
        event_id=place.event_id,
        place_id=place.pk,
        way=str(way),
        pass_id=helper.pk if helper else None,
    )
    journal.record(told, subject=place, stamp=stamp)
    return Arrival(stamp.at, first=True)


@transaction.atomic(durable=True)
def undo_check_in(place: Place, *, helper: DeskPass | None = None, stamp: Stamp) -> Place:
    """Take an arrival back that was noted by mistake."""
    rows = Place.objects.select_for_update(of=("self",)).select_related("event__organiser")
    place = rows.get(pk=place.pk)
    may_undo(stamp.actor, place, helper, at=stamp.at).enforce()
    if place.arrived_at is None:
        return place
    told = ArrivalUndone(
        event_id=place.event_id, place_id=place.pk, was_at=place.arrived_at.isoformat()
    )
    place.arrived_at, place.arrived_by, place.arrived_pass = None, None, None
    place.arrived_way = ""
    place.save(update_fields=["arrived_at", "arrived_by", "arrived_pass", "arrived_way"])
    journal.record(told, subject=place, stamp=stamp)
    return place
