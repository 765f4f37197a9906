"""Rooms and items of the agenda are added, changed, and taken away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.events.facts.events import AgendaChanged
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event, Room, Session
from citystage.stages.events.rules.hosting import may_arrange


class Clash(Refusal):
    """Two things in one room at one time, or two rooms of one name."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomWords:
    """What is said of a room."""

    name: str
    way: str = ""
    seats: int | None = None
    tables: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWords:
    """What is said of one item of the agenda."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None
    text: str = ""
    speakers: str = ""


def _record(event: Event, what: str, name: str, stamp: Stamp) -> None:
    event.version += 1
    event.changed_at = stamp.at
    event.save(update_fields=["version", "changed_at"])
    told = AgendaChanged(event_id=event.pk, what=what, name=name)
    journal.record(told, subject=event, stamp=stamp)


@transaction.atomic(durable=True)
def keep_room(event: Event, *, pk: int | None, said: RoomWords, stamp: Stamp) -> Room:
    """Add a room, or change the one of this number."""
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    if event.rooms.filter(name=said.name).exclude(pk=pk or 0).exists():
        raise Clash(_("There is a room of this name already."))
    room = _of(event.rooms.filter(pk=pk).first()) if pk else Room(event=event)
    room.name, room.way, room.seats, room.tables = said.name, said.way, said.seats, said.tables
    if pk is None:
        room.ordinal = event.rooms.count() + 1
    room.save()
    _record(event, "room", room.name, stamp)
    return room


@transaction.atomic(durable=True)
def remove_room(event: Event, *, pk: int, stamp: Stamp) -> None:
    """Take a room away; what was to happen there has no room then."""
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    room = _of(event.rooms.filter(pk=pk).first())
    _record(event, "room_removed", room.name, stamp)
    room.delete()


@transaction.atomic(durable=True)
def keep_session(event: Event, *, pk: int | None, said: SessionWords, stamp: Stamp) -> Session:
    """Add an item, or change the one of this number; a room holds one item at a time."""
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    if said.ends_at <= said.starts_at:
        raise Clash(_("The item ends before it begins."))
    room = _of(event.rooms.filter(pk=said.room_id).first()) if said.room_id else None
    together = event.sessions.filter(
        room=room, starts_at__lt=said.ends_at, ends_at__gt=said.starts_at
    ).exclude(pk=pk or 0)
    if room is not None and (other := together.first()):
        raise Clash(_("“%(title)s” is in this room at that time.") % {"title": other.title})
    session = _of(event.sessions.filter(pk=pk).first()) if pk else Session(event=event)
    session.title, session.text, session.speakers = said.title, said.text, said.speakers
    session.starts_at, session.ends_at, session.room = said.starts_at, said.ends_at, room
    session.save()
    _record(event, "session", session.title, stamp)
    return session


@transaction.atomic(durable=True)
def remove_session(event: Event, *, pk: int, stamp: Stamp) -> None:
    """Take an item away."""
    event = lock_event(event.pk)
    may_arrange(stamp.actor, event).enforce()
    session = _of(event.sessions.filter(pk=pk).first())
    session.delete()
    _record(event, "session_removed", session.title, stamp)


def _of[T](found: T | None) -> T:
    if found is None:
        raise NotFound(_("Somebody else has taken it away meanwhile."))
    return found
