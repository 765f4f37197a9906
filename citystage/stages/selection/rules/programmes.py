"""Who sets up the terms of a selection, and which of them may still change."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict


def may_manage(stamp: Stamp, city: Unit) -> Verdict:
    """The coordinating office of the city; the house itself loads packs and the demonstration."""
    house = stamp.actor.user_id is None and stamp.channel in ("cli", "job")
    if house or stamp.actor.holds(Permission.SELECTION_PROGRAMME_MANAGE, city):
        return ALLOWED
    return Verdict(_("Selections are set up by the coordinating office of the city."))
