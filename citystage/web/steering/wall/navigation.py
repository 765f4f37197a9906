"""The steering view in the rail."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.web.shell.navigation import RAIL, Entry

RAIL.add(
    Entry(
        name="steering",
        label=_("Steering view"),
        view="steering:wall",
        icon="target",
        order=10,
        needs=frozenset({Permission.PLAN_STEERING_READ}),
    )
)
