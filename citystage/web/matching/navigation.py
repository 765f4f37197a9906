"""What matching puts into the rail."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.web.shell.navigation import RAIL, Entry

RAIL.add(
    Entry(
        name="matching",
        label=_("Who could do it"),
        view="matching:index",
        icon="handshake",
        order=42,
        needs=frozenset({Permission.MATCHMAKING_PAIR_READ, Permission.MATCHMAKING_PAIR_PROPOSE}),
    )
)
