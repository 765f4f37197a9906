"""A number in parts and over time, as lengths beside each other; each opens."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from citystage.engines.indicators.periods import period as period_of
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries.evidence import Cut
from citystage.stages.evaluation.queries.figures import Figure, Part
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option
from citystage.web.shell.figures import figure_url
from citystage.web.steering.figures import shown

_MOST_PARTS: Final = 40


def bars(cut: Cut, found: Sequence[Figure]) -> list[dict[str, object]]:
    """Each with its length of 100 against the longest; only what was measured."""
    measured = [one for one in found if one.value is not None][-12:]
    most = max((one.value or Decimal(0) for one in measured), default=Decimal(0)) or Decimal(1)
    return [
        {
            "label": _named(one.period),
            "value": shown.number(cut.indicator, one.value),
            "length": int(100 * (one.value or 0) / most),
            "url": figure_url(cut.city.code, cut.indicator.code, one.period, cut.by, cut.key),
            "active": one.period == cut.period.word,
        }
        for one in measured
    ]


def _named(word: str) -> str:
    known = period_of(word)
    return shown.period_name(known) if known else word


def shown_by(here: Address, cut: Cut) -> str:
    """The dimension whose parts are shown; none where the figure has none."""
    cuts = cut.indicator.splits
    by = cut.by or (here.values("cut") or (cuts[0] if cuts else "",))[-1]
    return by if by in cuts else ""


def parts(here: Address, cut: Cut, by: str, read: Sequence[Figure]) -> dict[str, Any]:
    """The parts that were read, with the other cuts one may choose."""
    cuts = cut.indicator.splits
    if not by:
        return {"cuts": []}
    found = figures.parts_of(cut.city, by, cut.period.word, read)
    bare = here.without("by", "key", "page", "q")
    return {
        "cut": shown.CUTS[by],
        "cuts": [
            Option(
                value=one,
                label=shown.CUTS[one],
                url=str(bare.having("cut", one)),
                active=one == by,
            )
            for one in cuts
        ],
        "parts": _lengths(cut.indicator, found[:_MOST_PARTS], cut),
        "part": _part(cut, found) if cut.by else "",
        "uncut": str(bare.having("cut", by)),
    }


def _part(cut: Cut, found: Sequence[Part]) -> str:
    """What the part is called; one without evidence is not among those found."""
    for one in found:
        if one.key == cut.key:
            return one.label
    names = figures.part_names(cut.city, cut.by, cut.period.word)
    return names.get(cut.key, (cut.key or _("not known"), ""))[0]


def _lengths(indicator: Indicator, found: Sequence[Part], cut: Cut) -> list[dict[str, object]]:
    most = max((one.figure.value or Decimal(0) for one in found), default=Decimal(0)) or Decimal(1)
    return [
        {
            "part": one,
            "value": shown.number(indicator, one.figure.value),
            "claimed": shown.number(indicator, one.figure.only_claimed)
            if (one.figure.only_claimed or 0) > 0
            else "",
            "length": int(100 * (one.figure.value or 0) / most),
            "turns": [shown.turn_words(turn) for turn in one.turns],
            "url": figure_url(
                cut.city.code, indicator.code, cut.period.word, one.figure.by, one.key
            ),
            "active": cut.by == one.figure.by and cut.key == one.key,
        }
        for one in found
    ]
