"""Families: texts that belong together, without chains of mere neighbours."""

from collections.abc import Iterable
from typing import Final

from citystage.engines.similarity.finding import Pair

SHARE: Final = 0.5
"""Share of all pairs between two groups that must be alike before they are one."""


def families(pairs: Iterable[Pair]) -> tuple[tuple[int, ...], ...]:
    """Groups of two and more positions, each in order, by their first.

    Connected components would chain: A is like B, B like C, and A has nothing of C. So the most
    alike pairs are joined first, and two groups only become one where at least `SHARE` of the
    pairs between them are alike (linkage by average on a graph). Deterministic.
    """
    ordered = sorted(pairs, key=lambda pair: (-pair.likeness, pair.one, pair.other))
    groups: dict[int, list[int]] = {}
    leads: dict[int, int] = {}
    links: dict[int, dict[int, int]] = {}
    for pair in ordered:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            groups.setdefault(one, [one])
            leads[one] = one
            links.setdefault(one, {})[other] = 1
    for pair in ordered:
        one, other = leads[pair.one], leads[pair.other]
        if one != other and links[one][other] >= SHARE * len(groups[one]) * len(groups[other]):
            _join(one, other, groups, leads, links)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1))


def _join(
    one: int,
    other: int,
    groups: dict[int, list[int]],
    leads: dict[int, int],
    links: dict[int, dict[int, int]],
) -> None:
    """Take the smaller group into the larger, with its links to all others."""
    if len(groups[one]) < len(groups[other]):
        one, other = other, one
    for member in groups[other]:
        leads[member] = one
    groups[one] += groups.pop(other)
    del links[one][other]
    for third, count in links.pop(other).items():
        if third != one:
            total = links[one].get(third, 0) + count
            links[one][third] = links[third][one] = total
            del links[third][other]
