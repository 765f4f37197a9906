"""Shortage: why nothing can be found, from the narrowest place, and which conflicts cause it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from citystage.engines.assignment.candidates import edges_of, keys_of, widen
from citystage.engines.assignment.ground import Ground, isin_sorted, merged
from citystage.engines.assignment.network import Cut, Edges, best_flow
from citystage.engines.assignment.outcome import Obstacle, ObstacleCode
from citystage.engines.assignment.problem import Affinity, Ints, Pair, Problem


def plain(problem: Problem, ground: Ground) -> tuple[Obstacle, ...]:
    """What needs no search: pins and numbers that contradict each other."""
    return (*_of_pins(ground), *_of_numbers(problem, ground))


def _of_pins(ground: Ground) -> Iterator[Obstacle]:
    m = ground.experts
    own = np.array([case * m + expert for case, expert in ground.pinned], np.int64)
    hurt = own[isin_sorted(own, ground.hard)]
    for key in hurt.tolist():
        pair = divmod(key, m)
        yield Obstacle(ObstacleCode.PINNED_CONFLICT, (pair[0],), (pair[1],), conflicts=(pair,))
    for expert in np.flatnonzero(ground.most < 0).tolist():
        cases = tuple(case for case, other in ground.pinned if other == expert)
        room = len(cases) + int(ground.most[expert])
        yield Obstacle(
            ObstacleCode.PINNED_OVER_LOAD, cases, (expert,), wanted=len(cases), available=room
        )
    for case in np.flatnonzero(ground.seats < 0).tolist():
        pins = _pinned_in(ground, case)
        room = len(pins) + int(ground.seats[case])
        yield Obstacle(
            ObstacleCode.PINNED_OVER_SEATS, (case,), pins, wanted=len(pins), available=room
        )
    for case, number in np.argwhere((ground.high < 0) & (ground.seats >= 0)[:, None]).tolist():
        pins = tuple(one for one in _pinned_in(ground, case) if ground.kind[one] == number)
        room = len(pins) + int(ground.high[case, number])
        kind = ground.kinds[number]
        yield Obstacle(ObstacleCode.PINNED_OVER_KIND, (case,), pins, kind, len(pins), room)


def _pinned_in(ground: Ground, case: int) -> tuple[int, ...]:
    return tuple(expert for other, expert in ground.pinned if other == case)


def _of_numbers(problem: Problem, ground: Ground) -> Iterator[Obstacle]:
    least = np.broadcast_to(np.asarray(problem.least), ground.experts)
    most = np.broadcast_to(np.asarray(problem.most), ground.experts)
    over = np.flatnonzero(least > most)
    for expert in over.tolist():
        yield Obstacle(
            ObstacleCode.LEAST_OVER_MOST,
            (),
            (expert,),
            wanted=int(least[expert]),
            available=int(most[expert]),
        )
    low, high = ground.low.sum(axis=1), np.maximum(ground.high, 0).sum(axis=1)
    for case in np.flatnonzero((low > ground.seats) | (high < ground.seats)).tolist():
        if ground.seats[case] >= 0:
            wanted = int(low[case]) if low[case] > ground.seats[case] else int(ground.seats[case])
            available = int(min(high[case], ground.seats[case]))
            yield Obstacle(
                ObstacleCode.SHAPE_OVER_SEATS, (case,), wanted=wanted, available=available
            )
    seats, places = (
        int(np.sum(np.maximum(ground.seats, 0))),
        int(np.sum(np.maximum(ground.most, 0))),
    )
    pins = len(ground.pinned)
    if seats > places and not over.size:
        yield Obstacle(ObstacleCode.TOTAL_SHORT, wanted=seats + pins, available=places + pins)
    if ground.least.sum() > seats:
        yield Obstacle(
            ObstacleCode.LEAST_UNMET,
            (),
            tuple(np.flatnonzero(ground.least).tolist()),
            wanted=int(ground.least.sum()),
            available=seats,
        )


@dataclass(frozen=True, slots=True)
class _Wants:
    """Nodes before the cut that want seats: a case's free seats (kind -1), or those of a kind."""

    cases: Ints
    kinds: Ints
    seats: Ints


