"""The parts of steering, as links above each of them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.web.shell.components import Option


def tabs(actor: Actor, here: str) -> list[Option]:
    """Those open to this hat, the active one marked."""
    if not actor.may(Permission.PLAN_STEERING_READ):
        return []
    labels = {
        "wall": _("Steering view"),
        "plans": _("Plans"),
        "figures": _("City figures"),
        "duties": _("Duty matrix"),
    }
    return [
        Option(
            value=name,
            label=label,
            url=reverse(f"steering:{name}"),
            active=name.rstrip("s") == here.rstrip("s"),
        )
        for name, label in labels.items()
    ]
