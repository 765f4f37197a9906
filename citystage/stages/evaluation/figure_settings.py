"""What a city counts now: its newest terms, and the years of its plans."""

from datetime import datetime
from typing import Final

from citystage.engines.indicators.periods import Span, period
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.stages.evaluation.figure_terms import FigureTerms
from citystage.stages.evaluation.plan_spans import spans as plan_spans

_NOTHING: Final = FigureTerms()
_read: dict[tuple[int, datetime], FigureTerms] = {}


def terms_of(city_id: int) -> FigureTerms:
    """What a city counts, by the newest version of its pack."""
    setting = setting_of(city_id, "indicators")
    if setting is None:
        return _NOTHING
    place = (setting.pk, setting.loaded_at)
    if place not in _read:
        _read[place] = FigureTerms.kept(setting.value)
    return _read[place]


def spans_of(city: Unit) -> tuple[Span, ...]:
    """The years of every plan of the city."""
    words = set(plan_spans(city))
    if plan := terms_of(city.pk).plan:
        words.add(Span(plan.from_year, plan.until_year).word)
    found = (period(word) for word in sorted(words))
    return tuple(
        Span(one.first.year, one.until.year - 1) for one in found if one and one.grain == "whole"
    )
