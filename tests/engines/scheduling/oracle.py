"""The best day by trying every one; only for tiny ones."""

from collections import Counter
from collections.abc import Iterator

from citystage.engines.scheduling.checking import violations
from citystage.engines.scheduling.problem import Meeting, Problem

type Day = tuple[Meeting, ...]


def every_day(problem: Problem) -> Iterator[Day]:
    """All plans that keep the rules, tables aside (the first free one)."""
    wishes = [one for one in problem.wishes if one.weight > 0]
    fixed = {(one.left, one.right): one.slot for one in problem.fixed}
    pairs = [*fixed, *(one[:2] for one in wishes if one[:2] not in fixed)]

    def further(at: int, day: Day) -> Iterator[Day]:
        if at == len(pairs):
            yield day
            return
        pair = pairs[at]
        if pair not in fixed:
            yield from further(at + 1, day)
        slots = [fixed[pair]] if pair in fixed else sorted(problem.common(*pair))
        for slot in slots:
            table = sum(one.slot == slot for one in day)
            grown = (*day, Meeting(*pair, slot, table))
            if table < problem.tables and not violations(problem, grown):
                yield from further(at + 1, grown)

    yield from further(0, ())


def total(problem: Problem, day: Day) -> float:
    weights = {one[:2]: one.weight for one in problem.wishes}
    return sum(weights.get(one[:2], 0) for one in day)


def left_out(problem: Problem, day: Day, able: tuple[set[int], set[int]]) -> int:
    held = {one.left for one in day}, {one.right for one in day}
    return sum(len(able[side] - held[side]) for side in (0, 1))


def can_meet(days: list[Day]) -> tuple[set[int], set[int]]:
    """Who meets somebody in any plan at all."""
    return (
        {one.left for day in days for one in day},
        {one.right for day in days for one in day},
    )


def is_fair(problem: Problem, day: Day, able: tuple[set[int], set[int]]) -> bool:
    many = problem.fair_from
    if many is None:
        return True
    for side in (0, 1):
        counts = Counter(one[side] for one in day)
        if able[side] - set(counts) and max(counts.values(), default=0) >= many:
            return False
    return True
