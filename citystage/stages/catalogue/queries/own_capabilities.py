"""Capabilities for those who describe them: members of an organisation, and the city's office."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability


def organisations(actor: Actor) -> list[Organisation]:
    """The organisations for which this person describes capabilities."""
    reach = subtree(actor.reach(Permission.CATALOGUE_CAPABILITY_DESCRIBE), "seat__path")
    return list(Organisation.objects.filter(reach).select_related("seat", "city").order_by("name"))


def own(actor: Actor) -> QuerySet[Capability]:
    """All capabilities this person may change, public or not, newest first."""
    members = subtree(
        actor.reach(Permission.CATALOGUE_CAPABILITY_DESCRIBE), "organisation__seat__path"
    )
    office = subtree(actor.reach(Permission.CATALOGUE_RECORD_EDIT), "city__path")
    found = Capability.objects.filter(members | office)
    related = ("organisation__seat", "city", "field", "chain")
    return found.select_related(*related).order_by("-changed_at", "-pk")


def reach_own(actor: Actor, pk: int) -> Capability:
    """One of them."""
    found = own(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such capability within your reach."))
    return found


def saying(found: QuerySet[Capability], words: str) -> QuerySet[Capability]:
    """Those whose title or organisation holds the words."""
    return found.filter(Q(title__icontains=words) | Q(organisation__name__icontains=words))
