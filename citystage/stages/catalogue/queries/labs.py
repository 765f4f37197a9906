"""Recognised labs for pages: the directory with its filters, one lab, and what a code verifies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.foundation.tenancy.queries import city_coded
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab, Label, Release
from citystage.stages.catalogue.models.labs import FAMILIES, LABS
from citystage.stages.catalogue.states import LabelState
from citystage.stages.intake.models import Application
from citystage.stages.intake.queries import Side, lexicon, sides

# A lab that is only known from a source has no label of ours.
FROM_SOURCE = "source"
STANDINGS = (*LabelState.values, FROM_SOURCE)

_WITH = ("city", "builder", "field", "district", "challenge")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabFilter:
    """What the address asks for, within one family."""

    family: str = LABS
    q: str = ""
    city: tuple[str, ...] = ()
    batch: tuple[int, ...] = ()
    field: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()

    @classmethod
    def read(cls, said: Mapping[str, list[str]], family: str = LABS) -> LabFilter:
        """From the lists of an address; what is not understood is left out."""
        batches = [one for one in said.get("batch", []) if one.isdecimal() and len(one) < 5]  # noqa: PLR2004
        return cls(
            family=family,
            q="".join(said.get("q", [])[-1:])[:100].strip(),
            city=tuple(said.get("city", [])),
            batch=tuple(int(one) for one in batches),
            field=tuple(said.get("field", [])),
            district=tuple(said.get("district", [])),
            kind=tuple(one for one in said.get("kind", []) if one in Lab.Kind.values),
            standing=tuple(one for one in said.get("standing", []) if one in STANDINGS),
        )

    def where(self, *, without: str = "") -> Q:
        """The condition; ``without`` leaves one facet out, for its own counts."""
        columns = {
            "city": "city__code__in",
            "batch": "batch__in",
            "field": "field__code__in",
            "district": "district__code__in",
            "kind": "kind__in",
            "standing": "standing__in",
        }
        found = Q(kind__in=FAMILIES[self.family])
        for name, column in columns.items():
            if name != without and (values := getattr(self, name)):
                found &= Q(**{column: values})
        if self.q:
            words = Q(name__icontains=self.q) | Q(builder_name__icontains=self.q)
            found &= words | Q(name_en__icontains=self.q) | Q(direction__icontains=self.q)
        return found


def _standing() -> Coalesce:
    newest = Label.objects.filter(lab=OuterRef("pk")).order_by("-since", "-pk")
    return Coalesce(Subquery(newest.values("state")[:1]), Value(FROM_SOURCE))


def _labelled() -> QuerySet[Lab]:
    labels = Label.objects.order_by("-since", "-pk")
    found = Lab.objects.select_related(*_WITH).annotate(standing=_standing())
    return found.prefetch_related(Prefetch("labels", queryset=labels, to_attr="given"))


def listed(wanted: LabFilter) -> QuerySet[Lab]:
    """The labs that fit, by batch, newest first; each with ``standing`` and ``given``."""
    return _labelled().filter(wanted.where()).order_by("-batch", "city", "kind", "pk")


def counted(wanted: LabFilter, name: str) -> list[tuple[Any, ...]]:
    """The values of one facet with how many labs the other filters leave: (value, …, number)."""
    columns = {
        "city": ("city__code", "city__name", "city__name_en"),
        "batch": ("batch",),
        "field": ("field__code", "field__name", "field__name_en"),
        "district": ("district__code", "district__name", "district__name_en"),
        "kind": ("kind",),
        "standing": ("standing",),
    }[name]
    rows = Lab.objects.annotate(standing=_standing()).filter(wanted.where(without=name))
    rows = rows.exclude(**{f"{columns[0]}__isnull": True}) if "__" in columns[0] else rows
    return list(rows.order_by(columns[0]).values_list(*columns).annotate(number=Count("pk")))


def recognised_of(application_id: int) -> Lab | None:
    """What an application was recognised as."""
    return Lab.objects.filter(application_id=application_id).first()


def families() -> dict[str, int]:
    """Each family with how many of it are known; one query."""
    rows = Lab.objects.order_by().values_list("kind").annotate(number=Count("pk"))
    by_kind: dict[str, int] = dict(rows)
    return {name: sum(by_kind.get(kind, 0) for kind in kinds) for name, kinds in FAMILIES.items()}


def reach_lab(pk: int) -> Lab:
    """One of them with its labels. Raises ``NotFound``."""
    if found := _labelled().filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such recognition."))


# What of an application the public reads once it is recognised; of a lab its own columns.
_SHOWN_ANSWERS: Mapping[str, tuple[str, ...]] = {
    Lab.Kind.DEMONSTRATION: ("direction", "user", "used_since", "results", "repeat", "visits"),
    Lab.Kind.CHALLENGE: (
        "direction",
        "indicators",
        "price",
        "months",
        "supports",
        "taker",
        "rights",
    ),
    Lab.Kind.FUND: ("fund_type", "direction", "size", "for_city"),
}


def told_of(lab: Lab) -> list[Side]:
    """The answers of its application that everybody may read, in words."""
    shown = _SHOWN_ANSWERS.get(lab.kind, ())
    if not shown or lab.application_id is None:
        return []
    application = Application.objects.select_related("form", "city").get(pk=lab.application_id)
    known = lexicon(application.city, application=application)
    return [side for side in sides(application, lexicon=known) if side.key in shown]


def takers_of(lab: Lab) -> list[Lab]:
    """Who takes an announced challenge."""
    return list(lab.takers.order_by("pk"))


def newest(lab: Lab) -> Label | None:
    """The label that counts today: the newest."""
    return next(iter(lab.labels.order_by("-since", "-pk")), None)


def coded(code: str) -> Label | None:
    """The label of a code on a plaque or certificate."""
    key = "".join(code.split()).replace("-", "").upper()[:16]
    along = ("lab__city", "lab__builder", "city")
    return Label.objects.filter(code=key).select_related(*along).first() if key else None


def renewed_by(label: Label) -> Label | None:
    """The label that took its place."""
    return Label.objects.filter(renews=label).first()


def ended(at: datetime) -> QuerySet[Label]:
    """Valid labels whose term is over."""
    today = timezone.localdate(at)
    return Label.objects.filter(state=LabelState.VALID, until__lte=today).order_by("pk")


def reach_label(actor: Actor, pk: int) -> Label:
    """One label for the office that manages it. Raises ``NotFound``."""
    reach = subtree(actor.reach(Permission.CATALOGUE_LABEL_MANAGE), "city__path")
    found = Label.objects.filter(reach, pk=pk).select_related("lab", "city").first()
    if found is None:
        raise NotFound(_("There is no such recognition within your reach."))
    return found


def manages(actor: Actor, lab: Lab) -> bool:
    """Whether this officer decides on its recognition."""
    return actor.holds(Permission.CATALOGUE_LABEL_MANAGE, lab.city)


@dataclass(frozen=True, slots=True)
class Known:
    """How many of a batch a source states, and how many of them it names."""

    city: str
    batch: int
    kind: str
    name: Mapping[str, str]
    stated: int
    known: int


def knowledge(city_id: int | None = None, family: str = LABS) -> list[Known]:
    """What sources say of batches: stated and known numbers by kind of one family."""
    lists = Release.objects.filter(kind=Release.Kind.LABS)
    found = lists.filter(city=city_id) if city_id else lists
    told = []
    for one in found.select_related("city").order_by("released_on", "pk"):
        for part in one.source.get("parts", []):
            if part.get("kind", "") not in FAMILIES[family]:
                continue
            known = Lab.objects.filter(
                city=one.city_id, batch=one.source.get("batch", 0), kind=part.get("kind", "")
            )
            told.append(
                Known(
                    city=one.city.code,
                    batch=one.source.get("batch", 0),
                    kind=part.get("kind", ""),
                    name=part.get("name", {}),
                    stated=part.get("count", 0),
                    known=known.count(),
                )
            )
    return told


def issuer_of(city: Unit) -> str:
    """Who gives recognitions in a city: its coordinating office."""
    office = Unit.objects.filter(city=city, coordinates=True).first()
    return office.label if office else city.label


def city_of(code: str) -> Unit:
    """A city that may give badges. Raises ``NotFound``."""
    if found := city_coded(code):
        return found
    raise NotFound(_("There is no such city here."))


def withdrawn(city: Unit) -> list[int]:
    """The numbers of withdrawn labels, for the status list."""
    rows = Label.objects.filter(city=city, state=LabelState.WITHDRAWN).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def begins(label: Label) -> datetime:
    """The moment a label begins: midnight of its first day here."""
    return timezone.make_aware(datetime.combine(label.since, time()))


def ends(label: Label) -> datetime | None:
    """The moment its term is over."""
    return timezone.make_aware(datetime.combine(label.until, time())) if label.until else None


def last_change(city: Unit) -> datetime:
    """When the standing of the city's labels last changed: what a status list is dated by."""
    rows = Label.objects.filter(city=city).aggregate(made=Max("made_at"), ended=Max("ended_at"))
    known = [moment for moment in rows.values() if moment is not None]
    return max(known, default=datetime(2026, 1, 1, tzinfo=UTC))
