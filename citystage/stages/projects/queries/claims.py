"""First uses and firms brought in for pages: lists, look-alikes, claimants, certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.projects.claiming import product_key
from citystage.stages.projects.models import Arrival, FirstUse, Product, Project, Proof
from citystage.stages.projects.states.claims import ClaimState
from citystage.stages.projects.states.projects import ProjectState

_ALONG = ("city", "district", "department", "claimed_for", "decided_for")
_USES = (*_ALONG, "product__maker", "user_organisation", "user_unit", "project", "scenario")
# How much of two keys is the same, from which on they are shown as look-alikes.
_NEAR = 0.35
_SHOWN = 5
PROVEN_ONCE = "proven"
CLAIMED_ONCE = "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list is cut to; empty values cut nothing."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    # One row for each product or firm: what ``PROVEN_ONCE`` and ``CLAIMED_ONCE`` count.
    once: str = ""
    words: str = ""


def first_uses(actor: Actor, cut: Cut) -> QuerySet[FirstUse]:
    """Within reach, the newest first."""
    found: QuerySet[Any] = FirstUse.objects.visible_to(actor)
    if cut.once in {PROVEN_ONCE, CLAIMED_ONCE}:
        found = found.filter(pk__in=_once(found, "product_id", cut.once).values("pk"))
    found = _cut(found, cut)
    if cut.kinds:
        found = found.filter(kind__in=cut.kinds)
    if cut.words:
        said = Q(product__name__icontains=cut.words) | Q(product__model__icontains=cut.words)
        said |= Q(product__maker_name__icontains=cut.words) | Q(user_name__icontains=cut.words)
        found = found.filter(said | Q(number__icontains=cut.words))
    others = Q(product__uses__state__in=[ClaimState.CLAIMED, ClaimState.PROVEN])
    claimants = Count("product__uses__claimed_for", filter=others, distinct=True)
    rows: QuerySet[FirstUse] = found.select_related(*_USES).annotate(claimants=claimants)
    # Counting groups the rows, which then have no order of their own.
    return rows.order_by("-used_on", "-pk")


def arrivals(actor: Actor, cut: Cut) -> QuerySet[Arrival]:
    """Within reach, the newest first."""
    found: QuerySet[Any] = Arrival.objects.visible_to(actor)
    if cut.once in {PROVEN_ONCE, CLAIMED_ONCE}:
        found = found.filter(pk__in=_once(found, "firm_key", cut.once).values("pk"))
    found = _cut(found, cut)
    if cut.words:
        found = found.filter(Q(name__icontains=cut.words) | Q(uscc__icontains=cut.words))
    return found.select_related(*_ALONG, "organisation")


def _cut(found: QuerySet[Any], cut: Cut) -> QuerySet[Any]:
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.districts:
        found = found.filter(district__code__in=cut.districts)
    return found


def _once(rows: QuerySet[Any], unit: str, once: str) -> QuerySet[Any]:
    """Of the claims of each unit that is proven, or only claimed, the latest one."""
    proven = rows.filter(state=ClaimState.PROVEN)
    found = proven
    if once == CLAIMED_ONCE:
        claimed = rows.filter(state=ClaimState.CLAIMED)
        found = claimed.exclude(**{f"{unit}__in": proven.order_by().values(unit)})
    return found.order_by(unit, "-pk").distinct(unit)


def counted_once(actor: Actor) -> tuple[int, int]:
    """How many products have a proven first use, and how many are claimed only."""
    rows = FirstUse.objects.visible_to(actor)
    return (
        _once(rows, "product_id", PROVEN_ONCE).count(),
        _once(rows, "product_id", CLAIMED_ONCE).count(),
    )


def firms_once(actor: Actor) -> tuple[int, int]:
    """How many firms are proven, and how many are claimed only; each once."""
    rows = Arrival.objects.visible_to(actor)
    return (
        _once(rows, "firm_key", PROVEN_ONCE).count(),
        _once(rows, "firm_key", CLAIMED_ONCE).count(),
    )


def reach_first_use(actor: Actor, pk: int) -> FirstUse:
    """One first use. Raises ``NotFound`` out of reach."""
    found = FirstUse.objects.visible_to(actor).filter(pk=pk)
    if use := found.select_related(*_USES, "claimed_by").first():
        return use
    raise NotFound(_("There is no such first use within your reach."))


def reach_arrival(actor: Actor, pk: int) -> Arrival:
    """One firm brought in. Raises ``NotFound`` out of reach."""
    found = Arrival.objects.visible_to(actor).filter(pk=pk)
    if arrival := found.select_related(*_ALONG, "organisation", "claimed_by").first():
        return arrival
    raise NotFound(_("There is no such firm within your reach."))


def other_uses(use: FirstUse) -> list[FirstUse]:
    """Reports of the same product by others; it is counted once."""
    rows = FirstUse.objects.filter(product_id=use.product_id).exclude(pk=use.pk)
    return list(rows.select_related(*_USES))


def other_claims(arrivals_: Iterable[Arrival]) -> dict[int, list[Arrival]]:
    """Arrival -> claims of the same firm by others that stand; one query."""
    known = list(arrivals_)
    keys = {one.firm_key for one in known}
    rows = Arrival.objects.standing().filter(firm_key__in=keys).select_related(*_ALONG)
    found: dict[int, list[Arrival]] = {}
    for one in known:
        found[one.pk] = [
            other
            for other in rows
            if other.firm_key == one.firm_key
            and other.city_id == one.city_id
            and other.pk != one.pk
        ]
    return found


def look_alikes(city: Unit, *, maker: str, name: str, model: str) -> list[Product]:
    """Products that may be the same, the likest first; the same one itself included."""
    if not name.strip():
        return []
    key = product_key(maker, name, model)
    rows = Product.objects.filter(city=city, merged_into__isnull=True)
    # The index finds what is alike by PostgreSQL's own, lower measure (.3).
    alike_ = rows.filter(key__trigram_similar=key)
    near = alike_.annotate(near=TrigramSimilarity("key", key)).filter(near__gte=_NEAR)
    return list(near.select_related("maker").order_by("-near", "pk")[:_SHOWN])


def alike(product: Product) -> list[Product]:
    """Other products of the city that look like it."""
    city, root = product.city, product.root_id
    words = {"maker": product.maker_name, "name": product.name, "model": product.model}
    return [one for one in look_alikes(city, **words) if one.pk != root]


def merged_into(product: Product) -> list[Product]:
    """What was found to be this product."""
    return list(product.merged.all())


def reach_product(city_id: int, pk: int) -> Product:
    """A product of the city. Raises ``NotFound``."""
    if found := Product.objects.filter(city_id=city_id, pk=pk).first():
        return found
    raise NotFound(_("There is no such product."))


def coded(code: str) -> FirstUse | None:
    """What a certificate's code stands for, withdrawn ones included."""
    rows = FirstUse.objects.exclude(code="").filter(code=code.strip().upper())
    return rows.select_related(*_USES).first()


