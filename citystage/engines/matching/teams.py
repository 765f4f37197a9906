"""Teams: the smallest sets of suppliers that together cover what a demand asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Final

WEAKEST: Final = 0.5
"""Strength from which a supplier counts as covering a requirement."""
LARGEST: Final = 6
"""Members of the largest team that is looked for."""
MOST: Final = 5
_MOST_STEPS: Final = 200_000
_MOST_TEAMS: Final = 2_000
"""Teams of the smallest size among which the strongest are chosen."""
_MOST_EQUAL: Final = 4
"""Suppliers of the same cover that are kept, the strongest first."""


@dataclass(frozen=True, slots=True)
class Team:
    """Suppliers, the one who covers most first, and who covers what.

    `covers`: every covered requirement to its suppliers with their strengths, strongest first.
    `strength`: mean over the covered requirements of the strongest, 0..1.
    """

    members: tuple[str, ...]
    covers: Mapping[str, tuple[tuple[str, float], ...]]
    strength: float


@dataclass(frozen=True, slots=True)
class Teams:
    """Different teams, the best first, and the requirements `nobody` covers.

    `least`: so many members are needed at least. `exact`: the teams have just as many and cover
    all; otherwise the search was cut short, or more than the largest team is needed.
    """

    teams: tuple[Team, ...]
    nobody: tuple[str, ...]
    exact: bool
    least: int


@dataclass(frozen=True, slots=True)
class _Cover:
    """What a supplier covers, as bits, and how strongly in sum."""

    name: str
    bits: int
    strength: float


class _TooLong(Exception):
    """The search took more steps than anyone waits for."""


def teams(
    requirements: Sequence[str],
    suppliers: Mapping[str, Mapping[str, float]],
    *,
    weakest: float = WEAKEST,
    most: int = MOST,
    largest: int = LARGEST,
) -> Teams:
    """The smallest sets of suppliers covering every requirement that anyone covers.

    `suppliers`: name to {requirement: strength 0..1}; from `weakest` it counts, what is not asked
    for does not. Teams have the same, smallest size; those of greater strength come first, then
    by name; at most `most`. No member is idle: without any one of them something is uncovered.
    Suppliers who cover the same alike many others are narrowed to the `_MOST_EQUAL` strongest.
    Exact by branch and bound on the requirement fewest cover; when that takes too long, greedily,
    within 1 + ln(requirements) of the smallest (Chvátal 1979). Where even `largest` members do
    not suffice, the teams cover what `largest` can, and the rest shows in their `covers`.
    """
    asked = list(dict.fromkeys(requirements))
    covers = _covers(asked, suppliers, weakest)
    reachable = 0
    for one in covers:
        reachable |= one.bits
    nobody = tuple(key for at, key in enumerate(asked) if not reachable >> at & 1)
    least = _least(covers, reachable)
    if not reachable:
        return Teams((), nobody, exact=True, least=0)
    found, exact, least = _search(covers, reachable, least, largest)
    chosen = [_team(members, asked, suppliers, weakest) for members in found]
    chosen.sort(key=lambda team: (-team.strength, team.members))
    return Teams(tuple(chosen[:most]), nobody, exact=exact, least=least)


def _covers(
    asked: list[str], suppliers: Mapping[str, Mapping[str, float]], weakest: float
) -> list[_Cover]:
    """Suppliers who cover something; of those with the same cover the strongest few."""
    equal: dict[int, list[_Cover]] = {}
    for name, strengths in suppliers.items():
        met = [at for at, key in enumerate(asked) if strengths.get(key, 0.0) >= weakest]
        if met:
            bits = sum(1 << at for at in met)
            strength = sum(strengths[asked[at]] for at in met)
            equal.setdefault(bits, []).append(_Cover(name, bits, strength))
    kept = [
        one
        for group in equal.values()
        for one in sorted(group, key=lambda cover: (-cover.strength, cover.name))[:_MOST_EQUAL]
    ]
    return sorted(kept, key=lambda one: (-one.bits.bit_count(), -one.strength, one.name))


def _least(covers: list[_Cover], wanted: int) -> int:
    """A bound from below: so many of the broadest suppliers have as many requirements in sum."""
    missing, count = wanted.bit_count(), 0
    for one in covers:
        if missing <= 0:
            break
        missing -= one.bits.bit_count()
        count += 1
    return count


def _search(
    covers: list[_Cover], wanted: int, least: int, largest: int
) -> tuple[list[tuple[_Cover, ...]], bool, int]:
    """Teams of one size, whether none smaller exists, and the least size proven."""
    steps = [_MOST_STEPS]
    for size in range(least, largest + 1):
        found: dict[tuple[_Cover, ...], None] = {}
        try:
            for team in islice(_exactly(covers, wanted, size, steps), _MOST_TEAMS):
                found[team] = None
        except _TooLong:
            if not found:
                return [_greedy(covers, wanted, largest)], False, size
        if found:
            return list(found), True, size
    return [_greedy(covers, wanted, largest)], False, max(least, largest + 1)


def _exactly(
    covers: list[_Cover], wanted: int, size: int, steps: list[int]
) -> Iterator[tuple[_Cover, ...]]:
    """All teams of at most `size`, by the requirement that fewest suppliers cover."""
    if not wanted:
        yield ()
        return
    if not size or covers[0].bits.bit_count() * size < wanted.bit_count():
        return
    steps[0] -= len(covers)
    if steps[0] < 0:
        raise _TooLong
    rarest = _rarest(covers, wanted)
    for one in covers:
        if one.bits & rarest:
            for rest in _exactly(covers, wanted & ~one.bits, size - 1, steps):
                yield tuple(sorted((one, *rest), key=lambda member: member.name))


def _rarest(covers: list[_Cover], wanted: int) -> int:
    """The bit of the wanted requirement that fewest cover."""
    bits = [1 << at for at in range(wanted.bit_length()) if wanted >> at & 1]
    return min(bits, key=lambda bit: sum(bool(one.bits & bit) for one in covers))


def _greedy(covers: list[_Cover], wanted: int, largest: int) -> tuple[_Cover, ...]:
    """Whoever covers most of what is left, until nothing is; then without the idle."""
    chosen: list[_Cover] = []
    left = wanted
    while left and len(chosen) < largest:
        best = max(covers, key=lambda one: ((one.bits & left).bit_count(), one.strength))
        chosen.append(best)
        left &= ~best.bits
    needed = wanted & ~left
    for size in range(1, len(chosen)):
        for fewer in combinations(chosen, size):
            together = 0
            for one in fewer:
                together |= one.bits
            if together & needed == needed:
                return fewer
    return tuple(chosen)


def _team(
    members: tuple[_Cover, ...],
    asked: list[str],
    suppliers: Mapping[str, Mapping[str, float]],
    weakest: float,
) -> Team:
    ordered = sorted(members, key=lambda one: (-one.bits.bit_count(), -one.strength, one.name))
    covers: dict[str, tuple[tuple[str, float], ...]] = {}
    for key in asked:
        strengths = [(one.name, suppliers[one.name].get(key, 0.0)) for one in ordered]
        able = sorted((pair for pair in strengths if pair[1] >= weakest), key=lambda pair: -pair[1])
        if able:
            covers[key] = tuple(able)
    best = [able[0][1] for able in covers.values()]
    return Team(tuple(one.name for one in ordered), covers, sum(best) / len(best))
