"""An event's papers in the words of one language, as the press asks for them."""

from collections.abc import Sequence
from datetime import time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from citystage.foundation.documents.calendars import Appointment
from citystage.foundation.documents.gatherings import Badge, DoorRow, Occasion, Profile
from citystage.foundation.documents.labels import long_date
from citystage.foundation.documents.model import Language
from citystage.stages.events.codes import spoken
from citystage.stages.events.models import Event, Place
from citystage.stages.events.states.events import EventState


def address_of(event: Event) -> str:
    """The public page of an event."""
    return f"{settings.SITE_ADDRESS}/events/{event.number}/"


def page_address(event: Event, place: Place) -> str:
    """The public page of one participant."""
    return f"{address_of(event)}participants/{place.number}/"


def desk_address(place: Place) -> str:
    """The link on a participant's code."""
    return f"{settings.SITE_ADDRESS}/events/checkin/{place.token}/"


def guest_address(place: Place) -> str:
    """A guest's own page."""
    return f"{settings.SITE_ADDRESS}/events/guests/{place.token}/"


def when(event: Event, language: Language) -> str:
    """2026年12月8日 14:00–17:30; the second day too where there is one."""
    if event.starts_at is None:
        return ""
    start = timezone.localtime(event.starts_at)
    if event.ends_at is None and start.time() == time():
        # A source tells the day and not the hour.
        return long_date(start.date(), language)
    said = f"{long_date(start.date(), language)} {start:%H:%M}"
    if event.ends_at is None:
        return said
    end = timezone.localtime(event.ends_at)
    if end.date() == start.date():
        return f"{said}–{end:%H:%M}"
    return f"{said} – {long_date(end.date(), language)} {end:%H:%M}"


def occasion(event: Event, language: Language) -> Occasion:
    """What all papers say of the event."""
    with override(language):
        return Occasion(
            title=event.label,
            organiser=event.organiser.label,
            number=event.number,
            when=when(event, language),
            where=" ".join(part for part in (event.place, event.address) if part),
            address=address_of(event),
            language=language,
            printed_on=timezone.localdate(),
        )


def profile(event: Event, place: Place, language: Language) -> Profile:
    """One participant's page; the contact only where that was agreed to."""
    contact = (place.name, place.phone, place.email) if place.shows_contact else ()
    with override(language):
        organisation = place.organisation.label if place.organisation else place.organisation_name
        return Profile(
            organisation=organisation,
            field=place.field.label if place.field else "",
            name=place.name if place.shows_contact else "",
            post=place.post if place.shows_contact else "",
            direction=place.direction,
            needs=place.needs,
            contact=contact,
            address=page_address(event, place),
        )


def badges(places: Sequence[Place]) -> list[Badge]:
    """A badge each."""
    return [
        Badge(
            number=one.number,
            name=one.name,
            organisation=one.organisation_name,
            post=one.post,
            code=spoken(one.code),
            address=desk_address(one),
        )
        for one in places
    ]


def door_rows(places: Sequence[Place]) -> list[DoorRow]:
    """A row each, with the time of who is there already."""
    return [
        DoorRow(
            number=one.number,
            name=one.name,
            organisation=one.organisation_name,
            code=spoken(one.code),
            arrived=f"{timezone.localtime(one.arrived_at):%H:%M}" if one.arrived_at else "",
        )
        for one in places
    ]


def appointment(event: Event) -> Appointment | None:
    """The event as a calendar entry; the number stays, so a change replaces the old one."""
    if event.starts_at is None or event.ends_at is None:
        return None
    return Appointment(
        uid=f"{event.number}@{settings.SITE_ADDRESS.split('//')[-1]}",
        sequence=event.version,
        changed=event.changed_at,
        starts=event.starts_at,
        ends=event.ends_at,
        summary=event.label,
        location=" ".join(part for part in (event.place, event.address) if part),
        description=event.text[:2000],
        url=address_of(event),
        cancelled=event.state in {EventState.CANCELLED, EventState.POSTPONED},
    )
