"""The order by outcomes: what is known, what was fitted, how it did, and its switch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.actions.rerank import fit_reranking, switch_off, switch_on
from citystage.stages.matchmaking.models import Reranking
from citystage.stages.matchmaking.queries import rerankings
from citystage.stages.matchmaking.states import RerankingState
from citystage.web.shell.components import Badge, Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

_STATES: Final = {
    RerankingState.READY: Badge(label=RerankingState.READY.label, tone="info", icon="clock"),
    RerankingState.ON: Badge(label=RerankingState.ON.label, tone="good", icon="check"),
    RerankingState.OFF: Badge(label=RerankingState.OFF.label, tone="plain", icon="minus"),
}
_HISTORY: Final = 50
# The drawing of the curves, in its own units.
_WIDTH: Final = 480
_HEIGHT: Final = 240
_LEFT: Final = 40
_LOW: Final = 26


@dataclass(frozen=True, slots=True)
class Place:
    """Of the scenarios of later outcomes, which share has a good one among the first ``number``."""

    number: int
    x: int
    plain: int
    reranked: int


@dataclass(frozen=True, slots=True)
class Curves:
    """Both curves as lines in the drawing, and as the numbers of a table."""

    places: tuple[Place, ...]
    plain: str
    reranked: str


@require_safe
@page
def reranking(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:
    """``/bureau/reranking/<city>/``; ``fit=`` names the fit that is shown, else the newest."""
    city = rerankings.reach_city(stamp.actor, code)
    wear_city(request, city)
    sample = rerankings.known_so_far(city)
    kept = list(rerankings.fits(city)[:_HISTORY])
    wanted = request.GET.get("fit", "")
    chosen = next((one for one in kept if str(one.pk) == wanted), kept[0] if kept else None)
    context = {
        "city": city,
        "sample": sample,
        "lacking": rules.is_enough(sample).reason,
        "used": next((one for one in kept if one.state == RerankingState.ON), None),
        "rows": [(one, _STATES[RerankingState(one.state)]) for one in kept],
        **(_shown(chosen, newest=kept[0].pk, stamp=stamp) if chosen else {}),
        "crumbs": [
            Link(label=_("Who could do it"), url=reverse("matching:index")),
            Link(label=_("Order by outcomes")),
        ],
    }
    return show(request, "bureau/reranking.html", context)


def _shown(fitted: Reranking, *, newest: int, stamp: Stamp) -> dict[str, object]:
    may = rules.may_switch_on(stamp.actor, fitted, newest=newest, engine=rerankings.engine_in_use())
    return {
        "fitted": fitted,
        "mark": _STATES[RerankingState(fitted.state)],
        "moments": {
            name: datetime.fromisoformat(fitted.sample[name])
            for name in ("since", "split", "until")
            if fitted.sample.get(name)
        },
        "weights": rerankings.weights_of(fitted),
        "heaviest": max((1.0, *fitted.weights.values())),
        "curves": curves(fitted) if fitted.plain_curve else None,
        "gain": [round(100 * fitted.plain), round(100 * fitted.reranked)],
        "by_chance": round(100 * fitted.p, 1),
        "proof": rules.is_proven(fitted).reason,
        "refused": may.reason if fitted.state != RerankingState.ON else "",
        "may_use": bool(may),
        "old": not rerankings.is_of_this_engine(fitted),
        "width": _WIDTH,
        "height": _HEIGHT,
    }


def curves(fitted: Reranking) -> Curves:
    """From the share of the first place to that of the last, left to right."""
    step = (_WIDTH - _LEFT - _LOW) / max(1, len(fitted.plain_curve) - 1)

    def line(shares: list[float]) -> str:
        return " ".join(
            f"{round(_LEFT + at * step)},{round(_LOW + (1 - share) * (_HEIGHT - 2 * _LOW))}"
            for at, share in enumerate(shares)
        )

    both = zip(fitted.plain_curve, fitted.reranked_curve, strict=True)
    return Curves(
        tuple(
            Place(at + 1, round(_LEFT + at * step), round(100 * plain), round(100 * reranked))
            for at, (plain, reranked) in enumerate(both)
        ),
        line(fitted.plain_curve),
        line(fitted.reranked_curve),
    )


@require_POST
@page
def fit(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:
    """Fit on what is known by now, and measure."""
    fit_reranking(rerankings.reach_city(stamp.actor, code), stamp=stamp)
    messages.success(request, _("Fitted and measured. Nothing is used before you switch it on."))
    return _back(code)


@require_POST
@page
def on(request: HttpRequest, stamp: Stamp, code: str, pk: int) -> HttpResponse:
    """Order suppliers by it."""
    city = rerankings.reach_city(stamp.actor, code)
    switch_on(rerankings.reach_fit(city, pk), stamp=stamp)
    messages.success(request, _("Suppliers are ordered by outcomes now; every page says so."))
    return _back(code)


@require_POST
@page
def off(request: HttpRequest, stamp: Stamp, code: str, pk: int) -> HttpResponse:
    """Return to the plain order."""
    city = rerankings.reach_city(stamp.actor, code)
    switch_off(rerankings.reach_fit(city, pk), stamp=stamp)
    messages.success(request, _("Suppliers are in the plain order again."))
    return _back(code)


def _back(code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:reranking", args=[code]))
