"""My work stands first in every rail."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.web.shell.navigation import RAIL, Entry

RAIL.add(Entry(name="work", label=_("My work"), view="work:home", icon="inbox", order=0))
RAIL.add(
    Entry(
        name="colleagues",
        label=_("Colleagues"),
        view="work:colleagues",
        icon="users",
        order=90,
        needs=frozenset({Permission.MEMBERSHIP_COLLEAGUE_INVITE}),
    )
)
