"""What the expert wing puts into the rail."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.queries import seats
from citystage.web.shell.navigation import RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="panels",
        label=_("Panels"),
        view="expert:home",
        icon="clipboard-list",
        order=12,
        needs=frozenset({Permission.SELECTION_PANEL_SERVE}),
    )
)


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Seats that wait for an answer or for scores."""
    if not actor.may(Permission.SELECTION_PANEL_SERVE):
        return {}
    return {"panels": seats.waiting_for(actor)}
