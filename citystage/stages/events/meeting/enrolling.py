"""Whoever has a sure place on one of the two sides is among those who meet."""

from citystage.stages.events.models import Attendance, MeetingDay, Place
from citystage.stages.events.states.places import PlaceState


def enrol(day: MeetingDay) -> int:
    """Take in everybody who is not yet; returns how many. The event is locked by the caller."""
    known = Attendance.objects.values("place_id")
    new = Place.objects.filter(event_id=day.event_id, state=PlaceState.CONFIRMED)
    places = new.exclude(side=Place.Side.OTHER).exclude(pk__in=known).order_by("number")
    made = Attendance.objects.bulk_create(
        [Attendance(day=day, place=place) for place in places], ignore_conflicts=True
    )
    return len(made)
