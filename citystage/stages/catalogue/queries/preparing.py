"""What officers read while they prepare lists: the list, what may go into it, what it lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.quality.gate import assess
from citystage.engines.quality.rules import rules_from
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, setting, subtree
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english, said
from citystage.stages.catalogue.models import Release, ReleaseItem, Scenario
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.states import ReleaseState, ScenarioState

_SHOWN = ("field", "district", "application")


def cities(actor: Actor) -> list[Unit]:
    """The cities for which this person prepares lists."""
    reach = actor.reach(Permission.CATALOGUE_LIST_PREPARE)
    found = Unit.objects.filter(subtree(reach, "path"), kind=Unit.Kind.CITY)
    return list(found.order_by("ordinal", "pk"))


def lists(actor: Actor) -> QuerySet[Release]:
    """All lists of the person's cities, those in preparation first, then the newest."""
    reach = subtree(actor.reach(Permission.CATALOGUE_LIST_PREPARE), "city__path")
    found = Release.objects.filter(reach).select_related("city").annotate(known=Count("items"))
    return found.order_by("state", "-released_on", "-pk")


def begun(actor: Actor) -> QuerySet[Release]:
    """Lists in preparation, to be counted."""
    reach = subtree(actor.reach(Permission.CATALOGUE_LIST_PREPARE), "city__path")
    return Release.objects.filter(reach, state=ReleaseState.PREPARING)


def reach_list(actor: Actor, pk: int) -> Release:
    """One of them by its id."""
    found = lists(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such list within your reach."))
    return found


def items(release: Release) -> list[ReleaseItem]:
    """Its items in their order, with what a row shows."""
    related = [f"scenario__{name}" for name in _SHOWN]
    return list(release.items.select_related(*related).order_by("ordinal"))


def records(actor: Actor, wanted: ScenarioFilter) -> QuerySet[Scenario]:
    """Scenarios of the cities whose catalogue this person edits, hidden ones as well."""
    reach = subtree(actor.reach(Permission.CATALOGUE_RECORD_EDIT), "city__path")
    return _fitting(Scenario.objects.filter(reach), wanted)


def candidates(release: Release, wanted: ScenarioFilter) -> QuerySet[Scenario]:
    """What may go into ``release``: not withdrawn, of its city, not in it; reserve pool first."""
    found = Scenario.objects.filter(city_id=release.city_id)
    found = found.exclude(state=ScenarioState.WITHDRAWN)
    found = found.exclude(pk__in=release.items.values("scenario_id"))
    return _fitting(found, wanted)


def _fitting(found: QuerySet[Scenario], wanted: ScenarioFilter) -> QuerySet[Scenario]:
    found = found.filter(wanted.condition())
    if words := wanted.q.strip():
        says = Q(title__icontains=words) | Q(owner_name__icontains=words)
        found = found.filter(says | Q(number__icontains=words))
    return found.select_related(*_SHOWN, "city").order_by("-changed_at", "-pk")


def facet_counts(found: QuerySet[Scenario]) -> dict[str, list[tuple[str, str, int]]]:
    """Of ``found``: (code, name, count) by state, field and district; one query."""
    named = ("code", "name", "name_en")
    columns = [f"{part}__{name}" for part in ("field", "district") for name in named]
    plain = found.select_related(None).order_by().values_list("state", *columns)
    counted: dict[str, Counter[tuple[str, str]]] = {
        "status": Counter(),
        "field": Counter(),
        "district": Counter(),
    }
    english = in_english()
    for state, field, zh, en, district, its_zh, its_en, number in plain.annotate(n=Count("pk")):
        counted["status"][state, str(ScenarioState(state).label)] += number
        if field:
            counted["field"][field, (english and en) or zh] += number
        if district:
            counted["district"][district, (english and its_en) or its_zh] += number
    return {
        part: [(code, name, number) for (code, name), number in counts.most_common()]
        for part, counts in counted.items()
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """What the quality gate says of one scenario, in short."""

    score: int
    weak: bool
    # The parts it lacks in words: those that must not be lacking in a released list, and others.
    blocking: tuple[str, ...]
    lacking: tuple[str, ...]


def standings(city: Unit, scenarios: Iterable[Scenario]) -> dict[int, Standing]:
    """The gate of each scenario (with its application) by id; empty when the city has no rules."""
    found = setting(city, "quality")
    if found is None:
        return {}
    rules = rules_from(found.value)
    names = {part["code"]: said(part.get("name")) or part["code"] for part in found.value["parts"]}
    told = {}
    for scenario in scenarios:
        result = assess(_answers(scenario), rules)
        blocking = set(result.blocking)
        open_parts = [part.code for part in result.parts if part.state.name != "DONE"]
        told[scenario.pk] = Standing(
            score=result.score,
            weak=result.weak,
            blocking=tuple(names[code] for code in open_parts if code in blocking),
            lacking=tuple(names[code] for code in open_parts if code not in blocking),
        )
    return told


def _answers(scenario: Scenario) -> Mapping[str, Any]:
    """The need as it now reads, with the answers that have become columns."""
    filed = scenario.application.answers if scenario.application else {}
    own: dict[str, Any] = {"title": scenario.title, "need": scenario.summary}
    own |= {"budget": scenario.budget_text or scenario.budget or filed.get("budget")}
    own |= {"contact": scenario.contact, "deadline": _iso(scenario.valid_until)}
    return {**filed, **scenario.answers, **{key: value for key, value in own.items() if value}}


def _iso(day: Any) -> str:  # noqa: ANN401 -- a date or nothing
    return day.isoformat() if day else ""


def drafted(rows: Sequence[ReleaseItem]) -> dict[str, list[ReleaseItem]]:
    """Items under the names of their fields, as the released list will show them."""
    groups: dict[str, list[ReleaseItem]] = {}
    for item in rows:
        field = item.scenario.field
        groups.setdefault(field.label if field else "", []).append(item)
    return groups
