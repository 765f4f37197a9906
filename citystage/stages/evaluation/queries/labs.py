"""Labs that are followed: the office's list with filters, a lab's own side, who reaches which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.keeping import FOLLOWED, REPORTING, WITH
from citystage.stages.evaluation.models import Assessment, Renewal, Report
from citystage.stages.evaluation.ruling import terms_of
from citystage.stages.evaluation.states.assessments import AssessmentState
from citystage.stages.evaluation.states.keeping import RenewalState
from citystage.stages.evaluation.states.reports import ReportState

# What the newest report of a lab comes to; a late one goes before all others.
REPORTS = ("overdue", "skip_asked", "open", "submitted", "skipped", "closed", "none")
OUTCOMES = (*AssessmentState.values[:-1], "none")
SPOTS = ("no_report", "ending", "unassessed")
SORTS: Mapping[str, tuple[str | Combinable, ...]] = {
    "batch": ("-batch", "pk"),
    "end": (F("ends").asc(nulls_last=True), "pk"),
    "due": (F("due").asc(nulls_last=True), "pk"),
    "name": ("name", "pk"),
}
_NONE = Value("none")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowFilter:
    """What the list is cut to; empty values do not cut."""

    q: str = ""
    batch: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    # One of these days from now the term ends: "90", "180", "365".
    end: tuple[str, ...] = ()
    spot: tuple[str, ...] = ()
    sort: str = "batch"

    @classmethod
    def read(cls, said: Mapping[str, tuple[str, ...]]) -> FollowFilter:
        """From the values of an address; what is not understood is left out."""
        return cls(
            q="".join(said.get("q", ())[-1:])[:100].strip(),
            batch=_numbers(said.get("batch", ()), 4),
            district=said.get("district", ()),
            field=said.get("field", ()),
            report=_known(said.get("report", ()), REPORTS),
            outcome=_known(said.get("outcome", ()), OUTCOMES),
            standing=_known(said.get("standing", ()), LabelState.values),
            end=_numbers(said.get("end", ()), 4),
            spot=_known(said.get("spot", ()), SPOTS),
            sort="".join(said.get("sort", ())[-1:]) or "batch",
        )


def names() -> tuple[str, ...]:
    """The parameters of an address that this filter reads."""
    return tuple(one.name for one in fields(FollowFilter))


def _numbers(values: tuple[str, ...], longest: int) -> tuple[str, ...]:
    return tuple(one for one in values if one.isdecimal() and len(one) <= longest)


def _known(values: tuple[str, ...], known: object) -> tuple[str, ...]:
    return tuple(one for one in values if one in known)  # type: ignore[operator]


def followed(actor: Actor, at: datetime) -> QuerySet[Lab]:
    """Recognised labs within an officer's reach, each with where it stands; ``given``: labels."""
    tops = actor.reach(Permission.EVALUATION_LAB_READ)
    within = subtree(tops, "city__path") | subtree(tops, "district__path")
    return _annotated(Lab.objects.filter(within), at)


def own(actor: Actor, at: datetime) -> QuerySet[Lab]:
    """The labs this person acts for."""
    return _annotated(Lab.objects.filter(own_side(actor)), at)


def own_side(actor: Actor, prefix: str = "") -> Q:
    """The condition "the lab (at ``prefix``) is one this person acts for"."""
    tops = actor.reach(Permission.EVALUATION_LAB_KEEP)
    applied = subtree(tops, f"{prefix}application__owner_unit__path")
    built = Q(**{f"{prefix}application__isnull": True})
    return applied | (built & subtree(tops, f"{prefix}builder__seat__path"))


