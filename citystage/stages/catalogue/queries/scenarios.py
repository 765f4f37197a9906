"""Scenarios for pages: filtered lists, counts per facet, one by its number, its lists and past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.index.away import IndexAway
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Release, Scenario, ScenarioVersion
from citystage.stages.catalogue.models.search import SearchDocument
from citystage.stages.catalogue.queries import columns, counting, searching
from citystage.stages.catalogue.queries.asking import listing
from citystage.stages.catalogue.queries.asking.question import Question
from citystage.stages.catalogue.queries.filters import ScenarioFilter
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
        held = listing.holding(wanted.q, SearchDocument.Kind.SCENARIO)
        found = found.filter(pk__in=held.values("object_id"))
    return found.select_related(*_CARD).fetch_mode(FETCH_RAISE)


def listed(wanted: ScenarioFilter, sort: str = "newest") -> QuerySet[Scenario]:
    """The same in the order of ``sort`` (an unknown one means newest); "-" turns it around."""
    return _ordered(public(wanted), sort)


def _ordered(found: QuerySet[Scenario], sort: str) -> QuerySet[Scenario]:
    ordered = found.order_by(*SORTS.get(sort.removeprefix("-"), SORTS["newest"]))
    return ordered.reverse() if sort.startswith("-") else ordered


@dataclass(frozen=True, slots=True)
class Pages:
    """A long list for a paginator: it counts without asking, and sorts ids instead of wide rows."""

    wanted: ScenarioFilter
    sort: str
    total: int

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[Scenario]:
        wide = Scenario.objects.public().select_related(*_CARD).fetch_mode(FETCH_RAISE)
        order = self._ids(part)
        rows = wide.in_bulk(order)
        return [rows[pk] for pk in order if pk in rows]

    def _ids(self, part: slice) -> list[int]:
        if self.wanted.q:
            try:
                return listing.page(_asked(self.wanted), self.sort, part)
            except IndexAway:
                pass  # the database orders them itself
        found = _ordered(public(self.wanted).select_related(None), self.sort)
        return list(found.values_list("pk", flat=True)[part])


@dataclass(frozen=True, slots=True)
class Overview:
    """What a filter leaves: how many, for each facet how many of each value, the busiest owners."""

    total: int
    facets: dict[str, dict[str, int]]
    owners: list[tuple[int, str, int]]


def overview(wanted: ScenarioFilter) -> Overview:
    """Total, facets and owners under one reading of the feed."""
    total, counts = _tally(wanted, columns.FACETS)
    return Overview(total, counts, counting.busiest(counts.pop("owner")))


def split(wanted: ScenarioFilter, *parts: str) -> dict[str, dict[str, int]]:
    """How the scenarios that fit divide by each of ``parts``."""
    return _tally(wanted, parts)[1]


def _tally(wanted: ScenarioFilter, parts: Iterable[str]) -> tuple[int, columns.Counts]:
    """Without words from memory; with them from the index, or the database while it is away."""
    if not wanted.q:
        return columns.scenarios.tally(wanted.active, parts)
    names = list(parts)
    try:
        return listing.tally(_asked(wanted), names)
    except IndexAway:
        held = listing.holding(wanted.q, SearchDocument.Kind.SCENARIO)
        among = list(held.values_list("object_id", flat=True))
        return columns.scenarios.tally(wanted.active, names, among)


def _asked(wanted: ScenarioFilter) -> Question:
    return listing.question(wanted.q, SearchDocument.Kind.SCENARIO, wanted.active)


def forget_counts() -> None:
    """Drop what is remembered (after a database was replaced under a running process)."""
    columns.scenarios.forget()
    searching.forget_vocabulary()


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
