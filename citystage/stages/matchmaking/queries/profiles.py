"""Profiles a person keeps, and what each has learned."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking.models import Profile, Unfit


def organisations(actor: Actor) -> list[Organisation]:
    """The organisations whose profiles this person keeps."""
    reach = subtree(actor.reach(Permission.MATCHMAKING_PROFILE_KEEP), "seat__path")
    return list(Organisation.objects.filter(reach).select_related("seat", "city").order_by("name"))


def own(actor: Actor) -> QuerySet[Profile]:
    """Profiles of the person and of the organisations they act for, with the number told."""
    members = subtree(actor.reach(Permission.MATCHMAKING_PROFILE_KEEP), "organisation__seat__path")
    found = Profile.objects.filter(members)
    if actor.user_id is not None:
        found |= Profile.objects.filter(user_id=actor.user_id)
    found = found.filter(deleted_at__isnull=True).select_related("organisation__seat", "city")
    return found.annotate(told_number=Count("told_fits")).order_by("pk")


def reach_profile(actor: Actor, pk: int) -> Profile:
    """One of them."""
    profile = own(actor).filter(pk=pk).first()
    if profile is None:
        raise NotFound(_("There is no such profile within your reach."))
    return profile


def unfits(profile: Profile) -> QuerySet[Unfit]:
    """What its keepers said is not for them, the latest first."""
    found = Unfit.objects.filter(profile=profile)
    along = ("scenario__field", "scenario__district", "scenario__city", "made_by")
    return found.select_related(*along).order_by("-pk")
