"""Scenarios for pages: filtered lists, counts per facet, one by its number, its lists and past."""

from datetime import datetime
from functools import lru_cache

from django.db.models import FETCH_RAISE, Count, F, Max, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Release, Scenario, ScenarioVersion
from citystage.stages.catalogue.models.search import SearchDocument
from citystage.stages.catalogue.queries import searching
from citystage.stages.catalogue.queries.filters import (
    COLUMNS,
    DIRECTION,
    MONEY_BANDS,
    NEED,
    ScenarioFilter,
    _band,
    grain,
)
from citystage.stages.catalogue.states import ReleaseState

SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "newest": (F("published_on").desc(nulls_last=True), "-pk"),
    "changed": ("-changed_at", "-pk"),
    "budget": (F("budget").desc(nulls_last=True), "-pk"),
    "deadline": (F("valid_until").asc(nulls_last=True), "-pk"),
    "title": ("title", "pk"),
}
_CARD = ("city", "district", "field", "chain", "owner", "lead_department")


def public(wanted: ScenarioFilter) -> QuerySet[Scenario]:
    """Public scenarios that fit the filter, with what a card shows; unordered."""
    found = Scenario.objects.public().filter(wanted.condition())
    if wanted.q:
        asked = searching.understand(wanted.q)
        held = searching.documents(asked).filter(kind=SearchDocument.Kind.SCENARIO)
        found = found.filter(pk__in=held.values("object_id"))
    return found.select_related(*_CARD).fetch_mode(FETCH_RAISE)


def listed(wanted: ScenarioFilter, sort: str = "newest") -> QuerySet[Scenario]:
    """The same in the order of ``sort`` (an unknown one means newest); "-" turns it around."""
    ordered = public(wanted).order_by(*SORTS.get(sort.removeprefix("-"), SORTS["newest"]))
    return ordered.reverse() if sort.startswith("-") else ordered


def clock() -> int:
    """Grows with every change of a scenario; equal clocks mean equal counts."""
    newest: int | None = ScenarioVersion.objects.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def facets(wanted: ScenarioFilter) -> dict[str, dict[str, int]]:
    """For each facet, how many scenarios each value would leave, the other parts as they are."""
    return _facets(wanted, clock())


def total(wanted: ScenarioFilter) -> int:
    """How many scenarios fit."""
    return _total(wanted, clock())


@lru_cache(maxsize=512)
def _total(wanted: ScenarioFilter, _clock: int) -> int:
    return public(wanted).count()


@lru_cache(maxsize=512)
def _facets(wanted: ScenarioFilter, _clock: int) -> dict[str, dict[str, int]]:
    narrowed = set(wanted.active)
    grains = public(wanted.without("grain")).select_related(None).order_by()
    directions = grains.filter(grain(DIRECTION)).count()
    together = {name: column for name, column in COLUMNS.items() if name not in narrowed}
    found = _counted(public(wanted), together, money="money" not in narrowed)
    for name in narrowed & {*COLUMNS, "money"}:
        alone = {name: COLUMNS[name]} if name in COLUMNS else {}
        found |= _counted(public(wanted.without(name)), alone, money=name == "money")
    if directions:
        found["grain"] = {DIRECTION: directions, NEED: grains.count() - directions}
    return found


def owners(wanted: ScenarioFilter) -> list[tuple[int, str, int]]:
    """The organisations with the most scenarios under the other parts: (id, name, count)."""
    return _owners(wanted.without("owner"), clock())


@lru_cache(maxsize=512)
def _owners(wanted: ScenarioFilter, _clock: int) -> list[tuple[int, str, int]]:
    plain = public(wanted).filter(owner__isnull=False).select_related(None).order_by()
    rows = plain.values_list("owner_id", "owner__name").annotate(number=Count("pk"))
    return [(pk, name, number) for pk, name, number in rows.order_by("-number", "owner__name")[:30]]


def forget_counts() -> None:
    """Drop what is remembered (after a database was replaced under a running process)."""
    _total.cache_clear()
    _facets.cache_clear()
    _owners.cache_clear()
    searching.forget_vocabulary()


def _counted(
    base: QuerySet[Scenario], columns: dict[str, str], *, money: bool
) -> dict[str, dict[str, int]]:
    """Counts of every column's values (and money bands) from one pass over the joined rows."""
    found: dict[str, dict[str, int]] = {name: {} for name in columns}
    if columns:
        plain = base.select_related(None).order_by().values_list(*columns.values())
        for row in plain.annotate(number=Count("pk")):
            *values, number = row
            for name, value in zip(columns, values, strict=True):
                if value not in (None, ""):
                    counts = found[name]
                    counts[str(value)] = counts.get(str(value), 0) + number
    if money:
        bands = {name: Count("pk", filter=_band(name)) for name in MONEY_BANDS}
        numbers = base.select_related(None).order_by().aggregate(**bands)
        found["money"] = {name: number for name, number in numbers.items() if number}
    return found


def visible(actor: Actor) -> QuerySet[Scenario]:
    """Public ones, and for those who edit the catalogue all of their city."""
    editable = subtree(actor.reach(Permission.CATALOGUE_RECORD_EDIT), "city__path")
    owned = subtree(tuple(unit for _, unit in actor.grants), "owner_unit__path")
    hidden = ["reserve", "withdrawn"]
    return Scenario.objects.filter(~Q(state__in=hidden) | editable | owned)


def reach_scenario(actor: Actor, number: str) -> Scenario:
    """One scenario by its public number, with everything its page shows."""
    found = visible(actor).filter(number=number)
    scenario = found.select_related(*_CARD, "parent", "owner_unit", "application__form").first()
    if scenario is None:
        raise NotFound(_("There is no scenario with this number, or it is not public."))
    return scenario


def lists_of(scenario: Scenario) -> QuerySet[Release]:
    """The released lists it stands in, newest first."""
    return Release.objects.filter(items__scenario=scenario, state=ReleaseState.RELEASED)


def as_of(scenario: Scenario, moment: datetime) -> ScenarioVersion | None:
    """The version in force at ``moment``; nothing when the scenario was not there yet."""
    return scenario.versions.filter(made_at__lte=moment).order_by("-number").first()