def within_reach(actor: Actor, uses: Iterable[FirstUse]) -> set[int]:
    """Which of these first uses the person may open."""
    known = [one.pk for one in uses]
    found = FirstUse.objects.visible_to(actor).filter(pk__in=known)
    return set(found.values_list("pk", flat=True))


def proofs_of(claim: FirstUse | Arrival) -> list[Proof]:
    """The files behind it."""
    return list(claim.proofs.select_related("added_by"))


def proof_of(claim: FirstUse | Arrival, pk: int) -> Proof:
    """One file. Raises ``NotFound``."""
    if found := claim.proofs.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such file."))


def events_of(claim: FirstUse | Arrival) -> QuerySet[Entry]:
    """What happened to it, newest first."""
    return timeline(claim).order_by("-id")


def projects_to_name(actor: Actor) -> QuerySet[Project]:
    """Projects one may name in a report of first use."""
    gone = [ProjectState.FAILED, ProjectState.CANCELLED]
    return Project.objects.visible_to(actor).exclude(state__in=gone).order_by("-pk")


def sees_proofs(actor: Actor, claim: FirstUse | Arrival) -> bool:
    """Files of a claim are for who reported it and for officers, not for everybody."""
    own = {unit.pk for unit in actor.reach(Permission.PROJECT_CLAIM_REPORT)}
    units = (claim.city, claim.district, claim.department)
    holds = any(actor.holds(Permission.PROJECT_RECORD_READ, unit) for unit in units if unit)
    return claim.claimed_for_id in own or holds
