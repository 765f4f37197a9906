"""Children of a super scenario over time: one bar for each project, in units of its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from citystage.stages.projects.queries.supers import Child, Span
from citystage.web.shell import formats

_LEFT: Final = 168
_WIDE: Final = 560
_TOP: Final = 28
_ROW: Final = 28
_BAR: Final = 16
_TICKS: Final = 8
# So many months lie between two marks of the scale at most.
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60)
_YEAR: Final = 12
# The month in which the calendar ends; somebody may have typed it for “at some time”.
_LAST: Final = date.max.year * _YEAR + date.max.month - 1


@dataclass(frozen=True, slots=True)
class Bar:
    """One project: from its beginning to its last day; ``done`` is the part that is filled."""

    x: float
    y: int
    width: float
    done: float
    # From the day it was due to today, where that is past and it has not landed.
    late_x: float
    late: float
    landed: bool
    name: str
    words: str

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.y + _BAR - 3

    @property
    def end(self) -> float:
        """Where the sign of a landed one stands."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Bars:
    """The whole drawing with its scale, and where today lies."""

    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    today: float
    height: int
    width: int = _LEFT + _WIDE + 24
    top: int = _TOP
    bar: int = _BAR


def drawn_bars(children: Sequence[Child], *, today: date) -> Bars | None:
    """Nothing where no child has a project yet."""
    spans = [(child, span) for child in children for span in child.spans]
    if not spans:
        return None
    first = min(span.since for _child, span in spans)
    last = max(today, *(max(span.due, span.ended or span.due) for _child, span in spans))
    scale = _Scale(min(_months(first), _LAST - 1), min(_months(last) + 1, _LAST))
    bars = [
        _bar(child, span, _TOP + number * _ROW, scale, today)
        for number, (child, span) in enumerate(spans)
    ]
    height = _TOP + len(spans) * _ROW + 4
    return Bars(bars, scale.ticks(), scale.at(today), height)


def _months(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _first_of(months: int) -> date:
    return date(months // _YEAR, months % _YEAR + 1, 1)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Whole months, ``[since, until)``, counted from the year 0."""

    since: int
    until: int

    def at(self, day: date) -> float:
        """Where a day lies."""
        begins, ends = _first_of(self.since), _first_of(self.until)
        share = (day - begins).days / (ends - begins).days
        return round(_LEFT + _WIDE * share, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """At most so many firsts of a month, each with its name."""
        span = self.until - self.since
        years = -(-span // (_YEAR * _TICKS))
        step = next((one for one in _STEPS if span <= one * _TICKS), years * _YEAR)
        marks = (one for one in range(self.since, self.until) if one % step == 0)
        return [(self.at(_first_of(one)), f"{_first_of(one):%Y-%m}") for one in marks]


def _bar(child: Child, span: Span, y: int, scale: _Scale, today: date) -> Bar:
    last = span.ended or span.due
    x, end = scale.at(span.since), scale.at(max(last, span.since))
    width = max(end - x, 2.0)
    landed = span.ended is not None
    share = 1.0 if landed else span.met / span.aims if span.aims else 0.0
    late = scale.at(today) - scale.at(span.due) if not landed and today > span.due else 0.0
    return Bar(
        x=x,
        y=y,
        width=round(width, 1),
        done=round(width * share, 1),
        late_x=round(x + width, 1),
        late=round(late, 1),
        landed=landed,
        name=child.scenario.label,
        words=_words(child, span),
    )


def _words(child: Child, span: Span) -> str:
    known = {
        "child": child.scenario.label,
        "since": formats.day(span.since),
        "until": formats.day(span.ended or span.due),
    }
    if span.ended:
        return _("%(child)s: begun on %(since)s, landed on %(until)s") % known
    return _("%(child)s: begun on %(since)s, due on %(until)s") % known
