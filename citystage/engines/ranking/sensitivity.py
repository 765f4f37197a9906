"""Does an order survive other weights: at random, one weight at a time, and how near the next is.

Scores of many weightings are computed at once, by the formulas of `methods` written for arrays;
a test holds both equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from citystage.engines.ranking.methods import SAME, Method, order
from citystage.engines.ranking.table import Floats, Table, shares

_STEPS = 400
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Shake:
    """`runs` weightings; each weight is drawn within `spread` (a share) of itself."""

    runs: int = 1_000
    spread: float = 0.3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A subject: its place, the share of runs that keep it, the places of nine runs of ten."""

    subject: str
    place: int
    keeps: float
    low: int
    high: int
    shares: tuple[float, ...]
    "Of places 1, 2, …: the share of runs."


@dataclass(frozen=True, slots=True)
class Stability:
    """`rows` in order; `whole`: the share of runs in which nobody's place changes."""

    rows: tuple[Held, ...]
    whole: float
    runs: int


@dataclass(frozen=True, slots=True)
class Push:
    """One weight made larger or smaller by the spread; `moved`: whose place is another then."""

    measure: str
    upwards: bool
    share: float
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Two neighbours, and the smallest change of one weight that makes them change places.

    `share` is what the measure weighs now, `at` what it weighs then; None: no single weight does.
    """

    above: str
    below: str
    measure: str | None
    share: float
    at: float | None

    @property
    def change(self) -> float | None:
        return None if self.at is None else self.at - self.share


def shaken(table: Table, weights: Mapping[str, float], method: Method, shake: Shake) -> Stability:
    """Each weight times a random factor within the spread, then all made to sum to one again."""
    whole = table.complete()
    base = shares(whole.measures, weights)
    dice = np.random.default_rng(shake.seed)
    factors = dice.uniform(1 - shake.spread, 1 + shake.spread, (shake.runs, len(base)))
    drawn = base * factors
    return _stability(whole, base, drawn / drawn.sum(axis=1, keepdims=True), method)


def any_weights(
    table: Table, weights: Mapping[str, float], method: Method, shake: Shake
) -> Stability:
    """Weights drawn evenly from all there can be: what of the order owes nothing to them."""
    whole = table.complete()
    base = shares(whole.measures, weights)
    drawn = np.random.default_rng(shake.seed).dirichlet(np.ones(len(base)), shake.runs)
    return _stability(whole, base, drawn, method)


def one_at_a_time(
    table: Table, weights: Mapping[str, float], method: Method, spread: float
) -> tuple[Push, ...]:
    """Each weight up and down by the spread, the others shrinking or growing in proportion."""
    whole = table.complete()
    if not whole.subjects:
        return ()
    base, scaled = shares(whole.measures, weights), whole.scaled()
    before = places(many_scores(scaled, base[None, :], method))[0]
    found = []
    for at, measure in enumerate(whole.measures):
        for upwards in (True, False):
            share = min(1.0, base[at] * (1 + spread if upwards else 1 - spread))
            after = places(many_scores(scaled, _with(base, at, np.array([share])), method))[0]
            moved = tuple(np.array(whole.subjects, object)[before != after].tolist())
            found.append(Push(measure.code, upwards, float(share), moved))
    return tuple(found)


def swaps(table: Table, weights: Mapping[str, float], method: Method) -> tuple[Swap, ...]:
    """For each two neighbours, how little of one weight would have to change."""
    whole = table.complete()
    rows = order(whole, weights, method).rows
    if len(rows) < 2:  # noqa: PLR2004 -- a pair
        return ()
    base, scaled = shares(whole.measures, weights), whole.scaled()
    number = {subject: at for at, subject in enumerate(whole.subjects)}
    line = np.array([number[row.subject] for row in rows])
    turns = np.stack([_turns(scaled, base, at, line, method) for at in range(len(base))])
    far = np.where(np.isnan(turns), np.inf, np.abs(turns - base[:, None]))
    nearest = far.argmin(axis=0)
    found = []
    for at, (above, below) in enumerate(pairwise(rows)):
        best = int(nearest[at])
        if np.isinf(far[best, at]):
            found.append(Swap(above.subject, below.subject, None, 0.0, None))
        else:
            code, share = whole.measures[best].code, float(base[best])
            found.append(Swap(above.subject, below.subject, code, share, float(turns[best, at])))
    return tuple(found)


def many_scores(scaled: Floats, weights: Floats, method: Method) -> Floats:
    """Scores for many weightings at once: one row for each."""
    if method == Method.WEIGHTED_SUM:
        summed: Floats = weights @ scaled.T
        return summed
    square = weights**2
    best = np.sqrt(square @ ((scaled - scaled.max(axis=0)) ** 2).T)
    worst = np.sqrt(square @ ((scaled - scaled.min(axis=0)) ** 2).T)
    return _nearness(best, worst)


def _nearness(best: Floats, worst: Floats) -> Floats:
    whole = best + worst
    near: Floats = np.where(whole > 0, worst / np.where(whole > 0, whole, 1.0), 0.5)
    return near


def places(found: Floats) -> NDArray[np.int64]:
    """The place of each subject in each row of scores; equal scores share the better one."""
    count = found.shape[1]
    risen = np.sort(found, axis=1)
    counted = [
        1 + count - np.searchsorted(sorted_row, row + SAME, side="right")
        for sorted_row, row in zip(risen, found, strict=True)
    ]
    return np.array(counted, np.int64).reshape(found.shape)


def _stability(whole: Table, base: Floats, drawn: Floats, method: Method) -> Stability:
    if not whole.subjects:
        return Stability((), 1.0, len(drawn))
    scaled = whole.scaled()
    now = places(many_scores(scaled, base[None, :], method))[0]
    then = places(many_scores(scaled, drawn, method))
    low, high = np.quantile(then, [0.05, 0.95], axis=0, method="nearest")
    count, runs = len(whole.subjects), len(then)
    counted = [np.bincount(column, minlength=count + 1)[1:] / runs for column in then.T]
    rows = [
        Held(
            subject,
            int(now[at]),
            float(counted[at][now[at] - 1]),
            int(low[at]),
            int(high[at]),
            tuple(counted[at].tolist()),
        )
        for at, subject in enumerate(whole.subjects)
    ]
    rows.sort(key=lambda row: row.place)
    return Stability(tuple(rows), float((then == now).all(axis=1).mean()), runs)


def _with(base: Floats, at: int, wanted: Floats) -> Floats:
    """One weighting for each wanted share of one measure; the others keep their proportions."""
    rest = 1.0 - base[at]
    others = base / rest if rest > 0 else np.full(len(base), 1.0 / max(1, len(base) - 1))
    made: Floats = (1.0 - wanted)[:, None] * others[None, :]
    made[:, at] = wanted
    return made


def _turns(
    scaled: Floats, base: Floats, at: int, line: NDArray[np.int64], method: Method
) -> Floats:
    """Of each two neighbours in the line: the share of one measure, nearest to now, from which
    the lower one is ahead; not a number where there is none.
    """
    above, below = line[:-1], line[1:]
    grid = np.linspace(0.0, 1.0, _STEPS + 1)
    curve = many_scores(scaled, _with(base, at, grid), method)
    ahead = curve[:, below] - curve[:, above] > SAME
    far = np.where(ahead, np.abs(grid - base[at])[:, None], np.inf)
    over = grid[far.argmin(axis=0)]
    under = np.full(len(above), base[at])
    for _ in range(_HALVINGS):
        middle = (over + under) / 2
        drawn = _with(base, at, middle)
        gap = _own_scores(scaled, drawn, below, method) - _own_scores(scaled, drawn, above, method)
        over, under = np.where(gap > SAME, middle, over), np.where(gap > SAME, under, middle)
    turned: Floats = np.where(ahead.any(axis=0), over, np.nan)
    return turned


def _own_scores(scaled: Floats, weights: Floats, rows: NDArray[np.int64], method: Method) -> Floats:
    """The score of each of these rows by a weighting of its own; as ``many_scores`` counts."""
    chosen = scaled[rows]
    if method == Method.WEIGHTED_SUM:
        summed: Floats = (weights * chosen).sum(axis=1)
        return summed
    square = weights**2
    best = np.sqrt((square * (chosen - scaled.max(axis=0)) ** 2).sum(axis=1))
    worst = np.sqrt((square * (chosen - scaled.min(axis=0)) ** 2).sum(axis=1))
    return _nearness(best, worst)
