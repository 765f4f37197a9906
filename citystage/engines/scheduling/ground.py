"""Ground: every possible meeting of a problem as a column, every rule as a row."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from citystage.engines.scheduling.checking import home
from citystage.engines.scheduling.problem import Fixed, Person, Problem, Side

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

_ANY: Final = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """`pairs` are the fixed ones and the wishes above 0; a column is a pair in a slot of a room.

    Where nobody sits in a certain room and no time is needed between rooms, all rooms are one
    (`pools`: tables of each). Columns that an arrangement makes impossible are not there.
    """

    problem: Problem
    pairs: Ints
    weights: Floats
    fixed: int
    pools: tuple[int, ...]
    pair: Ints
    slot: Ints
    pool: Ints

    @property
    def columns(self) -> int:
        return len(self.pair)

    def who(self, side: Side) -> Ints:
        """The person of each column."""
        return np.asarray(self.pairs[self.pair, 0 if side is Side.LEFT else 1])

    def can_be_met(self, side: Side) -> Ints:
        """People with at least one column."""
        return np.unique(self.who(side))

    @property
    def is_simple(self) -> bool:
        """Slots are alike but for who is there: no rooms, no spacing."""
        return len(self.pools) == 1 and self.problem.spacing == 0


def prepare(problem: Problem) -> Ground:
    """All columns. The arrangements already made must not contradict each other."""
    arranged = {(one.left, one.right) for one in problem.fixed}
    wished = [one for one in problem.wishes if one.weight > 0 and one[:2] not in arranged]
    weights = {one[:2]: one.weight for one in problem.wishes}
    pairs = [one[:2] for one in problem.fixed] + [one[:2] for one in wished]
    pools = problem.rooms if _has_rooms(problem) else (problem.tables,)
    left_over = _LeftOver(problem, len(pools))
    columns: list[tuple[int, int, int]] = []
    for at, fixed in enumerate(problem.fixed):
        columns += [(at, fixed.slot, pool) for pool in _pools_of(problem, pools, fixed)]
    for at, wish in enumerate(wished, len(problem.fixed)):
        columns += [(at, *place) for place in left_over.places(wish.left, wish.right)]
    order = np.random.default_rng(problem.seed).permutation(len(columns)) if problem.seed else None
    table = np.array(columns, np.int64).reshape(-1, 3)
    if order is not None:
        table = table[order]
    return Ground(
        problem,
        np.array(pairs, np.int64).reshape(-1, 2),
        np.array([weights.get(pair, 0.0) for pair in pairs], np.float64),
        len(problem.fixed),
        pools,
        table[:, 0].copy(),
        table[:, 1].copy(),
        table[:, 2].copy(),
    )


def _has_rooms(problem: Problem) -> bool:
    if len(problem.rooms) < 2:  # noqa: PLR2004
        return False
    if problem.travel > problem.spacing:
        return True
    return any(person.room is not None for side in Side for person in problem.people(side))


def _pools_of(problem: Problem, pools: Sequence[int], fixed: Fixed) -> Sequence[int]:
    if len(pools) == 1:
        return (_ANY,)
    if fixed.table is not None:
        return (problem.rooms_of_tables()[fixed.table],)
    sits = home(problem, fixed.left, fixed.right)
    return range(len(pools)) if sits is None else (sits,)


class _LeftOver:
    """What the arrangements leave: places in which two people could still meet."""

    def __init__(self, problem: Problem, pools: int) -> None:
        self._problem = problem
        self._pools = pools
        self._busy: dict[tuple[Side, int], set[int]] = defaultdict(set)
        self._held: dict[tuple[Side, int], int] = defaultdict(int)
        self._of_kind: dict[tuple[Side, int, str], int] = defaultdict(int)
        at_once: dict[int, int] = defaultdict(int)
        for fixed in problem.fixed:
            at_once[fixed.slot] += 1
            near = range(fixed.slot - problem.spacing, fixed.slot + problem.spacing + 1)
            for someone in ((Side.LEFT, fixed.left), (Side.RIGHT, fixed.right)):
                self._busy[someone].update(near)
                self._held[someone] += 1
            kinds = problem.left[fixed.left].kind, problem.right[fixed.right].kind
            self._of_kind[Side.LEFT, fixed.left, kinds[1]] += 1
            self._of_kind[Side.RIGHT, fixed.right, kinds[0]] += 1
        self._full = {slot for slot, count in at_once.items() if count >= problem.tables}

    def places(self, left: int, right: int) -> Iterator[tuple[int, int]]:
        problem = self._problem
        if not (self._takes(Side.LEFT, left, right) and self._takes(Side.RIGHT, right, left)):
            return
        ours, theirs = problem.left[left].room, problem.right[right].room
        if ours is not None and theirs is not None and ours != theirs:
            return
        sits = home(problem, left, right)
        pools = range(self._pools) if self._pools == 1 or sits is None else (sits,)
        busy = self._busy[Side.LEFT, left] | self._busy[Side.RIGHT, right] | self._full
        for slot in sorted(problem.common(left, right) - busy):
            for pool in pools:
                yield slot, pool

    def _takes(self, side: Side, number: int, partner: int) -> bool:
        """Whether the limits of one leave a meeting with the other."""
        person = self._problem.people(side)[number]
        if person.most is not None and self._held[side, number] >= person.most:
            return False
        other = Side.RIGHT if side is Side.LEFT else Side.LEFT
        kind = self._problem.people(other)[partner].kind
        return all(
            kind != of or self._of_kind[side, number, kind] < most for of, most in person.most_of
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """Rules over columns: least <= matrix @ x <= most."""

    matrix: sparse.csr_array
    least: Floats
    most: Floats


class _Writer:
    """Collects rows; those that cannot be broken are left out."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._rows: list[Ints] = []
        self._entries: list[Ints] = []
        self._most: list[Floats] = []
        self._least: list[Floats] = []
        self._count = 0

    def groups(self, keys: Ints, columns: Ints, most: Floats, least: Floats | None = None) -> None:
        """One row for each key: at most `most[key]` of its columns, where there are more."""
        found, number, counts = np.unique(keys, return_inverse=True, return_counts=True)
        limit = most[found]
        floor = np.full(len(found), -np.inf) if least is None else least[found]
        kept = (counts > limit) | (floor > 0)
        new = np.cumsum(kept) - 1 + self._count
        used = kept[number]
        self._rows.append(new[number[used]])
        self._entries.append(columns[used])
        self._most.append(limit[kept])
        self._least.append(floor[kept])
        self._count += int(kept.sum())

    def finish(self) -> Rows:
        rows = np.concatenate([*self._rows, np.empty(0, np.int64)])
        columns = np.concatenate([*self._entries, np.empty(0, np.int64)])
        matrix = sparse.coo_array(
            (np.ones(len(rows)), (rows, columns)), shape=(self._count, self._columns)
        ).tocsr()
        least = np.concatenate([*self._least, np.empty(0)])
        return Rows(matrix, least, np.concatenate([*self._most, np.empty(0)]))


