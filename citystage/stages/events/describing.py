"""What the organisers say of an event, as one value; what changed, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.stages.events.models import Event


class Unclear(Refusal):
    """What was said of the event does not fit together."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Everything the organisers write of an event."""

    kind: str
    title: str
    title_en: str = ""
    text: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    address: str = ""
    capacity: int | None = None
    most_per_organisation: int | None = None
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    audience: str = Event.Audience.PUBLIC
    admission: str = Event.Admission.DIRECT
    takes_guests: bool = False
    questions: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)


NAMES = tuple(one.name for one in fields(Description))
# What participants are told of when it changes.
TOLD = (
    "title",
    "starts_at",
    "ends_at",
    "place",
    "address",
    "text",
    "contact",
    "registration_closes_at",
)


def check(said: Description) -> None:
    """Raise ``Unclear`` when it does not fit together."""
    if not said.title.strip():
        raise Unclear(_("Give the event a title."))
    if said.starts_at and said.ends_at and said.ends_at <= said.starts_at:
        raise Unclear(_("The event ends before it begins."))
    if said.ends_at and not said.starts_at:
        raise Unclear(_("Say when the event begins."))
    opens, closes = said.registration_opens_at, said.registration_closes_at
    if opens and closes and closes <= opens:
        raise Unclear(_("Registration closes before it opens."))
    if said.starts_at and opens and opens >= said.starts_at:
        raise Unclear(_("Registration opens after the event has begun."))
    if said.capacity == 0:
        raise Unclear(_("An event without a place for anybody cannot be held."))


def write(event: Event, said: Description) -> dict[str, list[str]]:
    """Put it on the record (not saved yet); returns field -> [before, after] of what differs."""
    changes: dict[str, list[str]] = {}
    for name in NAMES:
        before, after = getattr(event, name), getattr(said, name)
        if before != after:
            changes[name] = [plain(before), plain(after)]
            setattr(event, name, after)
    return changes


def plain(value: object) -> str:
    """A value as the ledger keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(str(one) for one in value.values() if isinstance(one, str) and one)
    return "" if value is None else str(value)


def for_people(changes: dict[str, list[str]]) -> Iterable[str]:
    """The names of changed things that participants are told of."""
    return [name for name in TOLD if name in changes]
