"""Who may do what in the catalogue. Pure questions: no writes, no clock, no request."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.catalogue.models import Capability, Scenario


def may_edit(actor: Actor, scenario: Scenario) -> Verdict:
    """An officer who edits the catalogue of the scenario's city."""
    if actor.holds(Permission.CATALOGUE_RECORD_EDIT, scenario.city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city may change this record."))


def may_prepare(actor: Actor, city: Unit) -> Verdict:
    """An officer who prepares lists of the city."""
    if actor.holds(Permission.CATALOGUE_LIST_PREPARE, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city may prepare lists."))


def may_publish(actor: Actor, city: Unit) -> Verdict:
    """An officer who releases lists of the city."""
    if actor.holds(Permission.CATALOGUE_LIST_RELEASE, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city may release."))


def may_manage_labels(actor: Actor, city: Unit) -> Verdict:
    """An officer who withdraws and renews recognitions of the city."""
    if actor.holds(Permission.CATALOGUE_LABEL_MANAGE, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city decides on recognitions."))


def may_import(actor: Actor, city: Unit) -> Verdict:
    """An officer who brings lists of the city in."""
    if actor.holds(Permission.CATALOGUE_RECORD_IMPORT, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city may import lists."))


def may_unmask(actor: Actor) -> Verdict:
    """Anybody who is signed in; it is put on record."""
    if actor.user_id is not None:
        return ALLOWED
    return Verdict(_("Sign in to see contact data."))


def may_describe(actor: Actor, capability: Capability) -> Verdict:
    """A member of the organisation whose capability it is, or the city's catalogue officer."""
    seat = capability.organisation.seat
    if seat and actor.holds(Permission.CATALOGUE_CAPABILITY_DESCRIBE, seat):
        return ALLOWED
    if capability.city and actor.holds(Permission.CATALOGUE_RECORD_EDIT, capability.city):
        return ALLOWED
    return Verdict(_("Only members of the organisation may describe its capabilities."))


def may_describe_for(actor: Actor, organisation: Organisation) -> Verdict:
    """A member of the organisation, once it is registered; its own seat decides."""
    seat = organisation.seat
    if seat and actor.holds(Permission.CATALOGUE_CAPABILITY_DESCRIBE, seat):
        return ALLOWED
    return Verdict(_("Only members of the organisation may describe its capabilities."))
