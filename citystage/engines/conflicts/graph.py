"""The graph of ties, and the ways through it that end at a party of a case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from citystage.engines.conflicts.patterns import BOTH_WAYS, GROUP, TIES, Way
from citystage.engines.conflicts.records import Node, NodeKind, TieKind


class Hop(NamedTuple):
    """A tie gone along or against, and the number of the node it leads to."""

    to: int
    tie: int
    along: bool


class Link(NamedTuple):
    """A tie between numbered nodes, `tie` its place among the ties given."""

    kind: TieKind
    one: int
    other: int
    share: float | None
    tie: int


class Names:
    """One number for every person and organisation, however its records write it.

    A name that once stands with a code stands for that code everywhere; a name that stands with
    several codes stands for none of them when it comes alone.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._numbers: dict[tuple[NodeKind, str], int] = {}
        self.kinds: list[NodeKind] = []
        codes: dict[str, set[str]] = defaultdict(set)
        seen = list(dict.fromkeys(nodes))
        for node in seen:
            if node.code:
                codes[node.key].add(node.code)
        self._codes = {key: next(iter(found)) for key, found in codes.items() if len(found) == 1}
        self._of = {node: self._give(node) for node in seen}

    def _give(self, node: Node) -> int:
        code = node.code
        if not code and node.kind is NodeKind.ORGANISATION:
            code = self._codes.get(node.key, "")
        identity = (node.kind, f"#{code}" if code else node.key)
        if identity not in self._numbers:
            self._numbers[identity] = len(self.kinds)
            self.kinds.append(node.kind)
        return self._numbers[identity]

    def number(self, node: Node) -> int:
        return self._of[node]


class Graph:
    """Ties by the way they are gone, and whether a node is one where a path may end."""

    def __init__(
        self,
        kinds: list[NodeKind],
        links: Iterable[Link],
        control_share: float,
        ends: frozenset[int],
    ) -> None:
        self._kinds = kinds
        self._ends = ends
        self._hops: dict[Way, dict[int, list[Hop]]] = {way: defaultdict(list) for way in Way}
        ways_of = defaultdict(list)
        for way, (kind, along) in TIES.items():
            ways_of[kind].append((way, along))
        for kind, one, other, share, tie in links:
            if one == other:
                continue
            for way, along in ways_of[kind]:
                if way in GROUP and (share is None or share < control_share):
                    continue
                start, end = (one, other) if along else (other, one)
                self._hops[way][start].append(Hop(end, tie, along))
                if kind in BOTH_WAYS:
                    self._hops[way][end].append(Hop(start, tie, not along))
        self._known: dict[tuple[int, tuple[Way, ...], NodeKind | None], list[list[Hop]]] = {}

    def ways_from(
        self, start: int, ways: tuple[Way, ...], end: NodeKind | None
    ) -> Iterator[tuple[int, tuple[Hop, ...]]]:
        """Where the ways lead from a node, and the ties gone; no node is visited twice."""
        for hops in self._onward(start, ways, end):
            visited = {start, *(hop.to for hop in hops)}
            if len(visited) == len(hops) + 1:
                yield hops[-1].to, tuple(hops)

    def _onward(self, node: int, ways: tuple[Way, ...], end: NodeKind | None) -> list[list[Hop]]:
        """Remembered: colleagues share the ways that go on from their employer."""
        known = self._known.get((node, ways, end))
        if known is not None:
            return known
        here = self._hops[ways[0]].get(node, ())
        found: list[list[Hop]]
        if len(ways) == 1:
            found = [
                [hop]
                for hop in here
                if hop.to in self._ends and (end is None or self._kinds[hop.to] is end)
            ]
        else:
            found = [[hop, *rest] for hop in here for rest in self._onward(hop.to, ways[1:], end)]
        if len(ways) < 3:  # noqa: PLR2004 - the longest begin with the expert, who comes once
            self._known[node, ways, end] = found
        return found
