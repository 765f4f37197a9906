"""The three views of follow-up, as links above each of them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.web.shell.components import Option

_NEEDS = (
    ("responsibility", Permission.DOCKING_FOLLOW_KEEP),
    ("funnel", Permission.DOCKING_TRACK_READ),
    ("coverage", Permission.MATCHMAKING_CITY_REMATCH),
)


def tabs(actor: Actor, here: str) -> list[Option]:
    """Those open to this hat, the active one marked."""
    labels = {
        "responsibility": _("Responsibility list"),
        "funnel": _("Funnel"),
        "coverage": _("Coverage"),
    }
    return [
        Option(
            value=name,
            label=labels[name],
            url=reverse(f"docking:{name}"),
            active=name == here,
        )
        for name, permission in _NEEDS
        if actor.may(permission)
    ]
