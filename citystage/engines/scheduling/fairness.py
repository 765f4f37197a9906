"""Fairness: nobody is left with nothing while another of the same side has many meetings."""

from collections import Counter
from collections.abc import Iterable

from citystage.engines.scheduling.ground import Ground
from citystage.engines.scheduling.outcome import Someone
from citystage.engines.scheduling.problem import Side


def without(ground: Ground, pairs: Iterable[int]) -> tuple[Someone, ...]:
    """People who could be met and meet nobody in these pairs."""
    held = {side: set[int]() for side in Side}
    for pair in pairs:
        for side, number in zip(Side, ground.pairs[pair].tolist(), strict=True):
            held[side].add(number)
    return tuple(
        (side, number)
        for side in Side
        for number in ground.can_be_met(side).tolist()
        if number not in held[side]
    )


def is_fair(ground: Ground, pairs: Iterable[int]) -> bool:
    """False where somebody has nothing while one of the same side has `fair_from` or more."""
    many, held = ground.problem.fair_from, list(pairs)
    if many is None:
        return True
    left_out = {side for side, _ in without(ground, held)}
    for at, side in enumerate(Side):
        counts = Counter(ground.pairs[held, at].tolist())
        if side in left_out and max(counts.values(), default=0) >= many:
            return False
    return True
