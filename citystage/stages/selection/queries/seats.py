"""Reads of seats: the pile of one expert, the panel of one candidacy."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.models import Candidacy, Seat
from citystage.stages.selection.queries.experts import own_entries
from citystage.stages.selection.states.candidacies import UNDER_WAY
from citystage.stages.selection.states.panels import SeatState

_WITH = (
    "expert",
    "candidacy__programme__call",
    "candidacy__programme__city",
    "candidacy__application",
)
# A seat the expert hears of: planned ones and alternates are the office's own business.
KNOWN = (SeatState.ASKED, SeatState.ACCEPTED, SeatState.SCORED, SeatState.RECUSED)


def own_seats(actor: Actor) -> QuerySet[Seat]:
    """Seats the signed-in person was asked to take, in the order of the candidacies."""
    rows = Seat.objects.filter(expert__in=own_entries(actor).values("pk"), state__in=KNOWN)
    return rows.select_related(*_WITH).order_by("-candidacy__programme", "candidacy__number")


def waiting_for(actor: Actor) -> QuerySet[Seat]:
    """Those that wait for an answer or for scores."""
    waits = (SeatState.ASKED, SeatState.ACCEPTED)
    return own_seats(actor).filter(state__in=waits, candidacy__state__in=UNDER_WAY)


def reach_own_seat(actor: Actor, pk: int) -> Seat:
    """One of them; NotFound for everybody else's."""
    found = own_seats(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such seat among yours."))
    return found


def reach_seat(actor: Actor, pk: int) -> Seat:
    """A seat of a candidacy this officer leads and is not kept away from."""
    rows = Seat.objects.select_related(*_WITH)
    open_ones = Candidacy.objects.reachable_by(actor, Permission.SELECTION_PANEL_LEAD)
    found = rows.filter(pk=pk, candidacy__in=open_ones.open_to(actor).values("pk")).first()
    if found is None:
        raise NotFound(_("There is no such seat within your reach."))
    return found
