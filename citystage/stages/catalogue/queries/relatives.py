"""What stands near a scenario: its parts, its like, and what changed between two versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from citystage.engines.text.diff import Segment, diff
from citystage.stages.catalogue.models import Scenario, ScenarioVersion
from citystage.stages.catalogue.versions import PUBLIC, differences

_CARD = ("city", "district", "field")
_MOST = 4


@dataclass(frozen=True, slots=True)
class Near:
    """``parts``: children of a super scenario, or siblings; ``like``: same field, chain, owner."""

    parts: Sequence[Scenario]
    like: Sequence[Scenario]


def of(scenario: Scenario) -> Near:
    """Public relatives; two queries at most."""
    family = Q(parent=scenario)
    if scenario.parent_id:
        family |= Q(parent_id=scenario.parent_id) | Q(pk=scenario.parent_id)
    public = Scenario.objects.public().exclude(pk=scenario.pk).select_related(*_CARD)
    parts = list(public.filter(family).order_by("-pk")[: _MOST * 2])
    return Near(parts=parts, like=_like(scenario, {one.pk for one in parts}))


def _like(scenario: Scenario, besides: set[int]) -> list[Scenario]:
    shared = [
        (Q(chain=scenario.chain_id), 3, scenario.chain_id),
        (Q(field=scenario.field_id), 2, scenario.field_id),
        (Q(owner=scenario.owner_id), 1, scenario.owner_id),
    ]
    known = [(condition, weight) for condition, weight, pk in shared if pk]
    if not known:
        return []
    any_of = Q()
    fit: Any = Value(0)
    for condition, weight in known:
        any_of |= condition
        fit = fit + Case(
            When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField()
        )
    found = Scenario.objects.public().exclude(pk__in=[scenario.pk, *besides]).filter(any_of)
    # Of very many of one field the newest are weighed.
    newest = found.order_by("-pk").values("pk")[:500]
    ranked = Scenario.objects.filter(pk__in=newest).annotate(fit=fit).order_by("-fit", "-pk")
    return list(ranked.select_related(*_CARD)[:_MOST])


@dataclass(frozen=True, slots=True)
class Change:
    """One column that differs between two versions, with its texts compared."""

    name: str
    segments: Sequence[Segment]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What the later snapshot changed, answers taken one by one, in the order of the page."""
    found: list[Change] = []
    for name in differences(dict(before), dict(after)):
        old, new = before.get(name), after.get(name)
        if name == "answers":
            old, new = old or {}, new or {}
            keys = list(dict.fromkeys([*old, *new]))
            found += [
                _change(f"answers.{key}", old.get(key), new.get(key))
                for key in keys
                if old.get(key) != new.get(key)
            ]
        elif name in PUBLIC:
            found.append(_change(name, old, new))
    return found


def _change(name: str, old: object, new: object) -> Change:
    return Change(name, diff(_text(old), _text(new)))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def versions_of(scenario: Scenario) -> QuerySet[ScenarioVersion]:
    """Its versions without their content, the newest first."""
    return scenario.versions.order_by("-number").defer("snapshot")


def version_pair(
    scenario: Scenario, number: int
) -> tuple[ScenarioVersion | None, ScenarioVersion | None]:
    """One version and the one before it; nothing where there is none."""
    kept = {one.number: one for one in scenario.versions.filter(number__in=[number, number - 1])}
    return kept.get(number), kept.get(number - 1)
