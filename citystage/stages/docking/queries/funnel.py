"""The funnel for pages: which scenarios, by what it is cut, and the records behind a number."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.funnel import DIMENSIONS, STEPS, Line, measured
from citystage.stages.events.models import Event

_OFFICES = ("city__path", "district__path", "lead_department__path")


@dataclass(frozen=True, slots=True)
class Part:
    """One line with its name."""

    label: str
    line: Line


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole and its parts."""

    whole: Line
    parts: list[Part]


def within(actor: Actor) -> QuerySet[Scenario]:
    """Scenarios whose way this officer follows. Raises ``NotFound`` for who follows none."""
    tops = actor.reach(Permission.DOCKING_TRACK_READ)
    if not tops:
        raise NotFound(_("There is nothing here for your role."))
    # The whole city covers its districts and departments: one condition, one index.
    if all(top.kind == Unit.Kind.CITY for top in tops):
        return Scenario.objects.filter(city__in=[top.pk for top in tops])
    found = Q(pk__in=[])
    for column in _OFFICES:
        found |= subtree(tops, column)
    return Scenario.objects.filter(found)


def funnel(actor: Actor, *, by: str, year: int | None = None) -> Funnel:
    """The funnel of everything within reach, cut by a dimension; two or three queries."""
    scenarios = within(actor)
    if year:
        scenarios = scenarios.filter(year=year)
    whole, lines = measured(scenarios, by=by)
    names = _names(by, [line.key for line in lines if line.key])
    parts = [Part(names.get(line.key or "", line.key or ""), line) for line in lines]
    return Funnel(whole, parts)


def _names(by: str, keys: list[str]) -> dict[str, str]:
    if by == "owner":
        return {key: key for key in keys}
    numbers = [int(key) for key in keys]
    if by == "field":
        return {str(one.pk): one.label for one in Term.objects.filter(pk__in=numbers)}
    if by == "event":
        return {str(one.pk): one.label for one in Event.objects.filter(pk__in=numbers)}
    return {str(one.pk): one.label for one in Unit.objects.filter(pk__in=numbers)}


def records(
    actor: Actor, *, step: str, by: str = "", key: str = "", year: int | None = None
) -> QuerySet[Scenario]:
    """The scenarios behind one number, the newest first. Raises ``NotFound`` for no such step."""
    found = within(actor)
    if year:
        found = found.filter(year=year)
    if step:
        sql = next((one.sql for one in STEPS if one.code == step), None)
        if sql is None:
            raise NotFound(_("There is no such step."))
        found = found.filter(pk__in=RawSQL(f"SELECT scenario_id FROM ({sql}) reached", ()))  # noqa: S608, S611 -- constants
    if by and key:
        if by not in DIMENSIONS:
            raise NotFound(_("There is no such cut."))
        part = f"SELECT scenario_id FROM ({DIMENSIONS[by][1]}) part (scenario_id, key)"  # noqa: S608 -- constants
        found = found.filter(pk__in=RawSQL(f"{part} WHERE key = %s", (key,)))  # noqa: S611 -- a parameter
    return found.select_related("city", "district", "field").order_by("-pk")


def years(actor: Actor) -> list[int]:
    """The years of the scenarios within reach."""
    found = within(actor).order_by("-year").values_list("year", flat=True).distinct()
    return [year for year in found if year is not None]
