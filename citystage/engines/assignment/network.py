"""The network of flows: seats of cases through kinds to experts, at least cost or at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.problem import Floats, Ints

SCALE = 1e6
"""Steps into which the greatest score is cut: the solver counts in whole numbers."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs among which the solver chooses, by case and then expert, with their scores."""

    cases: Ints
    experts: Ints
    scores: Floats


@dataclass(frozen=True, slots=True)
class _Arcs:
    tails: Ints
    heads: Ints
    room: Ints


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Cases, then (case, kind) where kinds matter, then experts, then the sink."""

    kinds: int
    experts: int
    sink: int

    @classmethod
    def of(cls, ground: Ground) -> "_Nodes":
        kinds = ground.cases
        experts = kinds + (ground.cases * len(ground.kinds) if ground.shaped else 0)
        return cls(kinds, experts, experts + ground.experts)


def _pair_tails(ground: Ground, edges: Edges, nodes: _Nodes) -> Ints:
    if not ground.shaped:
        return edges.cases
    return nodes.kinds + edges.cases * len(ground.kinds) + ground.kind[edges.experts]


def _frame(ground: Ground, nodes: _Nodes) -> tuple[_Arcs, Ints]:
    """Arcs other than pairs, and the supply of every node; least numbers are sent ahead."""
    supply = np.zeros(nodes.sink + 1, np.int64)
    supply[: ground.cases] = ground.seats
    tails = [nodes.experts + np.arange(ground.experts)]
    heads = [np.full(ground.experts, nodes.sink)]
    room = [ground.most - ground.least]
    supply[nodes.experts : nodes.sink] = -ground.least
    supply[nodes.sink] = -(ground.seats.sum() - ground.least.sum())
    if ground.shaped:
        count = len(ground.kinds)
        supply[: ground.cases] -= ground.low.sum(axis=1)
        supply[nodes.kinds : nodes.experts] = ground.low.ravel()
        tails.append(np.repeat(np.arange(ground.cases), count))
        heads.append(nodes.kinds + np.arange(ground.cases * count))
        room.append((ground.high - ground.low).ravel())
    return _Arcs(np.concatenate(tails), np.concatenate(heads), np.concatenate(room)), supply


def best_flow(
    ground: Ground, edges: Edges, weights: Floats | None = None, pair_room: int = 1, times: int = 1
) -> Ints | None:
    """How often each pair is chosen so that the sum of weighted scores is greatest.

    None when nothing satisfies all. `times` multiplies seats and loads and `pair_room` is what a
    pair may take of it: chances in parts of `times` (see `drawing`).
    """
    nodes = _Nodes.of(ground)
    frame, supply = _frame(ground, nodes)
    if (frame.room < 0).any() or supply.sum() or supply[: ground.cases].min(initial=0) < 0:
        return None
    solver = min_cost_flow.SimpleMinCostFlow()
    pairs = solver.add_arcs_with_capacity_and_unit_cost(
        _pair_tails(ground, edges, nodes),
        nodes.experts + edges.experts,
        np.full(len(edges.cases), pair_room),
        _costs(edges, weights),
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        frame.tails, frame.heads, frame.room * times, np.zeros(len(frame.room), np.int64)
    )
    solver.set_nodes_supplies(np.arange(len(supply)), supply * times)
    status = solver.solve()
    if status == solver.OPTIMAL:
        return np.asarray(solver.flows(pairs), np.int64)
    if status in {solver.INFEASIBLE, solver.UNBALANCED}:
        return None
    message = f"the solver of flows says {status.name}"
    raise RuntimeError(message)


def _costs(edges: Edges, weights: Floats | None) -> Ints:
    values = edges.scores if weights is None else edges.scores * weights[edges.cases]
    greatest = np.abs(values).max(initial=0.0)
    if not greatest:
        return np.zeros(len(values), np.int64)
    return np.asarray(np.rint(values * (-SCALE / greatest)), np.int64)


@dataclass(frozen=True, slots=True)
class Cut:
    """The narrowest place: `missing` seats or duties cannot be met.

    `cases`: (cases, kinds) whose wants lie before it (without kinds one column); `experts` on
    the far side, whom those cases do not reach as things stand.
    """

    missing: int
    cases: NDArray[np.bool_]
    free: NDArray[np.bool_]
    experts: NDArray[np.bool_]
    sink: bool


def narrowest(ground: Ground, edges: Edges) -> Cut:
    """The minimum cut between wants and places."""
    nodes = _Nodes.of(ground)
    frame, supply = _frame(ground, nodes)
    source, target = len(supply), len(supply) + 1
    solver = max_flow.SimpleMaxFlow()
    wants, gives = np.flatnonzero(supply > 0), np.flatnonzero(supply < 0)
    solver.add_arcs_with_capacity(
        np.concatenate(
            [_pair_tails(ground, edges, nodes), frame.tails, np.full(len(wants), source), gives]
        ),
        np.concatenate(
            [nodes.experts + edges.experts, frame.heads, wants, np.full(len(gives), target)]
        ),
        np.concatenate(
            [np.ones(len(edges.cases), np.int64), frame.room, supply[wants], -supply[gives]]
        ),
    )
    solver.solve(source, target)
    before = np.zeros(target + 1, np.bool_)
    before[np.asarray(solver.get_source_side_min_cut(), np.int64)] = True
    missing = max(int(supply[wants].sum()), -int(supply[gives].sum())) - solver.optimal_flow()
    if ground.shaped:
        cases = before[nodes.kinds : nodes.experts].reshape(ground.cases, len(ground.kinds))
    else:
        cases = before[: ground.cases, None]
    return Cut(
        missing,
        cases,
        before[: ground.cases],
        ~before[nodes.experts : nodes.sink],
        bool(before[nodes.sink]),
    )
