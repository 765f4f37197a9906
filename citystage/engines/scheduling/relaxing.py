"""Relaxing: which pairs would meet if slots did not matter. Its total bounds every plan."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from citystage.engines.scheduling import highs
from citystage.engines.scheduling.ground import Floats, Ground, Ints, Rows, limits, slots_between
from citystage.engines.scheduling.problem import Side


@dataclass(frozen=True, slots=True)
class Chosen:
    """`pairs`: numbers of pairs, the fixed ones among them. `without`: people left with nothing
    at least, where they were counted.
    """

    pairs: Ints
    bound: float
    without: int = 0


def choose(ground: Ground) -> Chosen:
    """Pairs of the greatest total within what people and the hall can hold in all."""
    rows, pairs = _rows(ground), np.unique(ground.pair)
    answer = highs.best(ground.weights[pairs], rows, patience=ground.problem.patience)
    return Chosen(pairs[answer.chosen], answer.bound)


def choose_fairly(ground: Ground) -> Chosen:
    """The same, after leaving as few people as possible with nothing."""
    rows, pairs = _covering(ground), np.unique(ground.pair)
    people = rows.matrix.shape[1] - len(pairs)
    nothing = np.concatenate([np.zeros(len(pairs)), np.full(people, -1.0)])
    fewest = highs.best(nothing, rows, patience=ground.problem.patience)
    least = int(np.ceil(-fewest.bound - highs.ROUNDING))
    weights = np.concatenate([ground.weights[pairs], np.zeros(people)])
    answer = highs.best(weights, at_most(rows, people, least), patience=ground.problem.patience)
    chosen = answer.chosen[answer.chosen < len(pairs)]
    return Chosen(pairs[chosen], answer.bound, least)


def at_most(rows: Rows, last: int, number: int) -> Rows:
    """Rows, and one more: of the last columns at most so many."""
    ones = sparse.csr_array(np.concatenate([np.zeros(rows.matrix.shape[1] - last), np.ones(last)]))
    return Rows(
        sparse.vstack([rows.matrix, ones.reshape(1, -1)], format="csr"),
        np.append(rows.least, -np.inf),
        np.append(rows.most, number),
    )


def _rows(ground: Ground) -> Rows:
    pairs = np.unique(ground.pair)
    parts, most = [], []
    for side in Side:
        incidence, limit = _people(ground, side, pairs)
        parts.append(incidence)
        most.append(limit)
        for part, bound in _kinds(ground, side, pairs):
            parts.append(part)
            most.append(bound)
    parts.append(sparse.csr_array(np.ones((1, len(pairs)))))
    most.append(np.array([_hall(ground)], np.float64))
    must = pairs[pairs < ground.fixed]
    rows = (np.ones(len(must)), (np.arange(len(must)), np.searchsorted(pairs, must)))
    parts.append(sparse.csr_array(rows, shape=(len(must), len(pairs))))
    most.append(np.ones(len(must)))
    upper = np.concatenate(most)
    least = np.full(len(upper), -np.inf)
    least[len(least) - len(must) :] = 1
    return Rows(sparse.vstack(parts, format="csr"), least, upper)


def _people(ground: Ground, side: Side, pairs: Ints) -> tuple[sparse.csr_array, Floats]:
    """At most as many meetings as a person may have and has time for."""
    people, spacing = ground.problem.people(side), ground.problem.spacing
    times: dict[int, set[int]] = {}
    for person, slot in zip(ground.who(side).tolist(), ground.slot.tolist(), strict=True):
        times.setdefault(person, set()).add(slot)
    room = [slots_between(sorted(times.get(at, ())), spacing) for at in range(len(people))]
    return _incidence(ground, side, pairs), np.minimum(limits(people), np.array(room, np.float64))


def _incidence(ground: Ground, side: Side, pairs: Ints) -> sparse.csr_array:
    who = ground.pairs[pairs, 0 if side is Side.LEFT else 1]
    entries = (np.ones(len(pairs)), (who, np.arange(len(pairs))))
    return sparse.csr_array(entries, shape=(len(ground.problem.people(side)), len(pairs)))


def _kinds(ground: Ground, side: Side, pairs: Ints) -> list[tuple[sparse.csr_array, Floats]]:
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    people, partners = ground.problem.people(side), ground.problem.people(other)
    incidence = _incidence(ground, side, pairs)
    partner = ground.pairs[pairs, 1 if side is Side.LEFT else 0]
    found = []
    for kind in sorted({kind for person in people for kind, _ in person.most_of}):
        of_kind = np.array([partners[one].kind == kind for one in partner.tolist()], np.float64)
        most = np.array([dict(person.most_of).get(kind, np.inf) for person in people])
        found.append((incidence * of_kind, most))
    return found


def _hall(ground: Ground) -> int:
    """Meetings that fit into the hall: of each slot the tables, or the people who are there."""
    total, slots = 0, ground.slot
    for slot in np.unique(slots).tolist():
        there = slots == slot
        lefts = len(np.unique(ground.who(Side.LEFT)[there]))
        rights = len(np.unique(ground.who(Side.RIGHT)[there]))
        total += min(ground.problem.tables, lefts, rights)
    return total


def _covering(ground: Ground) -> Rows:
    """The rows, and one for each person who can be met: a meeting, or a column that says none."""
    rows, pairs = _rows(ground), np.unique(ground.pair)
    parts = [_incidence(ground, side, pairs)[ground.can_be_met(side)] for side in Side]
    cover = sparse.vstack(parts, format="csr")
    people = cover.shape[0]
    matrix = sparse.block_array(
        [[rows.matrix, None], [cover, sparse.eye_array(people)]], format="csr"
    )
    return Rows(
        matrix,
        np.concatenate([rows.least, np.ones(people)]),
        np.concatenate([rows.most, np.full(people, np.inf)]),
    )
