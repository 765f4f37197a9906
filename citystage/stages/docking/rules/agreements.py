"""Who enters an intent or agreement, and who moves it on."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.docking.models import Agreement, Intent


def may_enter(actor: Actor) -> Verdict:
    """Anybody who sits at the table for a unit."""
    if actor.may(Permission.DOCKING_DEAL_KEEP):
        return ALLOWED
    return Verdict(_("Only who acts for a unit or organisation enters an intent or agreement."))


def may_keep(actor: Actor, deal: Intent | Agreement) -> Verdict:
    """A party, who entered it, or the office of the city."""
    if actor.holds(Permission.DOCKING_FOLLOW_KEEP, deal.city) and actor.may(
        Permission.DOCKING_TRACK_READ
    ):
        return ALLOWED
    if type(deal).objects.kept_by(actor).filter(pk=deal.pk).exists():
        return ALLOWED
    return Verdict(_("Only the parties and who entered it may change this."))
