"""What the company wing puts into the rail."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.queries import waiting as labs
from citystage.stages.intake import queries
from citystage.web.shell.navigation import RAIL, Entry, Waiting

_FILE = Permission.INTAKE_APPLICATION_FILE

RAIL.add(
    Entry(
        name="needs",
        label=_("My applications"),
        view="company:needs",
        icon="file-text",
        order=20,
        needs=frozenset({_FILE}),
    )
)

RAIL.add(
    Entry(
        name="own_capabilities",
        label=_("Our capabilities"),
        view="company:capabilities",
        icon="star",
        order=30,
        needs=frozenset({Permission.CATALOGUE_CAPABILITY_DESCRIBE}),
    )
)

RAIL.add(
    Entry(
        name="fits",
        label=_("What fits us"),
        view="company:fits",
        icon="target",
        order=25,
        needs=frozenset({Permission.MATCHMAKING_PROFILE_KEEP}),
    )
)

RAIL.add(
    Entry(
        name="own_labs",
        label=_("Our labs and funds"),
        view="company:labs",
        icon="flask-conical",
        order=32,
        needs=frozenset({Permission.EVALUATION_LAB_KEEP}),
    )
)


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Drafts and returned applications."""
    return {"needs": queries.drafts_and_returned(actor)} if actor.may(_FILE) else {}


@RAIL.count_by
def labs_waiting(actor: Actor) -> Waiting:
    """Labs with a report to hand in or an improvement to prove."""
    may = actor.may(Permission.EVALUATION_LAB_KEEP)
    return {"own_labs": labs.labs_with_work(actor)} if may else {}