def rules(ground: Ground) -> Rows:
    """Every rule of the day but fairness."""
    problem, every = ground.problem, np.arange(ground.columns)
    writer = _Writer(ground.columns)
    must = np.zeros(len(ground.pairs))
    must[: ground.fixed] = 1
    writer.groups(ground.pair, every, np.ones(len(ground.pairs)), must)
    pools = len(ground.pools)
    tables = np.tile(np.array(ground.pools, np.float64), problem.slots)
    writer.groups(ground.slot * pools + ground.pool, every, tables)
    for side in Side:
        who, people = ground.who(side), problem.people(side)
        _once_at_a_time(writer, problem, who, ground.slot)
        writer.groups(who, every, limits(people))
        _kinds(writer, ground, side)
        if pools > 1 and problem.travel > problem.spacing:
            _travel(writer, ground, who)
    return writer.finish()


def limits(people: Sequence[Person]) -> Floats:
    return np.array([np.inf if one.most is None else one.most for one in people], np.float64)


def _once_at_a_time(writer: _Writer, problem: Problem, who: Ints, slot: Ints) -> None:
    """Of as many slots as one meeting and its spacing take, one at most."""
    width, every = problem.spacing + 1, np.arange(len(who))
    starts = max(1, problem.slots - width + 1)
    keys, columns = [], []
    for back in range(width):
        start = slot - back
        inside = (start >= 0) & (start < starts)
        keys.append(who[inside] * starts + start[inside])
        columns.append(every[inside])
    count = (int(who.max()) + 1) * starts if len(who) else 0
    writer.groups(np.concatenate(keys), np.concatenate(columns), np.ones(count))


def _kinds(writer: _Writer, ground: Ground, side: Side) -> None:
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    people, partners = ground.problem.people(side), ground.problem.people(other)
    names = sorted({kind for person in people for kind, _ in person.most_of})
    who, partner = ground.who(side), ground.who(other)
    for kind in names:
        most = np.array([dict(person.most_of).get(kind, np.inf) for person in people])
        of_kind = np.array([one.kind == kind for one in partners])
        columns = np.flatnonzero(of_kind[partner]) if len(partner) else np.empty(0, np.int64)
        writer.groups(who[columns], columns, most)


def _travel(writer: _Writer, ground: Ground, who: Ints) -> None:
    """Whoever meets in a room meets elsewhere only after the way there."""
    problem, every = ground.problem, np.arange(ground.columns)
    rooms, slots = len(ground.pools), problem.slots
    for away in range(1, problem.travel + 1):
        keys, columns = [], []
        for room in range(rooms):
            here = ground.pool == room
            later = ~here & (ground.slot >= away)
            keys += [
                (who[here] * slots + ground.slot[here]) * rooms + room,
                (who[later] * slots + ground.slot[later] - away) * rooms + room,
            ]
            columns += [every[here], every[later]]
        count = (int(who.max()) + 1) * slots * rooms if len(who) else 0
        writer.groups(np.concatenate(keys), np.concatenate(columns), np.ones(count))


def with_cover(ground: Ground, rows: Rows, people: dict[Side, Ints]) -> Rows:
    """Rows, and one for each of these people: a meeting, or the column that says there is none.

    These columns follow the others, people of the left first.
    """
    writer = _Writer(ground.columns)
    for side in Side:
        chosen = np.isin(ground.who(side), people[side])
        wide = np.full(len(ground.problem.people(side)), np.inf)
        columns = np.flatnonzero(chosen)
        writer.groups(ground.who(side)[columns], columns, wide, np.ones(len(wide)))
    cover = writer.finish()
    count = cover.matrix.shape[0]
    matrix = sparse.block_array(
        [[rows.matrix, None], [cover.matrix, sparse.eye_array(count)]], format="csr"
    )
    return Rows(
        matrix,
        np.concatenate([rows.least, cover.least]),
        np.concatenate([rows.most, cover.most]),
    )


def slots_between(slots: Sequence[int], spacing: int) -> int:
    """How many meetings fit into these slots, one after another."""
    count, free_from = 0, -1
    for slot in sorted(slots):
        if slot >= free_from:
            count, free_from = count + 1, slot + spacing + 1
    return count
