"""What a number page shows of one figure, read in one question: value, periods, past, parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from citystage.engines.indicators.periods import Period
from citystage.engines.indicators.periods import period as period_of
from citystage.stages.evaluation.models import Reading, Tally
from citystage.stages.evaluation.queries.evidence import Cut
from citystage.stages.evaluation.queries.figures import Figure, figure_of, in_order

_GRAINS: Final = {"year": "quarter", "quarter": "quarter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A figure with everything around it."""

    figure: Figure | None
    # The periods it was ever read for, the latest first; plans lead.
    periods: list[Period]
    # Over the years, or the quarters of a period of a year or less; the oldest first.
    series: list[Figure]
    # Of the cut that is shown.
    parts: list[Figure]
    # Period -> the reading of the whole.
    whole: Mapping[str, Reading]


def number_of(cut: Cut, *, shown_by: str) -> Number:
    """``shown_by`` is the dimension whose parts are shown. One query."""
    word, code = cut.period.word, cut.indicator.code
    wanted = Q(by="") | Q(by=cut.by, key=cut.key)
    if shown_by:
        wanted |= Q(by=shown_by, period=word)
    rows = list(Tally.objects.filter(wanted, city=cut.city, code=code).select_related("reading"))
    own = {row.period: row.reading for row in rows if (row.by, row.key) == (cut.by, cut.key)}
    whole = {row.period: row.reading for row in rows if not row.by}
    grain = _GRAINS.get(cut.period.grain, "year")
    past = [(known, own[known.word]) for known in map(period_of, own) if known]
    series = sorted(
        ((known, read) for known, read in past if known.grain == grain),
        key=lambda one: one[0].first,
    )
    here = own.get(word)
    return Number(
        figure=figure_of(here) if here else None,
        periods=in_order(cut.indicator, whole),
        series=[figure_of(read) for _known, read in series],
        parts=[
            figure_of(row.reading)
            for row in rows
            if shown_by and row.by == shown_by and row.period == word
        ],
        whole=whole,
    )
