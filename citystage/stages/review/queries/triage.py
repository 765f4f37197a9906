"""The triage queue: cases within reach, filtered and sorted by what stands in the address."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf

from citystage.engines.text.folding import fold
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.texts import in_english
from citystage.stages.review.models import Case, Opinion
from citystage.stages.review.queries.cases import reachable
from citystage.stages.review.states import CaseState, OpinionState

# Bands of the quality score, half-open.
BANDS: Mapping[str, tuple[int, int]] = {"weak": (0, 50), "fair": (50, 80), "ready": (80, 101)}
_PLACE = "application__recommendation__place"
SORTS: Mapping[str, str] = {
    "opened": "opened_at",
    "quality": "quality",
    "title": "application__title",
    "place": _PLACE,
}
_OPEN = (
    CaseState.TRIAGE,
    CaseState.POLISHING,
    CaseState.RETURNED,
    CaseState.OPINIONS,
    CaseState.READY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageFilter:
    """What the queue is cut to; empty values do not cut. Without states, what is still open."""

    states: tuple[str, ...] = ()
    districts: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    calls: tuple[int, ...] = ()
    bands: tuple[str, ...] = ()
    # A user's number, or "none" for cases nobody has taken.
    officer: str = ""
    text: str = ""
    sort: str = "opened"


def triage(actor: Actor, wanted: TriageFilter) -> QuerySet[Case]:
    """The cases to show, in order."""
    rows = reachable(actor).filter(state__in=wanted.states or _OPEN)
    if wanted.districts:
        rows = rows.filter(application__recommender__in=wanted.districts)
    if wanted.fields:
        rows = rows.filter(application__answers__field__in=wanted.fields)
    if wanted.calls:
        rows = rows.filter(application__call__in=wanted.calls)
    if bands := [BANDS[band] for band in wanted.bands if band in BANDS]:
        cut = Q(pk__in=[])
        for least, below in bands:
            cut |= Q(quality__gte=least, quality__lt=below)
        rows = rows.filter(cut)
    if wanted.officer == "none":
        rows = rows.filter(officer__isnull=True)
    elif wanted.officer.isdecimal():
        rows = rows.filter(officer=int(wanted.officer[:18]))
    if wanted.text.strip():
        rows = rows.filter(_says(wanted.text))
    return rows.order_by(*_order(wanted.sort))


def _says(text: str) -> Q:
    """Title or owner holds the words as typed, or as folded to Simplified."""
    found = Q()
    for word in text.split()[:8]:
        one = Q()
        for form in {word, fold(word)}:
            one |= Q(application__title__icontains=form)
            one |= Q(application__owner_name__icontains=form)
        found &= one
    return found


def _order(sort: str) -> list[str | OrderBy]:
    column = SORTS.get(sort.removeprefix("-"), "opened_at")
    order = (
        F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    )
    return [order, "pk"]


@dataclass(frozen=True, slots=True)
class TriageChoices:
    """What the facets offer: (value, name, number of cases behind it), the most frequent first."""

    states: Mapping[str, int]
    districts: list[tuple[str, str, int]]
    calls: list[tuple[str, str, int]]
    fields: list[tuple[str, str, int]]
    bands: Mapping[str, int]
    officers: list[tuple[str, str, int]]
    unassigned: int


def triage_choices(actor: Actor) -> TriageChoices:
    """Counts over everything within reach in one pass, and the names of fields: two queries."""
    states: Counter[str] = Counter()
    bands: Counter[str] = Counter()
    counted: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    names: dict[str, dict[str, str]] = {name: {} for name in _FACETS}
    for row in _grouped(actor):
        states[row["state"]] += row["number"]
        if row["state"] not in _OPEN:
            continue
        bands[row["band"]] += row["number"]
        for name in _FACETS:
            value = "" if row[name] is None else str(row[name])
            counted[name][value] += row["number"]
            names[name][value] = _named(row, name)
    fields = Term.objects.filter(scheme=Scheme.FIELD, code__in=list(counted["field"]))
    names["field"] |= {term.code: term.label for term in fields}
    return TriageChoices(
        states=states,
        districts=_listed(counted["district"], names["district"]),
        calls=_listed(counted["call"], names["call"]),
        fields=_listed(counted["field"], names["field"]),
        bands=bands,
        officers=_listed(counted["person"], names["person"]),
        unassigned=counted["person"][""],
    )


_FACETS = ("district", "call", "field", "person")


def _grouped(actor: Actor) -> Iterable[Mapping[str, Any]]:
    whens = [
        When(quality__gte=least, quality__lt=below, then=Value(name))
        for name, (least, below) in BANDS.items()
    ]
    return (
        Case.objects.reachable_by(actor, Permission.REVIEW_CASE_READ)
        .order_by()
        .values(
            "state",
            band=Choose(*whens, default=Value(""), output_field=CharField()),
            district=F("application__recommender"),
            district_name=F("application__recommender__name"),
            district_name_en=F("application__recommender__name_en"),
            call=F("application__call"),
            call_name=F("application__call__title"),
            call_name_en=F("application__call__title_en"),
            field=KeyTextTransform("field", "application__answers"),
            person=F("officer"),
            person_name=Coalesce(NullIf("officer__name", Value("")), "officer__username"),
        )
        .annotate(number=Count("pk"))
    )


def _named(row: Mapping[str, Any], name: str) -> str:
    english = in_english()
    own = str(row.get(f"{name}_name") or row[name] or "")
    return (row.get(f"{name}_name_en") or own) if english else own


def _listed(counted: Counter[str], names: Mapping[str, str]) -> list[tuple[str, str, int]]:
    return [(value, names[value], number) for value, number in counted.most_common() if value]


def waiting(actor: Actor) -> dict[str, QuerySet[Any]]:
    """What waits for this hat: new cases, asked opinions, ready cases; by the rail's entry."""
    rows: dict[str, QuerySet[Any]] = {}
    if actor.may(Permission.REVIEW_CASE_TRIAGE):
        seen = Case.objects.reachable_by(actor, Permission.REVIEW_CASE_TRIAGE)
        rows["triage"] = seen.filter(state=CaseState.TRIAGE)
        rows["decisions"] = seen.filter(state=CaseState.READY)
    if actor.may(Permission.REVIEW_OPINION_GIVE):
        units = actor.reach(Permission.REVIEW_OPINION_GIVE)
        asked = Opinion.objects.filter(state=OpinionState.ASKED)
        rows["opinions"] = asked.filter(subtree(units, "unit__path"))
    return rows
