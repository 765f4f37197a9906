"""Changes: what breaks a rule, what an exchange would do, who steps in for who declines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from citystage.engines.assignment.ground import scores
from citystage.engines.assignment.problem import Affinity, Pair, Problem

type AllPanels = Sequence[Sequence[int]]


class ViolationCode(StrEnum):
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    OVER_LOAD = "over_load"
    UNDER_LOAD = "under_load"
    SEATS = "seats"
    KIND_LEAST = "kind_least"
    KIND_MOST = "kind_most"
    PIN = "pin"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: the `number` there is, and the `limit` it breaks."""

    code: ViolationCode
    case: int | None = None
    expert: int | None = None
    kind: str = ""
    number: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """In a case one expert leaves and another comes; None: nobody."""

    case: int
    out: int | None
    into: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does. `violations`: only those that were not there before."""

    panels: tuple[tuple[int, ...], ...]
    worst_before: float
    worst_after: float
    total_before: float
    total_after: float
    cases: Mapping[int, tuple[float, float]]
    loads: Mapping[int, tuple[int, int]]
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who steps in, if anybody; `passed_over` tells why those before did not."""

    expert: int | None
    panels: tuple[tuple[int, ...], ...]
    alternates: tuple[tuple[int, ...], ...]
    effect: Effect | None
    passed_over: tuple[tuple[int, Violation], ...]


class Standing:
    """A problem and its panels, worked out once for many questions."""

    def __init__(self, problem: Problem, panels: AllPanels) -> None:
        self.problem = problem
        self.score: Affinity = scores(problem)
        n, m = self.score.cases, self.score.experts
        self.seats = _each(problem.seats, n)
        self.most = _each(problem.most, m)
        self.least = _each(problem.least, m)
        self.conflicts = {(case, expert) for case, expert in problem.conflicts}
        self.forbidden = {(case, expert) for case, expert in problem.forbidden}
        self.pinned = {(case, expert) for case, expert in problem.pinned}
        self.panels = tuple(tuple(panel) for panel in panels)
        self.sums = [self.sum_of(case, panel) for case, panel in enumerate(self.panels)]
        self.loads = Counter(expert for panel in self.panels for expert in panel)

    def sum_of(self, case: int, panel: Sequence[int]) -> float:
        experts = np.array(panel, np.int64)
        return float(self.score.at(np.full(len(experts), case), experts).sum())

    def value(self, case: int, expert: int) -> float:
        return float(self.score.at(np.array(case), np.array(expert)))

    def kind(self, expert: int) -> str:
        return self.problem.kinds[expert] if self.problem.kinds else ""

    def of_case(self, case: int, panel: Sequence[int]) -> list[Violation]:
        """Rules a panel breaks, loads aside."""
        found = [
            Violation(ViolationCode.TWICE, case, expert, number=times, limit=1)
            for expert, times in Counter(panel).items()
            if times > 1
        ]
        for expert in dict.fromkeys(panel):
            if (case, expert) in self.conflicts:
                found.append(Violation(ViolationCode.CONFLICT, case, expert))
            if (case, expert) in self.forbidden:
                found.append(Violation(ViolationCode.FORBIDDEN, case, expert))
        if len(panel) != self.seats[case]:
            found.append(
                Violation(ViolationCode.SEATS, case, number=len(panel), limit=self.seats[case])
            )
        found += [
            Violation(ViolationCode.PIN, case, expert)
            for pinned, expert in sorted(self.pinned)
            if pinned == case and expert not in panel
        ]
        return found + self._of_shape(case, panel)

    def _of_shape(self, case: int, panel: Sequence[int]) -> list[Violation]:
        found = []
        kinds = Counter(self.kind(expert) for expert in panel)
        for part in self.problem.shape:
            if part.cases is not None and case not in part.cases:
                continue
            number = kinds[part.kind]
            if number < part.least:
                found.append(
                    Violation(ViolationCode.KIND_LEAST, case, None, part.kind, number, part.least)
                )
            if part.most is not None and number > part.most:
                found.append(
                    Violation(ViolationCode.KIND_MOST, case, None, part.kind, number, part.most)
                )
        return found

    def of_load(self, expert: int, load: int) -> list[Violation]:
        if load > self.most[expert]:
            code, limit = ViolationCode.OVER_LOAD, self.most[expert]
        elif load < self.least[expert]:
            code, limit = ViolationCode.UNDER_LOAD, self.least[expert]
        else:
            return []
        return [Violation(code, None, expert, number=load, limit=limit)]

    def effect(self, changes: Sequence[Change]) -> Effect:
        after = list(self.panels)
        loads = Counter[int]()
        for change in changes:
            panel = list(after[change.case])
            if change.out is not None:
                panel.remove(change.out)
                loads[change.out] -= 1
            if change.into is not None:
                panel.append(change.into)
                loads[change.into] += 1
            after[change.case] = tuple(panel)
        cases = dict.fromkeys(change.case for change in changes)
        sums = {case: (self.sums[case], self.sum_of(case, after[case])) for case in cases}
        changed = {
            expert: (self.loads[expert], self.loads[expert] + by) for expert, by in loads.items()
        }
        found: list[Violation] = []
        for case in cases:
            known = self.of_case(case, self.panels[case])
            found += [one for one in self.of_case(case, after[case]) if one not in known]
        for expert, (before, number) in changed.items():
            known = self.of_load(expert, before)
            found += [one for one in self.of_load(expert, number) if one not in known]
        others = min(
            (value for case, value in enumerate(self.sums) if case not in sums),
            default=float("inf"),
        )
        total = sum(self.sums)
        return Effect(
            tuple(after),
            worst_before=min(self.sums, default=0.0),
            worst_after=min(others, *(pair[1] for pair in sums.values())) if sums else others,
            total_before=total,
            total_after=total + sum(pair[1] - pair[0] for pair in sums.values()),
            cases=sums,
            loads=changed,
            violations=tuple(found),
        )


