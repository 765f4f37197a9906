"""Changing: one meeting added, moved or cancelled by hand, and what that does to the day."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.engines.scheduling.checking import violations
from citystage.engines.scheduling.explaining import ReasonCode, why_not
from citystage.engines.scheduling.outcome import Obstacle
from citystage.engines.scheduling.problem import Meeting, Problem, Wish


@dataclass(frozen=True, slots=True)
class Change:
    """`out` is taken from the plan, `into` comes to it; both: a meeting is moved."""

    out: Meeting | None = None
    into: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """`refused`: what the new meeting breaks even alone (nobody there, a break, a maximum with
    nothing else to give up). `gives_way`: meetings that cannot stand beside it; they are not in
    `meetings` any more. `opened`: wishes that fit now and did not before.
    """

    meetings: tuple[Meeting, ...]
    refused: tuple[Obstacle, ...]
    gives_way: tuple[Meeting, ...]
    total_before: float
    total_after: float
    opened: tuple[Wish, ...]


def effect(problem: Problem, meetings: Sequence[Meeting], change: Change) -> Effect:
    """What a change by hand does. Meetings in the way give way, the lightest first."""
    weights = {(one.left, one.right): one.weight for one in problem.wishes}
    stay = [one for one in meetings if one != change.out]
    refused: tuple[Obstacle, ...] = ()
    gives_way: list[Meeting] = []
    if change.into is not None:
        refused = violations(problem, [change.into])
        while not refused and (against := _against(problem, stay, change.into)):
            lightest = min(against, key=lambda one: (weights.get(one[:2], 0.0), one))
            gives_way.append(lightest)
            stay.remove(lightest)
        stay.append(change.into)
    after = tuple(sorted(stay, key=lambda one: (one.slot, one.table)))
    before = _fitting(problem, meetings)
    opened = tuple(wish for wish in _fitting(problem, after) if wish not in before)
    return Effect(
        after,
        refused,
        tuple(gives_way),
        _total(weights, meetings),
        _total(weights, after),
        opened,
    )


def _against(problem: Problem, stay: list[Meeting], into: Meeting) -> list[Meeting]:
    """Meetings of the first rule that the new one breaks together with others."""
    together = [*stay, into]
    last = len(stay)
    for broken in violations(problem, together):
        if last in broken.fixed:
            return [together[at] for at in broken.fixed if at != last]
    return []


def _fitting(problem: Problem, meetings: Sequence[Meeting]) -> list[Wish]:
    return [one.wish for one in why_not(problem, meetings) if one.code is ReasonCode.POSSIBLE]


def _total(weights: dict[tuple[int, int], float], meetings: Sequence[Meeting]) -> float:
    return sum(weights.get((one.left, one.right), 0.0) for one in meetings)