def _annotated(rows: QuerySet[Lab], at: datetime) -> QuerySet[Lab]:
    labels = Label.objects.filter(lab=OuterRef("pk")).order_by("-since", "-pk")
    reports = Report.objects.filter(lab=OuterRef("pk"))
    newest = reports.order_by("-since")
    late = reports.filter(state=ReportState.OPEN, submitted_at=None, due_at__lte=at)
    judged = Assessment.objects.filter(lab=OuterRef("pk")).exclude(state="cancelled")
    judged = judged.order_by("-round__made_at", "-pk")
    report = Case(
        When(Exists(late), then=Value("overdue")),
        When(Exists(reports.filter(state=ReportState.SKIP_ASKED)), then=Value("skip_asked")),
        default=Coalesce(Subquery(newest.values("state")[:1]), _NONE),
        output_field=CharField(),
    )
    given = Prefetch("labels", Label.objects.order_by("-since", "-pk"), to_attr="given")
    return (
        rows.filter(Exists(labels), kind__in=REPORTING)
        .select_related(*WITH)
        .annotate(
            standing=Subquery(labels.values("state")[:1]),
            ends=Subquery(labels.values("until")[:1]),
            report=report,
            due=Subquery(
                reports.filter(state=ReportState.OPEN).order_by("due_at").values("due_at")[:1]
            ),
            outcome=Coalesce(Subquery(judged.values("state")[:1]), _NONE),
        )
        .prefetch_related(given)
        .order_by("-batch", "pk")
    )


def listed(actor: Actor, wanted: FollowFilter, at: datetime) -> QuerySet[Lab]:
    """The list as the address wants it."""
    found = Q()
    columns = {
        "batch": "batch__in",
        "district": "district__code__in",
        "field": "field__code__in",
        "report": "report__in",
        "outcome": "outcome__in",
        "standing": "standing__in",
    }
    for name, column in columns.items():
        if values := getattr(wanted, name):
            found &= Q(**{column: values})
    if wanted.q:
        words = Q(name__icontains=wanted.q) | Q(builder_name__icontains=wanted.q)
        found &= words | Q(name_en__icontains=wanted.q)
    today = timezone.localdate(at)
    if wanted.end:
        last = today + timedelta(days=max(int(one) for one in wanted.end))
        found &= Q(ends__lte=last, standing=LabelState.VALID)
    rows = followed(actor, at)
    for spot in wanted.spot:
        found &= _spot(spot, rows, at)
    return rows.filter(found).order_by(*SORTS.get(wanted.sort, SORTS["batch"]))


def _spot(name: str, rows: QuerySet[Lab], at: datetime) -> Q:
    """White spots: nothing handed in, a term that ends and nobody asks, never assessed."""
    if name == "no_report":
        handed = Report.objects.filter(lab=OuterRef("pk")).exclude(submitted_at=None)
        return Q(~Exists(handed), standing=LabelState.VALID)
    if name == "unassessed":
        return Q(outcome="none", standing=LabelState.VALID, kind__in=FOLLOWED)
    asked = Renewal.objects.filter(lab=OuterRef("pk"), state=RenewalState.ASKED)
    known = rows.order_by().values_list("city", flat=True).distinct()
    cities = {one: ending_days(one) for one in known if one is not None}
    today = timezone.localdate(at)
    ending = Q(pk__in=[])
    for city, days in cities.items():
        ending |= Q(city=city, ends__lte=today + timedelta(days=days))
    return ending & Q(~Exists(asked), standing=LabelState.VALID)


def ending_days(city: Unit | int) -> int:
    """From how many days before its end a term is a white spot, by the city's terms."""
    terms = terms_of(city)
    return terms.ending_days if terms else 0


def tally(actor: Actor, at: datetime) -> dict[str, Counter[tuple[str, str]]]:
    """How many labs within reach there are by each value of each facet; one query."""
    columns = ("batch", "report", "outcome", "standing")
    pairs = ("district", "field")
    named = [f"{one}__{part}" for one in pairs for part in ("code", "name", "name_en")]
    counted: dict[str, Counter[tuple[str, str]]] = {one: Counter() for one in (*columns, *pairs)}
    rows = followed(actor, at).order_by().prefetch_related(None).values(*columns, *named)
    for row in rows:
        for one in columns:
            counted[one][str(row[one]), ""] += 1
        for one in pairs:
            if row[f"{one}__code"]:
                name = in_readers_language(row[f"{one}__name"], row[f"{one}__name_en"])
                counted[one][row[f"{one}__code"], name] += 1
    return counted


def reach_followed(actor: Actor, pk: int, at: datetime) -> Lab:
    """One lab within an officer's reach. Raises ``NotFound``."""
    if found := followed(actor, at).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such lab within your reach."))


def reach_own(actor: Actor, pk: int, at: datetime) -> Lab:
    """One lab this person acts for. Raises ``NotFound``."""
    if found := own(actor, at).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such lab of yours."))
