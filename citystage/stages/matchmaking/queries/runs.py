"""Re-matches of a city: which there were, how far one is, and what changed between two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Run, RunResult
from citystage.stages.matchmaking.states import RunState

PULSE = timedelta(seconds=90)
# Points of 1000 by which a score must move to count as better or worse.
MOVED = 50


def cities(actor: Actor) -> list[Unit]:
    """The cities this person may match again."""
    reach = actor.reach(Permission.MATCHMAKING_CITY_REMATCH)
    found = {(unit.city or unit).pk: unit.city or unit for unit in reach}
    permission = Permission.MATCHMAKING_CITY_REMATCH
    return [city for city in found.values() if actor.holds(permission, city)]


def history(actor: Actor) -> QuerySet[Run]:
    """Their re-matches, the newest first."""
    tops = actor.reach(Permission.MATCHMAKING_CITY_REMATCH)
    found = Run.objects.filter(subtree(tops, "city__path"))
    return found.select_related("city", "made_by", "before").order_by("-pk")


def reach_run(actor: Actor, pk: int) -> Run:
    """One of them."""
    run = history(actor).filter(pk=pk).first()
    if run is None:
        raise NotFound(_("There is no such re-match within your reach."))
    return run


def run_by_id(pk: int) -> Run:
    """A re-match by its number, for jobs, which act without a person's reach."""
    return Run.objects.select_related("city", "made_by", "before").get(pk=pk)


def latest(city: Unit) -> Run | None:
    """The last re-match of ``city`` that was finished."""
    done = Run.objects.filter(city=city, state=RunState.DONE)
    return done.order_by("-ended_at", "-pk").first()


def left_alone(*, at: datetime) -> list[int]:
    """Runs that wait for a while already, or whose worker has shown no sign of life."""
    waits = Q(state=RunState.WAITING, made_at__lt=at - PULSE)
    lost = Q(state=RunState.RUNNING, pulse_at__lt=at - PULSE)
    return list(Run.objects.filter(waits | lost).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one supplier for one scenario; scores in points of 100, None: not found."""

    organisation: Organisation
    # "new", "gone", "better" or "worse".
    kind: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """What a run found otherwise for one scenario."""

    scenario: Scenario
    verdict_before: str
    verdict_after: str
    changes: tuple[Change, ...]


def changes(run: Run, against: Run | None = None, *, limit: int = 200) -> list[ScenarioChange]:
    """Scenarios for which ``run`` found something else than ``against`` (the run before it).

    Four queries. Scenarios of one run alone are left out: there is nothing to compare.
    """
    other = against or run.before
    if other is None:
        return []
    before = {one.scenario_id: one for one in RunResult.objects.filter(run=other)}
    pairs = [
        (before[one.scenario_id], one)
        for one in RunResult.objects.filter(run=run).order_by("scenario_id")
        if one.scenario_id in before and _differs(before[one.scenario_id], one)
    ][:limit]
    scenarios = Scenario.objects.select_related("city", "district").in_bulk(
        [after.scenario_id for _before, after in pairs]
    )
    ids = {pk for pair in pairs for result in pair for pk, _score in result.found}
    names = Organisation.objects.in_bulk(list(ids))
    return [
        ScenarioChange(
            scenarios[after.scenario_id],
            earlier.verdict,
            after.verdict,
            tuple(_changes(earlier, after, names)),
        )
        for earlier, after in pairs
    ]


def kinds_of(before: Mapping[int, int], after: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """Each organisation whose score (in thousandths) came, went or moved, with the kind."""
    for pk, score in after.items():
        if pk not in before:
            yield pk, "new"
        elif abs(score - before[pk]) >= MOVED:
            yield pk, "better" if score > before[pk] else "worse"
    for pk in before:
        if pk not in after:
            yield pk, "gone"


def _differs(before: RunResult, after: RunResult) -> bool:
    moved = any(kinds_of(dict(before.found), dict(after.found)))
    return moved or before.verdict != after.verdict


def _changes(
    before: RunResult, after: RunResult, names: Mapping[int, Organisation]
) -> Iterator[Change]:
    old, new = dict(before.found), dict(after.found)
    for pk, kind in kinds_of(old, new):
        if pk in names:
            yield Change(names[pk], kind, _points(old.get(pk)), _points(new.get(pk)))


def _points(thousandths: int | None) -> int | None:
    return None if thousandths is None else round(thousandths / 10)
