"""The worker's steps of a re-match: take it up, keep what was found, end it, revive it."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.matchmaking.facts import RunBegun, RunCancelled, RunFailed, RunFinished
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.meaning import model
from citystage.stages.matchmaking.finding.topics import Plain
from citystage.stages.matchmaking.finding.whole_city import Matched
from citystage.stages.matchmaking.keeping import keep_scenarios
from citystage.stages.matchmaking.models import Run, RunResult, Suggestion
from citystage.stages.matchmaking.queries import runs
from citystage.stages.matchmaking.states import BEGIN, CANCEL, FAIL, FINISH, RunState


def _locked(run: Run) -> Run:
    found = Run.objects.select_for_update(of=("self",)).select_related("city", "before")
    return found.get(pk=run.pk)


@transaction.atomic(durable=True)
def begin(run: Run, *, known: CityKnowledge, stamp: Stamp) -> Run | None:
    """Take up a waiting run, or one whose worker was lost; None when another worker has it."""
    locked = _locked(run)
    lost = locked.pulse_at is None or locked.pulse_at < stamp.at - runs.PULSE
    if locked.state == RunState.RUNNING and lost:
        locked.pulse_at = stamp.at
        locked.save(update_fields=["pulse_at"])
        return locked
    if locked.state != RunState.WAITING:
        return None
    locked.started_at = locked.started_at or stamp.at
    locked.pulse_at = stamp.at
    locked.version = {"settings": known.version, "words": known.worded(model())}
    locked.before = runs.latest(locked.city)
    locked.save(update_fields=["started_at", "pulse_at", "version", "before"])
    advance(locked, BEGIN, fact=RunBegun(run_id=locked.pk), stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def measure(run: Run, *, scenarios: int, suppliers: int, stamp: Stamp) -> None:
    """Note how much there is to do; also a sign of life."""
    locked = _locked(run)
    locked.total, locked.pulse_at = scenarios, stamp.at
    locked.counts = locked.counts | {"suppliers": suppliers}
    locked.save(update_fields=["total", "pulse_at", "counts"])


@transaction.atomic(durable=True)
def keep_matches(run: Run, *, found: Sequence[Matched], stamp: Stamp) -> Run:
    """Keep what was found for some scenarios: suggestions, result and position together.

    Of two workers with the same scenarios the second finds them behind the position.
    """
    locked = _locked(run)
    if locked.state != RunState.RUNNING or locked.cancel_asked:
        return locked
    fresh = [one for one in found if one.scenario_id > locked.position]
    if not fresh:
        return locked
    keep_scenarios(fresh, run=locked, at=stamp.at)
    RunResult.objects.bulk_create(_result(locked, one) for one in fresh)
    counts = Counter(locked.counts)
    counts.update(str(one.verdict) for one in fresh)
    counts["pairs"] += sum(len(one.pairs) for one in fresh)
    locked.counts = dict(counts)
    locked.position, locked.pulse_at = fresh[-1].scenario_id, stamp.at
    locked.matched += len(fresh)
    locked.save(update_fields=["counts", "position", "pulse_at", "matched"])
    return locked


@transaction.atomic(durable=True)
def keep_topics(run: Run, *, topics: list[Plain], stamp: Stamp) -> None:
    """Keep the map of topics; also a sign of life."""
    locked = _locked(run)
    locked.topics, locked.pulse_at = topics, stamp.at
    locked.save(update_fields=["topics", "pulse_at"])


def _result(run: Run, one: Matched) -> RunResult:
    found = [[pair.organisation_id, round(1000 * pair.match.score)] for pair in one.pairs]
    return RunResult(run=run, scenario_id=one.scenario_id, verdict=one.verdict, found=found)


@transaction.atomic(durable=True)
def end(run: Run, *, failure: str, stamp: Stamp) -> Run:
    """Close a run: finished, cancelled, or stopped at a fault; a closed one stays as it is."""
    locked = _locked(run)
    if locked.state not in CANCEL.sources:
        return locked
    locked.ended_at, locked.failure = stamp.at, failure
    locked.save(update_fields=["ended_at", "failure"])
    if failure:
        advance(locked, FAIL, fact=RunFailed(run_id=locked.pk, reason=failure), stamp=stamp)
    elif locked.cancel_asked:
        advance(locked, CANCEL, fact=RunCancelled(run_id=locked.pk), stamp=stamp)
    else:
        _drop_gone(locked)
        locked.counts = locked.counts | _changes(locked)
        locked.save(update_fields=["counts"])
        told = RunFinished(run_id=locked.pk, counts=locked.counts)
        advance(locked, FINISH, fact=told, stamp=stamp)
    return locked


def _drop_gone(run: Run) -> None:
    """Scenarios that take no suppliers any longer have none."""
    met = RunResult.objects.filter(run=run).values("scenario_id")
    gone = Suggestion.objects.filter(scenario__city=run.city, current=True)
    gone.exclude(scenario_id__in=met).filter(changed_at__lt=run.started_at).update(current=False)


def _changes(run: Run) -> dict[str, int]:
    """How many pairs came, went and moved against the run before."""
    counted = Counter({"new": 0, "gone": 0, "better": 0, "worse": 0})
    if run.before is None:
        return {"first": 1}
    rows = RunResult.objects.filter(run=run.before).values_list("scenario_id", "found")
    before = {pk: dict(found) for pk, found in rows}
    for pk, found in RunResult.objects.filter(run=run).values_list("scenario_id", "found"):
        counted.update(kind for _org, kind in runs.kinds_of(before.get(pk, {}), dict(found)))
    return dict(counted)
