"""Ranking: the order of cases, with what broke a tie or that nothing did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

EQUAL: Final = 1e-9
"""Values closer than this are equal; round first where the rules of a call say so."""


@dataclass(frozen=True, slots=True)
class Row:
    """`place`: 1.., equal ones share it. `broken_by`: the tie-break that set it apart from others
    of the same value. `tied_with`: those it could not be told apart from.
    """

    case: str
    place: int
    value: float
    tied_with: tuple[str, ...] = ()
    broken_by: str = ""


def rank(
    values: Mapping[str, float],
    tie_breaks: Sequence[tuple[str, Mapping[str, float]]] = (),
) -> tuple[Row, ...]:
    """The highest first. Tie-breaks (name, higher is better) are tried in turn; each case has a
    value in each (`KeyError`).
    """
    rows: list[Row] = []
    for group in _groups(sorted(values), values):
        for case, tied, name in _broken(group, tie_breaks):
            place = len(rows) + 1
            if tied and rows and rows[-1].case in tied:
                place = rows[-1].place
            rows.append(Row(case, place, values[case], tied, name))
    return tuple(rows)


def _groups(cases: Sequence[str], values: Mapping[str, float]) -> list[list[str]]:
    """Equal cases together, the highest first, otherwise in the order given."""
    groups: list[list[str]] = []
    for case in sorted(cases, key=lambda one: -values[one]):
        if groups and abs(values[groups[-1][0]] - values[case]) <= EQUAL:
            groups[-1].append(case)
        else:
            groups.append([case])
    return groups


def _broken(
    group: list[str], tie_breaks: Sequence[tuple[str, Mapping[str, float]]]
) -> list[tuple[str, tuple[str, ...], str]]:
    """Cases of one value in order: with whom each is still tied, and what broke the tie last."""
    if len(group) == 1:
        return [(group[0], (), "")]
    if not tie_breaks:
        return [(case, tuple(other for other in group if other != case), "") for case in group]
    (name, values), rest = tie_breaks[0], tie_breaks[1:]
    parts = _groups(group, values)
    if len(parts) == 1:
        return _broken(group, rest)
    return [
        (case, tied, deeper or name) for part in parts for case, tied, deeper in _broken(part, rest)
    ]
