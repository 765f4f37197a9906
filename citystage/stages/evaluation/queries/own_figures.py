"""Figures of one scenario or one lab: rows of evidence that are its own, counted in a year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Agreement, Introduction
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Evidence, Exercise, Subject
from citystage.stages.evaluation.own_sources import BY_RECORD
from citystage.stages.evaluation.states.exercises import LIVE
from citystage.stages.evaluation.yearly.reads import Read
from citystage.stages.projects.models import Project
from citystage.stages.trials.models import Trial

# Records that name their scenario.
_RECORDS: Final[Mapping[str, Callable[[], QuerySet[Any]]]] = {
    "trials.trial": Trial.objects.all,
    "projects.project": Project.objects.all,
    "docking.agreement": Agreement.objects.all,
    "docking.introduction": Introduction.objects.all,
}


def read_own(
    exercise: Exercise, subjects: Sequence[Subject], measures: Sequence[Measure]
) -> dict[tuple[int, str], Read]:
    """(subject, code of the criterion) -> what its own evidence counts now; few queries."""
    if not measures or not Evidence.objects.filter(city=exercise.city_id).exists():
        return {}
    rows = own_rows(exercise, subjects, measures)
    now = timezone.now().isoformat()
    return {
        (subject.pk, one.code): _read(one, rows.get(subject.pk, []), exercise.year, now)
        for subject in subjects
        for one in measures
    }


def reach_own_measure(subject: Subject, code: str) -> Measure:
    """A criterion that counts the subject's own evidence. Raises ``NotFound``."""
    known = subject.exercise.read_terms().measures
    if found := next((one for one in known if one.code == code and one.counts), None):
        return found
    raise NotFound(_("This assessment has no such figure."))


def evidence_of(subject: Subject, measure: Measure) -> list[Evidence]:
    """The rows behind the number: as they are now, from scoring on as they were known then."""
    exercise = subject.exercise
    at = None if exercise.state in LIVE else exercise.scoring_at
    rows = own_rows(exercise, [subject], [measure], at=at)
    return behind(measure, rows.get(subject.pk, []), exercise.year)


def own_rows(
    exercise: Exercise,
    subjects: Sequence[Subject],
    measures: Iterable[Measure],
    *,
    at: datetime | None = None,
) -> dict[int, list[Evidence]]:
    """Subject -> its rows of these sources, of all years; as known then, or as known now."""
    sources = {code for one in measures for code in (*one.counts, one.since) if code}
    known = Evidence.objects.known_at(at) if at else Evidence.objects.current()
    known = known.filter(city=exercise.city_id)
    found: dict[int, list[Evidence]] = defaultdict(list)
    of_unit = _units(subjects)
    for row in known.filter(source__in=sources - _by_record(subjects), unit__in=of_unit):
        for pk in of_unit[row.unit]:
            found[pk].append(row)
    if wanted := sources & _by_record(subjects):
        of_record = _records(subjects, wanted)
        for row in known.filter(source__in=wanted, record__in=of_record):
            found[of_record[row.record]].append(row)
    return found


def behind(measure: Measure, rows: Iterable[Evidence], year: int) -> list[Evidence]:
    """The rows that make the number, the latest first; of days their beginning and their end."""
    own = list(rows)
    if measure.since:
        begun, ended = _ends(measure, own, year)
        found = [one for one in (begun, ended) if one is not None and ended is not None]
    else:
        found = [
            one for one in own if one.source in measure.counts and one.happened_on.year == year
        ]
    return sorted(found, key=lambda one: (one.happened_on, one.pk), reverse=True)


def _read(measure: Measure, rows: Sequence[Evidence], year: int, now: str) -> Read:
    if not measure.since:
        found = behind(measure, rows, year)
        every = {one.record for one in found}
        proven = {one.record for one in found if one.proven}
        return Read(float(len(proven)), len(proven), float(len(every)), now)
    begun, ended = _ends(measure, rows, year)
    if begun is not None and ended is not None:
        days = float((ended.happened_on - begun.happened_on).days)
        return Read(days, 1, days, now)
    if measure.none_as is None:
        return Read(None, made_at=now)
    return Read(float(measure.none_as), 0, None, now, assumed=True)


def _ends(
    measure: Measure, rows: Iterable[Evidence], year: int
) -> tuple[Evidence | None, Evidence | None]:
    """The first row of the beginning, and the first end after it if it lies in the year."""
    proven = sorted((one for one in rows if one.proven), key=lambda one: (one.happened_on, one.pk))
    begun = next((one for one in proven if one.source == measure.since), None)
    if begun is None:
        return None, None
    ended = next(
        (
            one
            for one in proven
            if one.source in measure.counts and one.happened_on >= begun.happened_on
        ),
        None,
    )
    return begun, ended if ended is not None and ended.happened_on.year == year else None


def _by_record(subjects: Sequence[Subject]) -> frozenset[str]:
    # Of a lab, every source counts its builder or itself.
    of_scenarios = any(one.scenario_id is not None for one in subjects)
    return frozenset(BY_RECORD) if of_scenarios else frozenset()


def _units(subjects: Iterable[Subject]) -> dict[str, list[int]]:
    """What evidence calls a unit -> the subjects it is of: labs of one builder share its rows."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in subjects:
        if one.scenario_id is not None:
            found[f"scenario:{one.scenario_id}"].append(one.pk)
        elif one.lab is not None:
            found[f"lab:{one.lab.pk}"].append(one.pk)
            if one.lab.builder_id is not None:
                found[f"organisation:{one.lab.builder_id}"].append(one.pk)
    return found


def _records(subjects: Iterable[Subject], sources: Iterable[str]) -> dict[str, int]:
    """What evidence calls a record -> the subject whose scenario it names."""
    of_scenario = {one.scenario_id: one.pk for one in subjects if one.scenario_id is not None}
    found = {}
    for kind in {BY_RECORD[code] for code in sources}:
        rows = _RECORDS[kind]().order_by().filter(scenario__in=of_scenario)
        for pk, scenario in rows.values_list("pk", "scenario_id"):
            found[f"{kind}:{pk}"] = of_scenario[scenario]
    return found
