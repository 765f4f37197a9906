"""Improving: one meeting makes way for another, as long as the day gains by it."""

from typing import Final

from citystage.engines.scheduling.slotting import Slotting

_PASSES: Final = 3
_TRIED: Final = 12
"""Meetings that are asked to make way for one wish."""
_FOLLOWING: Final = 8
"""Wishes of people who became free that are tried at once."""


def cover(slotting: Slotting) -> None:
    """Whoever meets nobody takes the place of a light meeting that neither side needs."""
    for pair in slotting.unmet():
        if slotting.has_nothing(pair) and not slotting.let_in(pair):
            _instead(slotting, pair, at_most=float("inf"), fairly=True)


def improve(slotting: Slotting, *, fairly: bool) -> None:
    """Let heavier wishes in instead of lighter ones. `fairly`: nobody is left with nothing."""
    weights = slotting.ground.weights
    for _ in range(_PASSES):
        gained = False
        for pair in slotting.unmet():
            if slotting.let_in(pair) or _instead(
                slotting, pair, at_most=float(weights[pair]), fairly=fairly
            ):
                gained = True
        if not gained:
            return


def _instead(slotting: Slotting, pair: int, *, at_most: float, fairly: bool) -> bool:
    """Drop one meeting lighter than `at_most` where that lets the pair in."""
    weights = slotting.ground.weights
    able = slotting.of_either(pair)
    if slotting.is_full:
        able = able | slotting.in_slots_of(pair)
    lighter = sorted((one for one in able if weights[one] < at_most), key=lambda one: weights[one])
    for one in lighter[:_TRIED]:
        if fairly and slotting.is_only_one(one):
            continue
        mark = slotting.mark()
        slotting.drop(one)
        if slotting.let_in(pair):
            _follow(slotting, one)
            return True
        slotting.undo(mark)
    return False


def _follow(slotting: Slotting, dropped: int) -> None:
    """The people who became free, and the table, may serve another wish."""
    ends = slotting.ground.pairs
    left, right = ends[dropped].tolist()
    near = [
        pair
        for pair in slotting.unmet()
        if pair != dropped and (ends[pair, 0] == left or ends[pair, 1] == right)
    ]
    for pair in near[:_FOLLOWING]:
        slotting.let_in(pair)
