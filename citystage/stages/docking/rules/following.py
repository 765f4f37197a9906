"""Who keeps the responsibility list, who reads the funnel, and who invites from the board."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.rules import may_edit
from citystage.stages.docking.models import FollowUp
from citystage.stages.matchmaking.rules import units_of


def may_follow(actor: Actor, scenario: Scenario, kept: FollowUp | None) -> Verdict:
    """The scenario's side and its officers, and the person who follows it up."""
    if kept and kept.person_id is not None and kept.person_id == actor.user_id:
        return ALLOWED
    if any(actor.holds(Permission.DOCKING_FOLLOW_KEEP, unit) for unit in units_of(scenario)):
        return ALLOWED
    return Verdict(_("Only the side of this scenario keeps its follow-up."))


def may_steer(actor: Actor, city: Unit) -> Verdict:
    """The office that coordinates the city reads its coverage, and invites from it."""
    if actor.holds(Permission.MATCHMAKING_CITY_REMATCH, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city has its coverage board."))


def may_merge(actor: Actor, scenario: Scenario) -> Verdict:
    """The same office, where it edits the records of the city; it also undoes a merger."""
    steers = may_steer(actor, scenario.city)
    return may_edit(actor, scenario) if steers else steers
