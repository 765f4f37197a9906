"""What the expert wing puts into the rail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.queries import diligence, seats
from citystage.web.shell.navigation import RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="panels",
        label=_("Panels"),
        view="expert:home",
        icon="list-checks",
        order=12,
        needs=frozenset({Permission.SELECTION_PANEL_SERVE}),
    )
)

RAIL.add(
    Entry(
        name="diligences",
        label=_("Due diligence"),
        view="expert:diligences",
        icon="search",
        order=13,
        needs=frozenset({Permission.SELECTION_DILIGENCE_DO}),
    )
)


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Seats that wait for an answer or for scores; due diligence to begin or to report."""
    found: dict[str, Any] = {}
    if actor.may(Permission.SELECTION_PANEL_SERVE):
        found["panels"] = seats.waiting_for(actor)
    if actor.may(Permission.SELECTION_DILIGENCE_DO):
        found["diligences"] = diligence.waiting_for(actor)
    return found
