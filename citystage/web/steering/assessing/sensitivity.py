"""Does the order survive other weights: shares of runs, one weight at a time, the nearest swap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from citystage.engines.ranking.methods import Method
from citystage.engines.ranking.sensitivity import (
    Held,
    Shake,
    Stability,
    any_weights,
    one_at_a_time,
    shaken,
    swaps,
)
from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.queries.matrix import matrix_of
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import listed, name_of
from citystage.web.steering.assessing.matrix import crumbs, weights_in_use

_METHODS: Final = {
    Method.WEIGHTED_SUM: gettext_lazy("weighted sum"),
    Method.TOPSIS: gettext_lazy("TOPSIS"),
}
_LINE, _LEFT, _STEP = 30, 190, 44
# The drawing of a long list: so wide, with at least so much for a place.
_WIDE, _LEAST = 1320, 5
# So many names are told before the rest is counted.
_NAMES = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the drawing: where the name, the range of places and the place now stand."""

    name: str
    y: int
    x: int
    width: int
    dot: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The places of nine runs of ten, one line for each."""

    bars: list[Bar]
    ticks: list[tuple[int, int]]
    width: int
    height: int


@require_safe
@page
def sensitivity(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/steering/assessments/<pk>/sensitivity/``; the dice have a fixed seed."""
    exercise = queries.reach_exercise(stamp.actor, pk)
    terms, found = exercise.read_terms(), matrix_of(exercise)
    sent = request.GET.get("method", "")
    method = Method(sent if sent in set(Method) else terms.template.method)
    weights, trying = weights_in_use(request, exercise)
    table = found.table()
    names = {str(one.pk): one.label for one in found.subjects}
    measures = {one.code: name_of(one) for one in found.measures}
    shake = Shake(runs=terms.common.runs, spread=float(terms.common.spread), seed=exercise.pk)
    held = shaken(table, weights, method, shake)
    anyhow = _anyhow(any_weights(table, weights, method, shake))
    here = Address.of(request)
    context = {
        "exercise": exercise,
        "held": held,
        "rows": [
            (names[row.subject], row, round(row.keeps * 100), anyhow[row.subject])
            for row in held.rows
        ],
        "whole": round(held.whole * 100),
        "drawing": _draw(held, names),
        "pushes": [
            (measures[one.measure], one, _named([names[pk] for pk in one.moved]))
            for one in one_at_a_time(table, weights, method, shake.spread)
        ],
        "swaps": [
            (names[one.above], names[one.below], measures.get(one.measure or "", ""), one)
            for one in swaps(table, weights, method)
        ],
        "spread": round(shake.spread * 100),
        "shake": shake,
        "trying": trying,
        "missing": _named([names[pk] for pk in table.missing()]),
        "methods": [
            Option(
                value=str(way),
                label=label,
                url=str(here.having("method", str(way))),
                active=way == method,
            )
            for way, label in _METHODS.items()
        ],
        "crumbs": crumbs(exercise, _("Sensitivity")),
    }
    return show(request, "steering/assessing/sensitivity.html", context)


def _anyhow(held: Stability) -> Mapping[str, int]:
    """By subject: the share of runs with weights of any kind that keep the place, per cent."""
    return {row.subject: round(row.keeps * 100) for row in held.rows}


def _named(names: Sequence[str]) -> str:
    """The first of them by name, the rest by their number."""
    shown = listed(names[:_NAMES])
    more = len(names) - _NAMES
    if more <= 0:
        return shown
    told = {"names": shown, "n": more}
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % told


def _draw(held: Stability, names: Mapping[str, str]) -> Drawing:
    """Of a long list places stand closer, and not each has its number above it."""
    count = len(held.rows)
    step = min(_STEP, max(_LEAST, _WIDE // max(1, count)))
    every = -(-_STEP // step)
    bars = [_bar(at, row, names[row.subject], step) for at, row in enumerate(held.rows)]
    ticks = [
        (place, _LEFT + (place - 1) * step + step // 2) for place in range(1, count + 1, every)
    ]
    return Drawing(bars, ticks, _LEFT + count * step + 10, 34 + count * _LINE)


def _bar(at: int, row: Held, name: str, step: int) -> Bar:
    edge = min(6, step // 4)
    return Bar(
        name=name,
        y=34 + at * _LINE,
        x=_LEFT + (row.low - 1) * step + edge,
        width=(row.high - row.low + 1) * step - 2 * edge,
        dot=_LEFT + (row.place - 1) * step + step // 2,
        words=_("%(name)s: place %(place)d, in nine runs of ten between %(low)d and %(high)d")
        % {"name": name, "place": row.place, "low": row.low, "high": row.high},
    )
