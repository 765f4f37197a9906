"""What was noted on paper while the network was gone is handed in later, row by row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.codes import typed
from citystage.stages.events.facts.events import PaperListRead
from citystage.stages.events.facts.places import Arrived
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event, Place
from citystage.stages.events.rules.hosting import may_serve
from citystage.stages.events.states.places import PlaceState

MOST_ROWS: Final = 5_000
_YES: Final = frozenset({"", "1", "x", "√", "✓", "是", "到", "yes", "y", "true"})


class Unreadable(Refusal):
    """The file is no list of codes or numbers."""

    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row: ``outcome`` is arrived, known, absent, or unknown with words."""

    row: int
    given: str
    outcome: str
    name: str = ""
    words: str = ""


@transaction.atomic(durable=True)
def read_paper_list(event: Event, *, rows: Sequence[Sequence[str]], stamp: Stamp) -> list[Line]:
    """Note the arrivals of these rows; the same file again changes nothing.

    Each row: a code or the number on the list, then (if kept) a mark and a time of that day.
    A first row that names columns is passed over.
    """
    may_serve(stamp.actor, event).enforce()
    kept = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if len(kept) > MOST_ROWS:
        raise Unreadable(_("At most %d rows at a time.") % MOST_ROWS)
    event = lock_event(event.pk)
    places = list(event.places.select_for_update(of=("self",)).order_by("number"))
    by_code = {place.code: place for place in places}
    by_code |= {str(place.number): place for place in places}
    lines = [_line(number, row, by_code, event, stamp) for number, row in kept]
    if lines and lines[0].outcome == "unknown" and len(lines) > 1:
        lines = lines[1:]
    if not any(line.name for line in lines):
        raise Unreadable(_("No row has a code or a number of this event in its first column."))
    told = PaperListRead(
        event_id=event.pk,
        sha256=hashlib.sha256(repr(kept).encode()).hexdigest(),
        arrived=sum(line.outcome == "arrived" for line in lines),
        known=sum(line.outcome == "known" for line in lines),
        unknown=sum(line.outcome == "unknown" for line in lines),
    )
    journal.record(told, subject=event, stamp=stamp)
    return lines


def _line(
    number: int, row: Sequence[str], places: Mapping[str, Place], event: Event, stamp: Stamp
) -> Line:
    given, mark, clock = (*(cell.strip() for cell in row[:3]), "", "", "")[:3]
    place = places.get(typed(given))
    if place is None:
        return Line(number, given, "unknown", words=_("No participant has this code or number."))
    if mark.lower() not in _YES:
        return Line(number, given, "absent", place.name)
    if place.arrived_at is not None:
        return Line(number, given, "known", place.name)
    if place.state != PlaceState.CONFIRMED:
        return Line(number, given, "unknown", place.name, str(place.get_state_display()))
    place.arrived_at = _moment(clock, event, stamp)
    place.arrived_by_id, place.arrived_way = stamp.actor.user_id, Place.Way.PAPER
    place.save(update_fields=["arrived_at", "arrived_by", "arrived_way"])
    told = Arrived(event_id=event.pk, place_id=place.pk, way=str(Place.Way.PAPER))
    journal.record(told, subject=place, stamp=stamp)
    return Line(number, given, "arrived", place.name)


def _moment(clock: str, event: Event, stamp: Stamp) -> datetime:
    """The time that was noted: a clock time of the event's day, or a whole moment; else now."""
    try:
        whole, time = parse_datetime(clock), parse_time(clock)
    except ValueError:
        return stamp.at
    zone = timezone.get_current_timezone()
    if whole is not None:
        return whole if timezone.is_aware(whole) else timezone.make_aware(whole, zone)
    if time is not None and event.starts_at is not None:
        return datetime.combine(timezone.localdate(event.starts_at, zone), time, zone)
    return stamp.at
