"""Normalising: every expert's values moved to one mean and one spread.

Coarser than `calibration`: it believes that every expert saw cases as good as any other's.
"""

from collections.abc import Sequence
from statistics import fmean, pstdev


def standardised(
    values: Sequence[tuple[str, str, float]], *, least: int = 4
) -> list[tuple[str, str, float]]:
    """Values of experts who gave at least so many, at the mean and spread of all; 0..100.

    Others, and those who gave the same value always, are left as they are.
    """
    if not values:
        return []
    mean, spread = _of([value for _, _, value in values])
    own: dict[str, list[float]] = {}
    for _, expert, value in values:
        own.setdefault(expert, []).append(value)
    known = {expert: _of(given) for expert, given in own.items() if len(given) >= least}
    found = []
    for case, expert, value in values:
        moved = value
        middle, width = known.get(expert, (0.0, 0.0))
        if width > 0:
            moved = min(100.0, max(0.0, mean + spread * (value - middle) / width))
        found.append((case, expert, moved))
    return found


def _of(values: list[float]) -> tuple[float, float]:
    return fmean(values), pstdev(values)
