"""What asks, promises, agreements and follow-up put into the rail, and where they lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.queries import asks, places, promises
from citystage.web.shell.going import DESTINATIONS, Destination
from citystage.web.shell.navigation import DATA, RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="asks",
        label=_("Asks"),
        view="docking:asks",
        icon="message-square",
        order=43,
        needs=frozenset(
            {
                Permission.DOCKING_ASK_FILE,
                Permission.DOCKING_ASK_REPLY,
                Permission.DOCKING_ASK_DECIDE,
            }
        ),
    )
)
RAIL.add(
    Entry(
        name="promises",
        label=_("Promises"),
        view="docking:promises",
        icon="handshake",
        order=44,
        needs=frozenset({Permission.DOCKING_PROMISE_MAKE}),
    )
)
RAIL.add(
    Entry(
        name="agreements",
        label=_("Agreements"),
        view="docking:agreements",
        icon="file-text",
        order=48,
        needs=frozenset({Permission.DOCKING_DEAL_KEEP}),
        also=("docking:intents",),
    )
)
RAIL.add(
    Entry(
        name="following",
        label=pgettext_lazy("responsibility", "Follow-up"),
        view="docking:responsibility",
        icon="list-checks",
        order=46,
        needs=frozenset({Permission.DOCKING_FOLLOW_KEEP}),
        also=("docking:funnel", "docking:coverage"),
    )
)
DATA.add(
    Entry(name="answered_asks", label=_("Asks and answers"), view="docking:answered_asks", order=60)
)


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Asks to be answered, and promises that wait for this side."""
    found: dict[str, object] = {}
    if actor.may(Permission.DOCKING_ASK_REPLY) or actor.may(Permission.DOCKING_ASK_DECIDE):
        found["asks"] = asks.to_answer(actor)
    if actor.may(Permission.DOCKING_PROMISE_MAKE):
        found["promises"] = promises.waiting(actor)
    return found  # type: ignore[return-value]


def _at(view: str) -> Destination:
    return lambda _actor, pk: reverse(view, args=[pk])


def _ask(actor: Actor, pk: int) -> str:
    """Its page for those it concerns, what all may read of it for everybody else."""
    try:
        return reverse("docking:ask", args=[asks.reach_ask(actor, pk).pk])
    except NotFound:
        return reverse("docking:answered_ask", args=[asks.reach_shown(pk).pk])


def _follow_up(_actor: Actor, pk: int) -> str:
    return reverse("docking:follow_up", args=[places.number_of_follow_up(pk)])


DESTINATIONS.add("docking.ask", _ask)
DESTINATIONS.add("docking.promise", _at("docking:promise"))
DESTINATIONS.add("docking.intent", _at("docking:intent"))
DESTINATIONS.add("docking.agreement", _at("docking:agreement"))
DESTINATIONS.add("docking.followup", _follow_up)
