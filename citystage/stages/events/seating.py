"""Who gets a place: as many as there are, the longest waiting first. The event is locked."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.events.facts.places import PlaceConfirmed, PlaceMovedUp, PlaceQueued
from citystage.stages.events.models import Event, Place
from citystage.stages.events.states.places import CONFIRM, MOVE_UP, QUEUE, PlaceState


def confirmed(event: Event) -> int:
    """How many places are taken."""
    return event.places.filter(state=PlaceState.CONFIRMED).count()


def free(event: Event) -> int | None:
    """How many places are left; nothing when there is no limit."""
    return None if event.capacity is None else max(event.capacity - confirmed(event), 0)


def seat(place: Place, event: Event, *, stamp: Stamp) -> None:
    """Give an asked place, or a place on the waiting list when all are taken."""
    ids = {"event_id": event.pk, "place_id": place.pk}
    if free(event) == 0:
        advance(place, QUEUE, fact=PlaceQueued(**ids), stamp=stamp)
        place.queued_at = stamp.at
        place.save(update_fields=["queued_at"])
        return
    place.confirmed_at = stamp.at
    place.save(update_fields=["confirmed_at"])
    advance(place, CONFIRM, fact=PlaceConfirmed(**ids), stamp=stamp)


def move_up(event: Event, *, stamp: Stamp) -> int:
    """Fill free places from the waiting list; returns how many moved up."""
    waiting = event.places.filter(state=PlaceState.QUEUED).order_by("queued_at", "number")
    left = free(event)
    moving = list(waiting.select_for_update(of=("self",)))
    for place in moving if left is None else moving[:left]:
        place.confirmed_at = stamp.at
        place.save(update_fields=["confirmed_at"])
        told = PlaceMovedUp(event_id=event.pk, place_id=place.pk)
        advance(place, MOVE_UP, fact=told, stamp=stamp)
    return len(moving if left is None else moving[:left])
