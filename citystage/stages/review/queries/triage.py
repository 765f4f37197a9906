"""The triage queue: cases within reach, filtered and sorted by what stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import OrderBy

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.intake.models import Call
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
    """What the facets offer, with the number of cases behind each."""

    states: Mapping[str, int]
    districts: list[tuple[Unit, int]]
    calls: list[tuple[Call, int]]
    fields: Mapping[str, int]
    # The names of those fields, by code.
    names: Mapping[str, str]
    bands: Mapping[str, int]
    officers: list[tuple[User, int]]
    unassigned: int


def triage_choices(actor: Actor) -> TriageChoices:
    """Counts over everything within reach; eight queries, however many cases there are."""
    seen = Case.objects.reachable_by(actor, Permission.REVIEW_CASE_READ)
    current = seen.filter(state__in=_OPEN)
    districts: dict[int, int] = _counted(current, "application__recommender")
    calls: dict[int, int] = _counted(current, "application__call")
    officers: dict[int, int] = _counted(current, "officer")
    fields: dict[object, int] = _counted(current, "application__answers__field")
    bands = current.aggregate(
        **{
            name: Count("pk", filter=Q(quality__gte=least, quality__lt=below))
            for name, (least, below) in BANDS.items()
        },
        unassigned=Count("pk", filter=Q(officer__isnull=True)),
    )
    unassigned = bands.pop("unassigned")
    return TriageChoices(
        states=_counted(seen, "state"),
        districts=[(one, districts[one.pk]) for one in Unit.objects.filter(pk__in=districts)],
        calls=[(one, calls[one.pk]) for one in Call.objects.filter(pk__in=calls)],
        fields={str(code): number for code, number in fields.items()},
        names={
            term.code: term.label
            for term in Term.objects.filter(scheme=Scheme.FIELD, code__in=[*map(str, fields)])
        },
        bands=bands,
        officers=[
            (one, officers[one.pk])
            for one in User.objects.filter(pk__in=officers).order_by("name", "username")
        ],
        unassigned=unassigned,
    )


def _counted[K](rows: QuerySet[Case], column: str) -> dict[K, int]:
    counted = rows.order_by().values_list(column).annotate(number=Count("pk"))
    return {value: number for value, number in counted if value is not None}


def waiting(actor: Actor) -> dict[str, int]:
    """What waits for this hat: new cases, asked opinions, ready cases; by the rail's entry."""
    numbers: dict[str, int] = {}
    if actor.may(Permission.REVIEW_CASE_TRIAGE):
        seen = Case.objects.reachable_by(actor, Permission.REVIEW_CASE_TRIAGE)
        numbers = seen.aggregate(
            triage=Count("pk", filter=Q(state=CaseState.TRIAGE)),
            decisions=Count("pk", filter=Q(state=CaseState.READY)),
        )
    if actor.may(Permission.REVIEW_OPINION_GIVE):
        units = actor.reach(Permission.REVIEW_OPINION_GIVE)
        asked = Opinion.objects.filter(state=OpinionState.ASKED)
        numbers["opinions"] = asked.filter(subtree(units, "unit__path")).count()
    return numbers
