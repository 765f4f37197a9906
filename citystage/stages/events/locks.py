"""What is locked, and in which order: the event, then its places by number."""

from citystage.stages.events.models import Event, Place


def lock_event(event_id: int) -> Event:
    """The event as it stands now, held until the transaction ends: places are given under it."""
    rows = Event.objects.select_for_update(of=("self",))
    return rows.select_related("organiser", "city").get(pk=event_id)


def lock_place(place_id: int) -> Place:
    """One place; whoever gives or frees places has locked the event before."""
    rows = Place.objects.select_for_update(of=("self",))
    return rows.select_related("event__organiser", "organisation", "person").get(pk=place_id)
