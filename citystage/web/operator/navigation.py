"""What the three administrators find in their rails."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.background import queries as background
from citystage.web.shell.navigation import RAIL, Entry, Waiting

for _entry in (
    Entry(
        name="people",
        label=_("People and roles"),
        view="operator:people",
        icon="users",
        order=10,
        needs=frozenset({Permission.MEMBERSHIP_GRANT_GIVE}),
    ),
    Entry(
        name="lockouts",
        label=_("Lock-outs"),
        view="operator:lockouts",
        icon="shield-check",
        order=10,
        needs=frozenset({Permission.MEMBERSHIP_LOCKOUT_LIFT}),
    ),
    Entry(
        name="ledger",
        label=_("Ledger"),
        view="operator:ledger",
        icon="history",
        order=10,
        needs=frozenset({Permission.LEDGER_ENTRY_READ}),
    ),
    Entry(
        name="unmaskings",
        label=_("Contact data shown"),
        view="operator:unmaskings",
        icon="eye",
        order=20,
        needs=frozenset({Permission.LEDGER_ENTRY_READ}),
    ),
    Entry(
        name="showings",
        label=_("What was shown"),
        view="matching:showings",
        icon="layers",
        order=25,
        needs=frozenset({Permission.LEDGER_ENTRY_READ}),
    ),
    Entry(
        name="verification",
        label=_("Verification"),
        view="operator:verification",
        icon="check",
        order=30,
        needs=frozenset({Permission.LEDGER_CHAIN_VERIFY}),
    ),
    Entry(
        name="tasks",
        label=_("Failed tasks"),
        view="operator:tasks",
        icon="circle-alert",
        order=85,
        needs=frozenset({Permission.BACKGROUND_TASK_MIND}),
    ),
    Entry(
        name="outbox",
        label=_("Outbox"),
        view="operator:outbox",
        icon="mail",
        order=80,
        needs=frozenset({Permission.NOTICES_OUTBOX_MANAGE}),
    ),
):
    RAIL.add(_entry)


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Tasks that nobody tries any more."""
    if not actor.may(Permission.BACKGROUND_TASK_MIND):
        return {}
    return {"tasks": background.given_up(actor)}
