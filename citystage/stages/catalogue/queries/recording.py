"""What officers read of one scenario: what each version changed, and what may be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Model, Q, QuerySet, TextChoices

from citystage.foundation.taxonomy.models import Mode, Scheme, Side, Term, Tier
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.importing.drafting import money_text
from citystage.stages.catalogue.models import Scenario, ScenarioVersion
from citystage.stages.catalogue.queries.relatives import Change, changes
from citystage.stages.catalogue.states import ScenarioState

_CODES: dict[str, type[TextChoices]] = {
    "state": ScenarioState,
    "tier": Tier,
    "side": Side,
    "mode": Mode,
}
_TERMS = ("field_id", "chain_id")
_UNITS = ("district_id", "lead_department_id")


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what it changed against the one before it."""

    version: ScenarioVersion
    changes: list[Change]


def history(scenario: Scenario) -> list[Step]:
    """All versions, newest first, their codes in words; three queries."""
    versions = list(scenario.versions.select_related("made_by").order_by("number"))
    names = _names([one.snapshot for one in versions])
    worded = [
        {key: _word(key, value, names) for key, value in one.snapshot.items()} for one in versions
    ]
    steps = [Step(one, []) for one in versions[:1]]
    for at, (before, after) in enumerate(pairwise(worded), start=1):
        steps.append(Step(versions[at], changes(before, after)))
    return steps[::-1]


def _names(snapshots: Sequence[Mapping[str, Any]]) -> dict[tuple[type[Model], int], str]:
    """The labels of the terms and units that versions name by id."""
    found: dict[tuple[type[Model], int], str] = {}
    for model, columns in ((Term, _TERMS), (Unit, _UNITS)):
        ids = {pk for one in snapshots for column in columns if (pk := one.get(column))}
        rows = model.objects.filter(pk__in=ids)
        found |= {(model, row.pk): row.label for row in rows}
    return found


def _word(column: str, value: object, names: Mapping[tuple[type[Model], int], str]) -> object:
    """What a person reads for a value of ``column``."""
    if value in (None, ""):
        return value
    if kind := _CODES.get(column):
        return str(kind(str(value)).label)
    if column in _TERMS or column in _UNITS:
        model = Term if column in _TERMS else Unit
        return names.get((model, int(str(value))), value)
    return money_text(int(str(value))) if column == "budget" else value


@dataclass(frozen=True, slots=True)
class Choices:
    """The words and units a record of one city may name."""

    terms: dict[Scheme, QuerySet[Term]]
    units: dict[Unit.Kind, QuerySet[Unit]]


def choices(city: Unit) -> Choices:
    """Fields and chains of all cities and of this one; its districts and departments."""
    units = Unit.objects.filter(city=city)
    return Choices(
        terms={scheme: terms(city, scheme) for scheme in (Scheme.FIELD, Scheme.CHAIN)},
        units={
            kind: units.filter(kind=kind) for kind in (Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)
        },
    )


def terms(city: Unit | None, scheme: Scheme) -> QuerySet[Term]:
    """The words of one vocabulary that a record of ``city`` may name."""
    found = Term.objects.filter(scheme=scheme)
    return found.filter(Q(city=city) | Q(city__isnull=True)) if city else found
