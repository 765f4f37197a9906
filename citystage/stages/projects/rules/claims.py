"""Who reports first uses and firms brought in, and who confirms them."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.projects.models import Arrival, FirstUse
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.claims import ClaimState


def may_report(actor: Actor) -> Verdict:
    """Whoever acts for a unit that takes part."""
    if actor.may(Permission.PROJECT_CLAIM_REPORT):
        return ALLOWED
    return Verdict(_("Only who acts for a unit or organisation reports this."))


def may_claim_arrival(actor: Actor) -> Verdict:
    """Offices bring firms in; a firm does not count itself."""
    offices = {Unit.Kind.CITY, Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT}
    reaching = actor.reach(Permission.PROJECT_CLAIM_REPORT)
    if any(unit.kind in offices for unit in reaching):
        return ALLOWED
    return Verdict(_("Only districts, departments and the city report firms brought in."))


def proves(actor: Actor, city: Unit) -> bool:
    """Whether the actor confirms claims: for the city, or for a body its pack names."""
    if actor.holds(Permission.PROJECT_CLAIM_PROVE, city):
        return True
    named = terms_of(city).provers
    units = actor.reach(Permission.PROJECT_CLAIM_PROVE)
    return any(unit.city_id == city.pk and unit.code in named for unit in units)


def may_decide(actor: Actor, claim: FirstUse | Arrival) -> Verdict:
    """A named body that did not make the claim itself."""
    if not proves(actor, claim.city):
        return Verdict(_("Only the city and the bodies it names confirm this."))
    if claim.state != ClaimState.CLAIMED:
        return Verdict(_("This step is no longer open."))
    if claim.claimed_by_id is not None and claim.claimed_by_id == actor.user_id:
        return Verdict(_("You reported this yourself; somebody else confirms it."))
    return ALLOWED


def may_withdraw(actor: Actor, claim: FirstUse | Arrival) -> Verdict:
    """Who reported it, while nobody confirmed it; then the city and its named bodies."""
    if claim.state not in {ClaimState.CLAIMED, ClaimState.PROVEN}:
        return Verdict(_("This step is no longer open."))
    own = {unit.pk for unit in actor.reach(Permission.PROJECT_CLAIM_REPORT)}
    if claim.state == ClaimState.CLAIMED and claim.claimed_for_id in own:
        return ALLOWED
    if proves(actor, claim.city):
        return ALLOWED
    return Verdict(_("Only the city and the bodies it names withdraw what is confirmed."))


def may_merge(actor: Actor, city: Unit) -> Verdict:
    """The city says that two entries are one product."""
    if actor.holds(Permission.PROJECT_CLAIM_PROVE, city):
        return ALLOWED
    return Verdict(_("Only the city merges products."))
