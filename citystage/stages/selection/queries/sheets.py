"""Reads of score sheets for experts: their own, and those of the panel when the terms allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE

from citystage.foundation.access.stamps import Actor
from citystage.stages.selection import standing
from citystage.stages.selection.marking import total_of
from citystage.stages.selection.models import Candidacy, Consensus, Programme, Seat, Sheet
from citystage.stages.selection.queries.blind import names
from citystage.stages.selection.queries.seats import own_seats
from citystage.stages.selection.states.panels import SeatState


@dataclass(frozen=True, slots=True)
class Line:
    """One candidacy of the own pile, with what is written on it by now."""

    seat: Seat
    called: str
    values: Mapping[str, str]
    total: float | None


def sheet_of(seat: Seat) -> Sheet | None:
    """The sheet of a seat one may read."""
    return Sheet.objects.filter(seat=seat).first()


def own_pile(actor: Actor, programme: Programme) -> list[Line]:
    """Everything of this programme the expert scores or scored; conflicts leave it out."""
    scoring = programme.read_terms().scoring
    mine = own_seats(actor).filter(
        candidacy__programme=programme, state__in=(SeatState.ACCEPTED, SeatState.SCORED)
    )
    seats = list(mine.select_related("sheet").fetch_mode(FETCH_RAISE))
    barred = standing.barring(actor, [one.candidacy for one in seats])
    called = names(seats)
    lines = []
    for seat in seats:
        if seat.candidacy_id in barred:
            continue
        sheet = getattr(seat, "sheet", None)
        values = sheet.values if sheet else {}
        lines.append(Line(seat, called[seat.candidacy_id], values, total_of(scoring, values)))
    return lines


def panel_is_open(seat: Seat, moment: datetime) -> bool:
    """Whether this expert may read the others' sheets: own ones in, the consensus begun."""
    terms = seat.candidacy.programme.read_terms()
    phase = terms.phase("consensus")
    begun = phase is not None and moment >= phase.since
    return terms.scoring.consensus and begun and seat.state == SeatState.SCORED


def panel_sheets(seat: Seat, moment: datetime) -> Sequence[Sheet]:
    """The sheets handed in for the same candidacy by everybody; none before the consensus."""
    if not panel_is_open(seat, moment):
        return []
    found = Sheet.objects.filter(seat__candidacy=seat.candidacy_id, seat__state=SeatState.SCORED)
    return list(found.select_related("seat__expert").order_by("seat_id").fetch_mode(FETCH_RAISE))


def consensus_of(candidacy: Candidacy) -> Consensus | None:
    """What the panel agreed on, when it has."""
    return Consensus.objects.filter(candidacy=candidacy).select_related("made_by").first()


def programme_scored(pk: int) -> Programme | None:
    """A programme by key; what an expert reads of it is decided by the own pile."""
    return Programme.objects.select_related("call", "city").filter(pk=pk).first()