def _each(given: int | Sequence[int], length: int) -> list[int]:
    return [given] * length if isinstance(given, int) else [int(number) for number in given]


def violations(problem: Problem, panels: AllPanels) -> tuple[Violation, ...]:
    """Every rule the panels break, by case and then by expert."""
    standing = Standing(problem, panels)
    found = [
        one for case, panel in enumerate(standing.panels) for one in standing.of_case(case, panel)
    ]
    for expert in range(standing.score.experts):
        found += standing.of_load(expert, standing.loads[expert])
    return tuple(found)


def effect(problem: Problem, panels: AllPanels, changes: Sequence[Change]) -> Effect:
    """What the changes would do, one after the other. Who leaves must sit in the case."""
    return Standing(problem, panels).effect(changes)


def promote(  # noqa: PLR0913
    problem: Problem,
    panels: AllPanels,
    alternates: AllPanels,
    case: int,
    declined: int,
    *,
    also_declined: Sequence[Pair] = (),
) -> Promotion:
    """The first alternate of the case who breaks no rule takes the place of who declined.

    A pin of the one who declined no longer counts, nor does that expert's least load.
    """
    standing = Standing(problem, panels)
    standing.pinned.discard((case, declined))
    standing.least[declined] = 0
    refused = {expert for other, expert in also_declined if other == case}
    waiting = tuple(tuple(row) for row in alternates)
    passed: list[tuple[int, Violation]] = []
    for expert in waiting[case]:
        if expert in refused or expert == declined:
            continue
        done = standing.effect([Change(case, declined, expert)])
        if not done.violations:
            left = tuple(other for other in waiting[case] if other not in {expert, declined})
            rest = (*waiting[:case], left, *waiting[case + 1 :])
            return Promotion(expert, done.panels, rest, done, tuple(passed))
        passed.append((expert, done.violations[0]))
    return Promotion(None, standing.panels, waiting, None, tuple(passed))
