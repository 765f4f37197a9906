"""How a target stands: observed growth against required growth, as Open SDG grades progress.

Over the time since the start, the observed growth is what the figure has gained; over the whole
period, the required growth is what brings it to the target. Their ratio is graded. A figure that
began above zero is measured by compound growth a year, ``(value / start) ** (1 / years) - 1``, as
Open SDG does; a count that began at zero has no such rate, so units a year are compared. Where a
plan has milestones, the next one ahead is what is required for now.

No Django here: dates and numbers in, a ``Pace`` out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from citystage.stages.evaluation.plan_terms import PaceTerms

YEAR: Final = 365.25
MONTH: Final = YEAR / 12


class Grade(StrEnum):
    """How a target stands."""

    UNKNOWN = "unknown"
    AHEAD_OF_TIME = "not_begun"
    EARLY = "early"
    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Way:
    """The way planned: (day, value), first the start, last the target on the day it is due."""

    points: Sequence[tuple[date, float]]

    @property
    def start(self) -> tuple[date, float]:
        """Where it begins."""
        return self.points[0]

    @property
    def end(self) -> tuple[date, float]:
        """Where it leads; the day is the first one after the period."""
        return self.points[-1]

    def at(self, day: date) -> float:
        """Where one should be on ``day``: straight between two points."""
        if day <= self.start[0]:
            return self.start[1]
        for (first, low), (last, high) in pairwise(self.points):
            if day < last:
                return low + (high - low) * (day - first).days / (last - first).days
        return self.end[1]

    def ahead(self, day: date) -> tuple[date, float]:
        """The next point ahead: a milestone, or the target itself."""
        return next((point for point in self.points[1:] if day < point[0]), self.end)


@dataclass(frozen=True, slots=True)
class Pace:
    """``a_month`` is what was gained a month so far, ``needed`` what is needed from now on."""

    grade: Grade
    # Observed growth over required growth; None where nothing can be said.
    ratio: float | None
    expected: float
    a_month: float | None
    needed: float | None
    months_left: float
    # What of the target is reached, from 0 to 1.
    share: float


def pace(way: Way, value: float | None, *, today: date, terms: PaceTerms) -> Pace:
    """Grade ``value`` on ``today``; None is a figure that nobody measures yet."""
    (begun, start), (due, target) = way.start, way.end
    gone, left = (today - begun).days, max(0.0, (due - today).days / MONTH)
    expected = way.at(today)
    if value is None:
        return Pace(Grade.UNKNOWN, None, expected, None, None, left, 0.0)
    share = min(1.0, max(0.0, value / target)) if target else 1.0
    a_month = (value - start) / (gone / MONTH) if gone > 0 else None
    needed = max(0.0, target - value) / left if left else None
    ratio = _ratio(way, value, today) if gone > 0 else None
    grade = _grade(ratio, gone=gone, left=left, terms=terms)
    if value >= target:
        grade = Grade.REACHED
    return Pace(grade, ratio, expected, a_month, needed, left, share)


def _ratio(way: Way, value: float, today: date) -> float:
    """Observed growth since the start over the growth the next point ahead requires."""
    (begun, start), (due, wanted) = way.start, way.ahead(today)
    gone, whole = (today - begun).days / YEAR, (due - begun).days / YEAR
    if rates := growth(way, value, today=today):
        observed, required = rates
    else:
        observed, required = (value - start) / gone, (wanted - start) / whole
    # Nothing more is required: holding what there is is enough.
    return observed / required if required > 0 else 1.0 + observed


def growth(way: Way, value: float, *, today: date) -> tuple[float, float] | None:
    """Compound growth a year, observed and required by the next point ahead.

    None from nothing, and in first days whose growth, kept up for a year, is no number any more.
    """
    (begun, start), (due, wanted) = way.start, way.ahead(today)
    if start <= 0 or value <= 0 or today <= begun:
        return None
    try:
        observed: float = (value / start) ** (YEAR / (today - begun).days) - 1
    except OverflowError:
        return None
    required: float = (wanted / start) ** (YEAR / (due - begun).days) - 1
    return observed, required


def _grade(ratio: float | None, *, gone: int, left: float, terms: PaceTerms) -> Grade:
    if ratio is None:
        return Grade.AHEAD_OF_TIME
    if not left:
        return Grade.MISSED
    if gone < terms.least_days:
        return Grade.EARLY
    if ratio * 100 >= terms.on_track_from:
        return Grade.ON_TRACK
    return Grade.BEHIND if ratio * 100 >= terms.behind_from else Grade.FAR_BEHIND
