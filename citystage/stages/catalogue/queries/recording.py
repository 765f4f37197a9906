"""What officers read of one scenario: what each version changed, and what may be chosen."""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q, QuerySet

from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario, ScenarioVersion
from citystage.stages.catalogue.queries.relatives import Change, changes


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what it changed against the one before it."""

    version: ScenarioVersion
    changes: list[Change]


def history(scenario: Scenario) -> list[Step]:
    """All versions, newest first; one query."""
    versions = list(scenario.versions.select_related("made_by").order_by("number"))
    steps = [Step(one, []) for one in versions[:1]]
    for before, after in pairwise(versions):
        steps.append(Step(after, changes(before.snapshot, after.snapshot)))
    return steps[::-1]


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
