"""Who shows interest, who brings two sides together, and who agrees."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Introduction
from citystage.stages.docking.sides import is_owner, sides_of
from citystage.stages.docking.states.introductions import IntroductionState, Side

_OPEN = "open"


def may_begin(actor: Actor, side: Side, scenario: Scenario, organisation: Organisation) -> Verdict:
    """Somebody of that side, for a public scenario and a registered supplier that is another."""
    if side not in sides_of(actor, scenario, organisation):
        return Verdict(_("You stand on neither side of this pair."))
    if organisation.seat_id is None:
        return Verdict(_("%s has not registered: nobody there could agree.") % organisation.label)
    return all_of(
        Verdict(_("The owner of the scenario is no supplier for it."))
        if is_owner(organisation, scenario)
        else ALLOWED,
        ALLOWED
        if scenario.state == _OPEN
        else Verdict(_("This scenario looks for no partner now.")),
    )


def may_speak_for(actor: Actor, introduction: Introduction, side: Side) -> Verdict:
    """Somebody of the side whose word is waited for."""
    sides = sides_of(actor, introduction.scenario, introduction.organisation)
    if side in (Side.OWNER, Side.SUPPLIER) and side in sides:
        return ALLOWED
    return Verdict(_("Only the side that was asked says so."))


def may_take_back(actor: Actor, introduction: Introduction) -> Verdict:
    """The side that began it."""
    sides = sides_of(actor, introduction.scenario, introduction.organisation)
    if introduction.begun_as in sides:
        return ALLOWED
    return Verdict(_("Only the side that began it takes it back."))


def may_see_contact(actor: Actor, introduction: Introduction, side: Side) -> Verdict:
    """Each side sees the other's contact once both have agreed; a broker sees none."""
    if introduction.state != IntroductionState.INTRODUCED:
        return Verdict(_("Contacts are shown once both sides have agreed."))
    other = Side.SUPPLIER if side == Side.OWNER else Side.OWNER
    if other in sides_of(actor, introduction.scenario, introduction.organisation):
        return ALLOWED
    return Verdict(_("Only the two sides see each other's contact."))
