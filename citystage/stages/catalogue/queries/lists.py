"""Lists for pages: released ones for everybody, those in preparation for their office."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Addendum, Release, ReleaseFile, ReleaseItem
from citystage.stages.catalogue.states import ReleaseState

# Formats times languages (see ``papers``).
FILES = 10


def released(*, city: str = "", kind: str = "") -> QuerySet[Release]:
    """Released lists, newest first, each with the number of its items as ``known``."""
    found = Release.objects.filter(state=ReleaseState.RELEASED)
    if city:
        found = found.filter(city__code=city)
    if kind:
        found = found.filter(kind=kind)
    return (
        found.select_related("city")
        .annotate(known=Count("items"))
        .order_by(F("released_on").desc(nulls_last=True), "-pk")
    )


def in_preparation(actor: Actor) -> QuerySet[Release]:
    """Lists this actor may prepare and that are not released yet."""
    reach = subtree(actor.reach(Permission.CATALOGUE_LIST_PREPARE), "city__path")
    found = Release.objects.filter(reach, state=ReleaseState.PREPARING)
    return found.select_related("city").annotate(known=Count("items")).order_by("-made_at", "-pk")


def reach_release(actor: Actor, city: str, code: str) -> Release:
    """One list by its address; one in preparation only for its office."""
    reach = subtree(actor.reach(Permission.CATALOGUE_LIST_PREPARE), "city__path")
    found = Release.objects.filter(
        Q(state=ReleaseState.RELEASED) | reach, city__code=city, code=code
    )
    release = found.select_related("city").first()
    if release is None:
        raise NotFound(_("There is no such list, or it is not released."))
    return release


def items_of(release: Release) -> QuerySet[ReleaseItem]:
    """Its items in their order, each with the scenario as it stands today."""
    related = ("scenario", "scenario__field", "scenario__district", "scenario__city")
    return release.items.select_related(*related).order_by("ordinal")


def counted() -> list[tuple[str, str, str, int]]:
    """How many released lists each city has of each kind: (city code, name, kind, number)."""
    found = Release.objects.filter(state=ReleaseState.RELEASED).order_by("city__ordinal", "kind")
    rows = found.values_list("city__code", "city__name", "kind").annotate(number=Count("pk"))
    return [(code, name, kind, number) for code, name, kind, number in rows]


def hashed(sha256: str) -> Release | None:
    """The released list of this hash."""
    return Release.objects.filter(sha256=sha256).select_related("city").first()


def without_files() -> QuerySet[Release]:
    """Released lists of whose present edition (so many addenda) not every file is kept."""
    amended = Addendum.objects.filter(release=OuterRef("pk")).order_by().values("release")
    kept = ReleaseFile.objects.filter(release=OuterRef("pk"), edition=OuterRef("edition"))
    number = Count("pk")
    found = Release.objects.filter(state=ReleaseState.RELEASED).annotate(
        edition=Coalesce(Subquery(amended.annotate(n=number).values("n")), 0),
    )
    files = kept.order_by().values("release").annotate(n=number).values("n")
    return (
        found.annotate(files_kept=Coalesce(Subquery(files), 0))
        .filter(files_kept__lt=FILES)
        .select_related("city")
        .order_by("pk")
    )


def addenda_of(release: Release) -> QuerySet[Addendum]:
    """What was said about it after its release, in order."""
    return release.addenda.select_related("item").order_by("number")
