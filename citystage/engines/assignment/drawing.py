"""Drawing by lot: no pair has a greater chance than the cap, and on average the fit is best.

Chances are the best flow in parts of `PARTS` with at most cap x PARTS on a pair (Jecmen et al.,
"Mitigating Manipulation in Peer Review via Randomized Reviewer Assignments", NeurIPS 2020). One
assignment is drawn by pushing flow around cycles of broken arcs, by a coin that keeps every
chance as it was (Gandhi et al. 2006; Budish et al. 2013); loads, seats and shape hold in each.
"""

import math
import random
from typing import Final

import numpy as np

from citystage.engines.assignment.candidates import LEAST_PER_CASE, edges_of, first_edges
from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.network import Edges, best_flow
from citystage.engines.assignment.problem import Ints

PARTS: Final = 1_000
_ALL_UP_TO: Final = 6_000_000


def chances(ground: Ground, cap: float) -> tuple[Edges, Ints] | None:
    """Pairs and their chances in parts of `PARTS`; None when the cap leaves no assignment."""
    room = math.floor(cap * PARTS + 1e-9)
    keep = math.ceil(LEAST_PER_CASE / cap)
    edges = first_edges(ground, keep)
    chosen = best_flow(ground, edges, pair_room=room, times=PARTS)
    if chosen is None and ground.cases * ground.experts <= _ALL_UP_TO:
        keys = np.arange(ground.cases * ground.experts)
        edges = edges_of(ground, keys[~ground.is_barred(keys)])
        chosen = best_flow(ground, edges, pair_room=room, times=PARTS)
    return None if chosen is None else (edges, chosen)


def draw(ground: Ground, edges: Edges, parts: Ints, seed: int) -> Ints:
    """One assignment: 1 for the pairs drawn. The same seed draws the same."""
    arcs = _Arcs(ground, edges, parts)
    dice = random.Random(seed)  # noqa: S311 - a lot that can be checked, not a secret
    while (cycle := arcs.cycle()) is not None:
        arcs.push(cycle, dice)
    return np.array(arcs.flow[: len(parts)], np.int64) // PARTS


class _Arcs:
    """Arcs whose flow is no whole number of places; each node has none of them or two and more."""

    def __init__(self, ground: Ground, edges: Edges, parts: Ints) -> None:
        kinds, n = len(ground.kinds), ground.cases
        experts = n + n * kinds
        sink = experts + ground.experts
        node = n + edges.cases * kinds + ground.kind[edges.experts]
        of_kind = np.bincount(node - n, weights=parts, minlength=n * kinds).astype(np.int64)
        load = np.bincount(edges.experts, weights=parts, minlength=ground.experts)
        self.tails: list[int] = [
            *node.tolist(),
            *np.repeat(np.arange(n), kinds).tolist(),
            *range(experts, sink),
        ]
        self.heads: list[int] = [
            *(experts + edges.experts).tolist(),
            *range(n, experts),
            *[sink] * ground.experts,
        ]
        self.flow: list[int] = [
            *parts.tolist(),
            *of_kind.tolist(),
            *load.astype(np.int64).tolist(),
        ]
        self.at: list[list[int]] = [[] for _ in range(sink + 1)]
        for arc, flow in enumerate(self.flow):
            if flow % PARTS:
                self.at[self.tails[arc]].append(arc)
                self.at[self.heads[arc]].append(arc)
        self.path: list[tuple[int, int]] = []
        self.on_path: dict[int, int] = {}
        self.next_start = 0

    def cycle(self) -> list[tuple[int, int]] | None:
        """Broken arcs around a cycle with their direction (1 along, -1 against)."""
        node = self._where_to_go_on()
        while node is not None:
            arc = self._broken_arc(node, self.path[-1][0] if self.path else -1)
            direction = 1 if self.tails[arc] == node else -1
            self.path.append((arc, direction))
            node = self.heads[arc] if direction > 0 else self.tails[arc]
            if node in self.on_path:
                start = self.on_path[node]
                found = self.path[start:]
                self._forget(start)
                return found
            self.on_path[node] = len(self.path)
        return None

    def _where_to_go_on(self) -> int | None:
        for place, (arc, _) in enumerate(self.path):
            if not self.flow[arc] % PARTS:
                self._forget(place)
                break
        if self.path:
            arc, direction = self.path[-1]
            return self.heads[arc] if direction > 0 else self.tails[arc]
        self.on_path.clear()
        while self.next_start < len(self.at):
            node = self.next_start
            if self._broken(node):
                self.on_path[node] = 0
                return node
            self.next_start += 1
        return None

    def _forget(self, length: int) -> None:
        del self.path[length:]
        self.on_path = {node: at for node, at in self.on_path.items() if at <= length}

    def _broken(self, node: int) -> list[int]:
        arcs = self.at[node]
        while arcs and not self.flow[arcs[-1]] % PARTS:
            arcs.pop()
        return arcs

    def _broken_arc(self, node: int, came: int) -> int:
        arcs = self._broken(node)
        for arc in reversed(arcs):
            if arc != came and self.flow[arc] % PARTS:
                return arc
        message = f"flow is not kept at node {node}"
        raise RuntimeError(message)

    def push(self, cycle: list[tuple[int, int]], dice: random.Random) -> None:
        """Along or against, with chances that leave the mean of every flow as it is."""
        along = min(
            PARTS - self.flow[arc] % PARTS if direction > 0 else self.flow[arc] % PARTS
            for arc, direction in cycle
        )
        against = min(
            self.flow[arc] % PARTS if direction > 0 else PARTS - self.flow[arc] % PARTS
            for arc, direction in cycle
        )
        amount = along if dice.random() * (along + against) < against else -against
        for arc, direction in cycle:
            self.flow[arc] += direction * amount
