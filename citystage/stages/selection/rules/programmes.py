"""Who sets up the terms of a selection, and which of them may still change."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.selection.kinds import CHALLENGE, TAKER
from citystage.stages.selection.models import Candidacy
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.terms import Terms


def may_be_taken(challenge: Candidacy | None, terms: Terms, city: Unit) -> Verdict:
    """Takers are selected for one challenge of the city that took effect; nothing else has one."""
    if terms.recognition.kind != TAKER:
        wrong = _("Only a call for takers belongs to a challenge.")
        return ALLOWED if challenge is None else Verdict(wrong)
    if challenge is None:
        return Verdict(_("Choose the announced challenge that is to be taken."))
    announced = (
        challenge.programme.city_id == city.pk
        and challenge.state == CandidacyState.EFFECTIVE
        and challenge.programme.read_terms().recognition.kind == CHALLENGE
    )
    return ALLOWED if announced else Verdict(_("This challenge has not been announced."))


def may_manage(stamp: Stamp, city: Unit) -> Verdict:
    """The coordinating office of the city; the house itself loads packs and the demonstration."""
    house = stamp.actor.user_id is None and stamp.channel in ("cli", "job")
    if house or stamp.actor.holds(Permission.SELECTION_PROGRAMME_MANAGE, city):
        return ALLOWED
    return Verdict(_("Selections are set up by the coordinating office of the city."))
