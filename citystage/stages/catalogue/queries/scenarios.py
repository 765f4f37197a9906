"""Scenarios for pages: filtered lists, counts per facet, one by its number, its lists and past."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import FETCH_RAISE, Count, F, Max, Q, QuerySet, Value
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
    GRAINS,
    MONEY_BANDS,
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


@dataclass(frozen=True, slots=True)
class Overview:
    """What a filter leaves: how many, for each facet how many of each value, the busiest owners."""

    total: int
    facets: dict[str, dict[str, int]]
    owners: list[tuple[int, str, int]]


def overview(wanted: ScenarioFilter) -> Overview:
    """Total, facets and owners under one reading of the clock."""
    now = clock()
    total, counts = _counts(wanted, now)
    return Overview(total, counts, _owners(wanted.without("owner"), now))


def facets(wanted: ScenarioFilter) -> dict[str, dict[str, int]]:
    """For each facet, how many scenarios each value would leave, the other parts as they are."""
    return _counts(wanted, clock())[1]


def total(wanted: ScenarioFilter) -> int:
    """How many scenarios fit."""
    return _counts(wanted, clock())[0]


@lru_cache(maxsize=512)
def _counts(wanted: ScenarioFilter, _clock: int) -> tuple[int, dict[str, dict[str, int]]]:
    """One pass for all parts that do not narrow, and one for each that does."""
    narrowed = set(wanted.active)
    number, found = _counted(public(wanted), _PARTS - narrowed)
    for name in narrowed & _PARTS:
        found |= _counted(public(wanted.without(name)), {name})[1]
    return number, found


@lru_cache(maxsize=512)
def _owners(wanted: ScenarioFilter, _clock: int) -> list[tuple[int, str, int]]:
    """The organisations with the most scenarios: (id, name, count)."""
    plain = public(wanted).filter(owner__isnull=False).select_related(None).order_by()
    rows = plain.values_list("owner_id", "owner__name").annotate(number=Count("pk"))
    return [(pk, name, number) for pk, name, number in rows.order_by("-number", "owner__name")[:30]]


def forget_counts() -> None:
    """Drop what is remembered (after a database was replaced under a running process)."""
    _counts.cache_clear()
    _owners.cache_clear()
    searching.forget_vocabulary()


_PARTS = frozenset({*COLUMNS, "money", "grain"})


def _counted(
    base: QuerySet[Scenario], parts: AbstractSet[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many there are, and how many of each value of ``parts``; one query."""
    columns = {name: column for name, column in COLUMNS.items() if name in parts}
    filters: dict[str, tuple[str, str, Q]] = {}
    if "money" in parts:
        filters |= {f"money_{name}": ("money", name, _band(name)) for name in MONEY_BANDS}
    if "grain" in parts:
        filters |= {f"grain_{name}": ("grain", name, grain(name)) for name in GRAINS}
    sums = {key: Count("pk", filter=held[2]) for key, held in filters.items()}
    # Without a column to group by, everything is one group.
    plain = base.select_related(None).order_by()
    grouped: QuerySet[Any, dict[str, Any]]
    grouped = plain.values(*columns.values()) if columns else plain.values(all=Value(1))
    found: dict[str, dict[str, int]] = {name: {} for name in parts}
    number = 0
    for row in grouped.annotate(number=Count("pk"), **sums):
        number += row["number"]
        for name, column in columns.items():
            _add(found[name], row[column], row["number"])
        for key, (name, value, _condition) in filters.items():
            _add(found[name], value, row[key])
    return number, found


def _add(counts: dict[str, int], value: object, number: int) -> None:
    if number and value not in (None, ""):
        counts[str(value)] = counts.get(str(value), 0) + number


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
