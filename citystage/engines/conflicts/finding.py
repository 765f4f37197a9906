"""Finding: every conflict between experts and parties of cases, with the path that shows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from citystage.engines.conflicts.graph import Graph, Hop, Link, Names
from citystage.engines.conflicts.patterns import PATTERNS, ConflictKind, Pattern
from citystage.engines.conflicts.records import Case, Expert, Node, Tie, TieKind

_WINDOWS: Mapping[ConflictKind, float | None] = {
    ConflictKind.EMPLOYER: 3,
    ConflictKind.KIN: None,
    ConflictKind.INVESTOR: 3,
    ConflictKind.ADVISER: 3,
    ConflictKind.CO_OWNER: 3,
    ConflictKind.COMPETITOR: 1,
    ConflictKind.CO_WORK: 3,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts. `windows`: years a tie counts after its end; 0 not at all, None for ever.

    `least_share`: smaller known holdings are passed over; `control_share`: from it one firm
    counts as of the other's group. `transitive`: whether paths through a third count.
    `steps`: ties of the longest path. `paths`: so many are shown for one conflict at most.
    """

    windows: Mapping[ConflictKind, float | None] = field(default_factory=lambda: dict(_WINDOWS))
    least_share: float = 0.0
    control_share: float = 0.25
    transitive: bool = True
    steps: int = 3
    paths: int = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One tie of a path, from `one` to `other` as the path goes."""

    tie: TieKind
    one: Node
    other: Node
    since: date | None
    until: date | None
    source: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict of an expert with a party of a case. The path starts with the expert.

    `since`, `until`: the time in which all ties of the path held; None where it is open.
    """

    case: str
    party: Node
    expert: str
    kind: ConflictKind
    path: tuple[Step, ...]
    transitive: bool
    since: date | None
    until: date | None


def find(
    cases: Sequence[Case],
    experts: Sequence[Expert],
    ties: Iterable[Tie],
    *,
    settings: Settings | None = None,
    today: date,
) -> list[Found]:
    """All conflicts: by expert, case and kind as they were given, the shortest path first.

    Paths through a third are left out where a direct one shows the same conflict.
    """
    chosen = settings or Settings()
    ties = list(ties)
    names = Names(node for node in _nodes(cases, experts, ties))
    at: dict[int, list[tuple[int, Node]]] = defaultdict(list)
    for number, case in enumerate(cases):
        for party in case.parties:
            at[names.number(party.node)].append((number, party.node))
    graphs = _graphs(names, ties, chosen, today, frozenset(at))
    steps = _Steps(ties)
    found: list[Found] = []
    for expert in experts:
        for place, paths in _paths(names.number(expert.node), graphs, at, chosen):
            key, node = cases[place[0]].key, place[1]
            for pattern, hops in paths:
                path = tuple([steps.of(hop) for hop in hops])
                found.append(_found(key, node, expert.key, pattern, path))
    return found


def _nodes(cases: Sequence[Case], experts: Sequence[Expert], ties: Sequence[Tie]) -> Iterator[Node]:
    for case in cases:
        for party in case.parties:
            yield party.node
    for expert in experts:
        yield expert.node
    for tie in ties:
        yield tie.one
        yield tie.other


def _graphs(
    names: Names, ties: Sequence[Tie], settings: Settings, today: date, ends: frozenset[int]
) -> dict[Pattern, Graph]:
    """A graph for each window in use: the ties that still count in it."""
    links = [
        Link(tie.kind, names.number(tie.one), names.number(tie.other), tie.share, at)
        for at, tie in enumerate(ties)
    ]
    made: dict[float | None, Graph] = {}
    graphs = {}
    for pattern in PATTERNS:
        if pattern.transitive and not settings.transitive:
            continue
        if len(pattern.ways) > settings.steps:
            continue
        window = settings.windows.get(pattern.kind)
        if window not in made:
            made[window] = Graph(
                names.kinds,
                [link for link in links if counts(ties[link.tie], window, settings, today)],
                settings.control_share,
                ends,
            )
        graphs[pattern] = made[window]
    return graphs


def counts(tie: Tie, years: float | None, settings: Settings, today: date) -> bool:
    """Whether a tie still counts: not ended longer ago than the window, not too small a share."""
    if tie.share is not None and tie.share < settings.least_share:
        return False
    if tie.until is None or years is None:
        return True
    return (today - tie.until).days <= years * 365.25


type _Path = tuple[Pattern, tuple[Hop, ...]]


def _paths(
    number: int,
    graphs: Mapping[Pattern, Graph],
    at: Mapping[int, list[tuple[int, Node]]],
    settings: Settings,
) -> Iterator[tuple[tuple[int, Node], list[_Path]]]:
    """The best paths of one expert to each case and party, by case and then by kind."""
    known: dict[tuple[int, ConflictKind], list[_Path]] = {}
    for pattern, graph in graphs.items():
        for end, hops in graph.ways_from(number, pattern.ways, pattern.end):
            known.setdefault((end, pattern.kind), []).append((pattern, hops))
    found = []
    for (end, kind), ways in known.items():
        direct = [way for way in ways if not way[0].transitive] or ways
        shown = sorted(direct, key=lambda way: len(way[1]))[: settings.paths]
        found += [(case, _ORDER[kind], end, party, shown) for case, party in at[end]]
    found.sort(key=lambda one: one[:3])
    for case, _, _, party, shown in found:
        yield (case, party), shown


_ORDER = {kind: place for place, kind in enumerate(ConflictKind)}


class _Steps:
    """Ties as steps, each made once for either direction."""

    def __init__(self, ties: Sequence[Tie]) -> None:
        self._ties = ties
        self._made: dict[tuple[int, bool], Step] = {}

    def of(self, hop: Hop) -> Step:
        key = hop.tie, hop.along
        step = self._made.get(key)
        if step is None:
            tie = self._ties[hop.tie]
            one, other = (tie.one, tie.other) if hop.along else (tie.other, tie.one)
            step = Step(tie.kind, one, other, tie.since, tie.until, tie.source, tie.share)
            self._made[key] = step
        return step


def _found(case: str, party: Node, expert: str, pattern: Pattern, path: tuple[Step, ...]) -> Found:
    since = [step.since for step in path if step.since is not None]
    until = [step.until for step in path if step.until is not None]
    return Found(
        case,
        party,
        expert,
        pattern.kind,
        path,
        pattern.transitive,
        max(since) if since else None,
        min(until) if until else None,
    )
