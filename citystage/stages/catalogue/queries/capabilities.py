"""Capabilities and organisations for public pages."""

from typing import Any

from django.db.models import FETCH_RAISE, Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability, Scenario, SearchDocument
from citystage.stages.catalogue.queries.asking import listing

_SHOWN = {Organisation.Standing.LISTED, Organisation.Standing.APPROVED}


def _held(q: str, kind: SearchDocument.Kind) -> Q:
    if not q.strip():
        return Q()
    held = listing.holding(q, kind)
    return Q(pk__in=held.values("object_id"))


def capabilities(
    *, q: str = "", city: str = "", field: str = "", seeking: bool = False
) -> QuerySet[Capability]:
    """Public capabilities, newest first; ``city`` and ``field`` are codes."""
    found = Capability.objects.filter(_held(q, SearchDocument.Kind.CAPABILITY), public=True)
    if city:
        found = found.filter(city__code=city)
    if field:
        found = found.filter(field__code=field)
    if seeking:
        found = found.exclude(seeking="")
    return (
        found.select_related("organisation", "organisation__district", "field", "chain", "city")
        .order_by("-changed_at", "-pk")
        .fetch_mode(FETCH_RAISE)
    )


def reach_capability(actor: Actor, pk: int) -> Capability:
    """One capability: public, or of an organisation the actor acts for."""
    own = subtree(tuple(unit for _, unit in actor.grants), "organisation__seat__path")
    found = Capability.objects.filter(Q(public=True) | own, pk=pk)
    related = ("organisation", "organisation__district", "organisation__seat", "field", "chain")
    capability = found.select_related(*related, "city").first()
    if capability is None:
        raise NotFound(_("There is no such capability, or it is not public."))
    return capability


def organisations(
    *, q: str = "", city: str = "", kind: str = "", district: str = ""
) -> QuerySet[Organisation]:
    """Organisations that are known or registered, by name."""
    found = Organisation.objects.filter(
        _held(q, SearchDocument.Kind.ORGANISATION), standing__in=_SHOWN
    )
    if city:
        found = found.filter(city__code=city)
    if kind:
        found = found.filter(kind=kind)
    if district:
        found = found.filter(district__code=district)
    ordered = found.select_related("city", "district").order_by("name", "pk")
    return ordered.fetch_mode(FETCH_RAISE)


def reach_organisation(actor: Actor, pk: int) -> Organisation:
    """One organisation: shown to everybody, or one the actor acts for or decides on."""
    own = subtree(tuple(unit for _, unit in actor.grants), "seat__path")
    found = Organisation.objects.filter(Q(standing__in=_SHOWN) | own, pk=pk)
    organisation = found.select_related("city", "district", "seat").first()
    if organisation is None:
        raise NotFound(_("There is no such organisation."))
    return organisation


def capabilities_of(organisation: Organisation) -> QuerySet[Capability]:
    """What it can do, as far as it is public."""
    found = Capability.objects.filter(organisation=organisation, public=True)
    return found.select_related("field", "chain").order_by("-changed_at", "-pk")


def scenarios_of(organisation: Organisation) -> QuerySet[Scenario]:
    """The public scenarios it opened."""
    found = Scenario.objects.public().filter(owner=organisation)
    return found.select_related("field", "district", "city").order_by("-changed_at", "-pk")


def counted() -> tuple[list[tuple[Term, int]], list[tuple[Unit, int]], int]:
    """Public capabilities by field and by city, and how many look for partners; four queries."""
    public = Capability.objects.filter(public=True)
    fields = _tally(public.filter(field__isnull=False), "field_id")
    places = _tally(public.filter(city__isnull=False), "city_id")
    terms, units = Term.objects.in_bulk(fields), Unit.objects.in_bulk(places)
    return (
        [(terms[pk], number) for pk, number in fields.items()],
        [(units[pk], number) for pk, number in places.items()],
        public.exclude(seeking="").count(),
    )


def organisations_counted() -> tuple[list[tuple[str, int]], list[tuple[Unit, int]]]:
    """Shown organisations by kind and by city."""
    shown = Organisation.objects.filter(standing__in=_SHOWN)
    kinds = shown.order_by("kind").values_list("kind").annotate(number=Count("pk"))
    places = _tally(shown.filter(city__isnull=False), "city_id")
    units = Unit.objects.in_bulk(places)
    return (
        [(kind, number) for kind, number in kinds],
        [(units[pk], number) for pk, number in places.items()],
    )


def _tally(found: QuerySet[Any], column: str) -> dict[int, int]:
    rows = found.order_by().values_list(column).annotate(number=Count("pk"))
    return dict(rows.order_by("-number", column))
