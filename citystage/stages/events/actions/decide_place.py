"""A place is admitted or declined by the organisers, or given back by its participant."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.events import seating
from citystage.stages.events.facts.places import PlaceDeclined, PlaceGivenBack
from citystage.stages.events.locks import lock_event, lock_place
from citystage.stages.events.models import Event, Place
from citystage.stages.events.rules import coming
from citystage.stages.events.rules.hosting import may_arrange
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.places import DECLINE, GIVE_BACK, PlaceState


class NoReason(Refusal):
    """Who is not admitted reads why."""

    status = 422


@transaction.atomic(durable=True)
def admit(place: Place, *, stamp: Stamp) -> Place:
    """Give the place that was asked for; when all are taken, one on the waiting list."""
    event, place = _locked(place)
    may_arrange(stamp.actor, event).enforce()
    if place.state != PlaceState.ASKED or place.reachable_at is None:
        raise WrongState(_("This registration does not wait for a decision."))
    seating.seat(place, event, stamp=stamp)
    return place


@transaction.atomic(durable=True)
def decline(place: Place, *, reason: str, stamp: Stamp) -> Place:
    """Do not admit it; a place that becomes free goes to the waiting list."""
    event, place = _locked(place)
    may_arrange(stamp.actor, event).enforce()
    if not reason.strip():
        raise NoReason(_("Give the reason; the participant reads it."))
    place.reason = reason.strip()
    place.save(update_fields=["reason"])
    told = PlaceDeclined(event_id=event.pk, place_id=place.pk, reason=place.reason)
    advance(place, DECLINE, fact=told, stamp=stamp)
    _fill(event, stamp)
    return place


@transaction.atomic(durable=True)
def give_back(place: Place, *, stamp: Stamp) -> Place:
    """Give the own place back; the one who waits longest gets it."""
    event, place = _locked(place)
    coming.is_own(stamp.actor, place).enforce()
    return _give_back(event, place, stamp)


@transaction.atomic(durable=True)
def give_back_as_guest(place: Place, *, held: str, stamp: Stamp) -> Place:
    """The same for a guest, who holds the secret of the link."""
    event, place = _locked(place)
    if place.person_id is not None or held != place.token:
        raise WrongState(_("This place is not a guest's."))
    return _give_back(event, place, stamp)


def _give_back(event: Event, place: Place, stamp: Stamp) -> Place:
    coming.may_give_back(place, at=stamp.at).enforce(WrongState)
    told = PlaceGivenBack(event_id=event.pk, place_id=place.pk)
    advance(place, GIVE_BACK, fact=told, stamp=stamp)
    _fill(event, stamp)
    return place


def _locked(place: Place) -> tuple[Event, Place]:
    event = lock_event(place.event_id)
    return event, lock_place(place.pk)


def _fill(event: Event, stamp: Stamp) -> None:
    """Nobody moves up into an event that is put off, over or called off."""
    begun = event.starts_at is not None and event.starts_at <= stamp.at
    if event.state == EventState.PUBLISHED and not begun:
        seating.move_up(event, stamp=stamp)
