"""iCalendar files (RFC 5545), as phones and office programs take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One entry. The same ``uid`` with a higher ``sequence`` replaces what a phone keeps."""

    uid: str
    sequence: int
    changed: datetime
    starts: datetime
    ends: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def calendar_file(appointments: Sequence[Appointment], *, name: str) -> bytes:
    """The file; moments stand in UTC, so no zone has to be carried along."""
    made = Calendar()
    made.add("prodid", "-//CityStage//events//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in appointments:
        made.add_component(_entry(one))
    content: bytes = made.to_ical()
    return content


def _entry(one: Appointment) -> Event:
    entry = Event()
    entry.add("uid", one.uid)
    entry.add("sequence", one.sequence)
    entry.add("dtstamp", one.changed.astimezone(UTC))
    entry.add("dtstart", one.starts.astimezone(UTC))
    entry.add("dtend", one.ends.astimezone(UTC))
    entry.add("summary", one.summary)
    for field, text in (
        ("location", one.location),
        ("description", one.description),
        ("url", one.url),
    ):
        if text:
            entry.add(field, text)
    entry.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return entry
