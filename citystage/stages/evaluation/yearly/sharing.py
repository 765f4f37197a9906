"""Few assessors for each of a long list: shared out by fit and load as panels are, and said why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil, floor
from typing import Final

import numpy as np

from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.outcome import Outcome, Status
from citystage.engines.assignment.problem import Affinity, Floats, Problem
from citystage.engines.expertise.fitting import fit
from citystage.engines.expertise.records import CaseText, ExpertText
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.evaluation.models import Examiner, Subject
from citystage.stages.selection.panels.fitting import expert_text

# How far loads may lie from even ones, tried one after another.
_SLACKS: Final = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Why this assessor: the fit in per cent and its place among those allowed, and the load."""

    fit: int
    place: int
    of: int
    load: int
    even: int

    def as_kept(self) -> dict[str, int]:
        """As it stays with the sheet."""
        return asdict(self)


def shared_out(
    subjects: Sequence[Subject],
    examiners: Sequence[Examiner],
    *,
    each: int,
    barred: Collection[tuple[int, int]],
) -> dict[tuple[int, int], Chosen] | None:
    """(subject, examiner) -> why. None where no loads at all give each subject its assessors.

    The subject worst served comes first; loads lie as near to even ones as conflicts allow, and
    nobody of the register has more than they take.
    """
    case_of = {one.pk: at for at, one in enumerate(subjects)}
    expert_of = {one.pk: at for at, one in enumerate(examiners)}
    conflicts = sorted((case_of[case], expert_of[expert]) for case, expert in barred)
    fits = _fits(subjects, examiners)
    whole = Problem(
        affinity=Affinity.dense(fits),
        seats=each,
        most=len(subjects),
        conflicts=conflicts,
    )
    outcome = _assigned(whole, examiners, each)
    if outcome is None:
        return None
    allowed = fits.copy()
    for case, expert in conflicts:
        allowed[case, expert] = -1.0
    even = ceil(len(subjects) * each / len(examiners))
    return {
        (subjects[case].pk, examiners[expert].pk): _chosen(
            allowed[case], expert, outcome.loads[expert], even
        )
        for case, panel in enumerate(outcome.panels)
        for expert in panel
    }


def _assigned(whole: Problem, examiners: Sequence[Examiner], each: int) -> Outcome | None:
    """With loads as even as can be; each round allows them to lie further apart."""
    cases = whole.affinity.cases
    even = cases * each / len(examiners)
    takes = [one.expert.most_cases if one.expert else None for one in examiners]
    for slack in _SLACKS:
        most = min(cases, ceil(even) + slack)
        least = max(0, floor(even) - slack)
        limits = [most if own is None else min(own, most) for own in takes]
        problem = replace(whole, most=limits, least=[min(least, limit) for limit in limits])
        outcome = assign(problem)
        if outcome.status != Status.INFEASIBLE:
            return outcome
        if most == cases and least == 0:
            break
    return None


def _chosen(row: Floats, expert: int, load: int, even: int) -> Chosen:
    better = int((row > row[expert]).sum())
    return Chosen(round(float(row[expert]) * 100), better + 1, int((row >= 0).sum()), load, even)


def _fits(subjects: Sequence[Subject], examiners: Sequence[Examiner]) -> Floats:
    """Fit of every pair, 0 to 1; officers have no entry that says what they know."""
    told = _records(subjects)
    cases = [_case(one, told) for one in subjects]
    known = [expert_text(one.expert) if one.expert else ExpertText() for one in examiners]
    table = np.zeros((len(cases), len(known)))
    if any(one.texts or one.terms for one in known):
        found = fit(cases, known)
        table[found.rows, found.cols] = found.values
    return table


def _records(subjects: Sequence[Subject]) -> Mapping[int, tuple[str, frozenset[str]]]:
    """Subject -> what its scenario or lab says of itself, and its field and chain; two queries."""
    of_scenario = {one.scenario_id: one.pk for one in subjects if one.scenario_id is not None}
    of_lab = {one.lab_id: one.pk for one in subjects if one.lab_id is not None}
    found = {}
    scenarios = Scenario.objects.filter(pk__in=of_scenario).order_by()
    for pk, text, *codes in scenarios.values_list("pk", "summary", "field__code", "chain__code"):
        found[of_scenario[pk]] = (text, frozenset(code for code in codes if code))
    labs = Lab.objects.filter(pk__in=of_lab).order_by()
    for pk, direction, needs, code in labs.values_list("pk", "direction", "needs", "field__code"):
        found[of_lab[pk]] = (f"{direction}\n{needs}", frozenset([code] if code else []))
    return found


def _case(subject: Subject, told: Mapping[int, tuple[str, frozenset[str]]]) -> CaseText:
    """Its name, what it says of itself, and its self-report."""
    text, terms = told.get(subject.pk, ("", frozenset()))
    said = [subject.name, text, subject.overview, *map(str, subject.words.values())]
    return CaseText(text="\n".join(one for one in said if one), terms=terms)