def of_cut(ground: Ground, edges: Edges, cut: Cut) -> tuple[Obstacle, ...]:
    """The cut in words: one obstacle for each part that hangs together."""
    # SciPy takes longer to load than most problems to solve, and few have a cut to word.
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    lifted = fewest_to_lift(ground, edges)
    if cut.sink:
        return (_unmet(ground, cut, lifted),)
    wants = _wants(ground, cut)
    reached = ~cut.experts
    rows, columns = _reaching(ground, edges, wants)
    inside = reached[columns]
    count = len(wants.cases)
    links = [(rows[inside], count + columns[inside])]
    if ground.shaped:
        links.append(_siblings(wants))
    heads = np.concatenate([link[0] for link in links])
    tails = np.concatenate([link[1] for link in links])
    size = count + ground.experts
    graph = coo_array((np.ones(len(heads)), (heads, tails)), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    found = []
    for number in np.unique(part[:count]).tolist():
        mine = part[:count] == number
        within = np.flatnonzero(reached & (part[count:] == number))
        crossing = mine[rows] & ~inside
        able = np.union1d(within, columns[crossing])
        wanted = int(wants.seats[mine].sum())
        available = int(ground.most[within].sum()) + int(crossing.sum())
        available += _to_other_kinds(ground, cut, wants, mine)
        if wanted <= available:
            continue
        part_wants = _Wants(wants.cases[mine], wants.kinds[mine], wants.seats[mine])
        found.append(_short(ground, part_wants, able, (wanted, available), lifted))
    return tuple(found)


def _short(
    ground: Ground, wants: _Wants, able: Ints, numbers: tuple[int, int], lifted: tuple[Pair, ...]
) -> Obstacle:
    """`wants`: those of this part alone. `numbers`: seats wanted, places available."""
    cases, kinds = np.unique(wants.cases).tolist(), np.unique(wants.kinds).tolist()
    named = ground.kinds[kinds[0]] if len(kinds) == 1 and kinds[0] > 0 else ""
    if len(cases) == 1:
        code = ObstacleCode.CASE_SHORT
    else:
        code = ObstacleCode.KIND_SHORT if named else ObstacleCode.SEATS_SHORT
    mine = tuple(pair for pair in lifted if pair[0] in cases)
    return Obstacle(code, tuple(cases), tuple(able.tolist()), named, *numbers, mine)


def _unmet(ground: Ground, cut: Cut, lifted: tuple[Pair, ...]) -> Obstacle:
    experts = np.flatnonzero(cut.experts & (ground.least > 0))
    wanted = int(ground.least[experts].sum())
    return Obstacle(
        ObstacleCode.LEAST_UNMET,
        (),
        tuple(experts.tolist()),
        wanted=wanted,
        available=wanted - cut.missing,
        conflicts=lifted,
    )


def _wants(ground: Ground, cut: Cut) -> _Wants:
    if not ground.shaped:
        cases = np.flatnonzero(cut.free)
        return _Wants(cases, np.full(len(cases), -1), ground.seats[cases])
    free = np.flatnonzero(cut.free)
    cases, kinds = np.nonzero(cut.cases)
    left = (ground.seats - ground.low.sum(axis=1))[free]
    return _Wants(
        np.concatenate([free, cases]),
        np.concatenate([np.full(len(free), -1), kinds]),
        np.concatenate([left, ground.low[cases, kinds]]),
    )


def _reaching(ground: Ground, edges: Edges, wants: _Wants) -> tuple[Ints, Ints]:
    """Pairs from the wants: (number of the want, expert)."""
    kinds = len(ground.kinds)
    number = np.full((ground.cases, kinds), -1)
    if ground.shaped:
        of_kind = wants.kinds >= 0
        number[wants.cases[of_kind], wants.kinds[of_kind]] = np.flatnonzero(of_kind)
    else:
        number[wants.cases, 0] = np.arange(len(wants.cases))
    row = number[edges.cases, ground.kind[edges.experts]]
    return row[row >= 0], edges.experts[row >= 0]


def _siblings(wants: _Wants) -> tuple[Ints, Ints]:
    """A case's free seats hang together with its seats of kinds."""
    free = {case: at for at, case in enumerate(wants.cases.tolist()) if wants.kinds[at] < 0}
    pairs = [
        (free[case], at)
        for at, case in enumerate(wants.cases.tolist())
        if wants.kinds[at] >= 0 and case in free
    ]
    array = np.array(pairs, np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _to_other_kinds(ground: Ground, cut: Cut, wants: _Wants, mine: Ints) -> int:
    """Free seats that could go to a kind which is not short, up to that kind's limit."""
    if not ground.shaped:
        return 0
    cases = wants.cases[mine & (wants.kinds < 0)]
    room = (ground.high - ground.low)[cases]
    return int(room[~cut.cases[cases]].sum())


def fewest_to_lift(ground: Ground, edges: Edges) -> tuple[Pair, ...]:
    """The fewest conflicts and forbidden pairs without which everything could be met.

    A flow in which each of them costs 1 and all else nothing. Empty when even all do not suffice.
    """
    pinned = np.array(
        sorted(case * ground.experts + expert for case, expert in ground.pinned), np.int64
    )
    closed = ground.barred[~isin_sorted(ground.barred, pinned)]
    if not len(closed):
        return ()
    none = Affinity.sparse([], [], [], cases=ground.cases, experts=ground.experts)
    relaxed = replace(ground, barred=pinned, score=none, table=None)
    wider: Edges | None = edges_of(relaxed, merged(keys_of(ground, edges), closed))
    while wider is not None:
        at_cost = isin_sorted(keys_of(relaxed, wider), closed)
        chosen = best_flow(relaxed, replace(wider, scores=np.where(at_cost, -1.0, 0.0)))
        if chosen is not None:
            used = keys_of(relaxed, wider)[(chosen > 0) & at_cost]
            return tuple((key // ground.experts, key % ground.experts) for key in used.tolist())
        wider, _ = widen(relaxed, wider, ground.experts)
    return ()
