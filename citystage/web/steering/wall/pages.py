"""``/steering/`` and ``/steering/screen/``: the view in the frame, and alone on a wall."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.actions.arrange_wall import arrange_wall
from citystage.stages.evaluation.queries import wall as queries
from citystage.stages.evaluation.queries.wall import PARTS, View
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option, Text
from citystage.web.shell.pages import page, show, wants_part
from citystage.web.steering.cities import cities_offered
from citystage.web.steering.tabs import tabs
from citystage.web.steering.wall import shown

LABELS: Final[dict[str, Text]] = {
    "plan": gettext_lazy("The plan"),
    "funnel": gettext_lazy("The funnel"),
    "map": gettext_lazy("The map by district"),
    "landings": gettext_lazy("Newest landings"),
    "stuck": gettext_lazy("What is stuck, and with whom"),
}


def asked(stamp: Stamp, here: Address) -> tuple[Unit, tuple[str, ...]]:
    """The city and the parts an address asks for; without parts, those chosen last."""
    city = queries.reach_city(stamp.actor, (here.values("city") or ("",))[-1])
    named = here.values("part")
    parts = tuple(part for part in PARTS if part in named)
    return city, parts or queries.chosen_parts(stamp.actor)


def _measure(here: Address) -> str:
    wanted = (here.values("map") or ("opened",))[-1]
    return wanted if wanted in shown.MEASURES else "opened"


def drawn(view: View, parts: Sequence[str], here: Address) -> dict[str, Any]:
    """What the board needs."""
    measure, alone = _measure(here), here.path == reverse("steering:screen")
    return {
        # On a wall nobody scrolls: of each kind the one that waits longest.
        "alone": alone,
        "view": view,
        "parts": parts,
        "rings": shown.rings(view),
        "bars": shown.bars(view),
        "tiles": shown.tiles(view, measure) if "map" in parts else [],
        "measures": [
            Option(
                value=name,
                label=label,
                url=str(here.having("map", name)),
                active=name == measure,
            )
            for name, label in shown.MEASURES.items()
        ],
        "measured": shown.MEASURES[measure],
        "landings": shown.landings(view),
        "groups": shown.groups(view, most=1 if alone else None),
    }


@require_safe
@page
def wall(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The view with everything around it; script asks for the board alone."""
    return _answer(request, stamp, "steering/wall/view.html")


@require_safe
@page
def screen(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The same without frame, for 1920 × 1080 on a wall."""
    return _answer(request, stamp, "steering/wall/screen.html")


def _answer(request: HttpRequest, stamp: Stamp, template: str) -> HttpResponse:
    here = Address.of(request)
    city, parts = asked(stamp, here)
    view = queries.view(stamp.actor, city, parts=parts, at=stamp.at)
    context = drawn(view, parts, here)
    if wants_part(request):
        return show(request, "steering/wall/board.html", context)
    context |= {
        "address": str(here),
        "offered": [(name, label, name in parts) for name, label in LABELS.items()],
        "cities": cities_offered(here, queries.steered(stamp.actor), city),
        "tabs": tabs(stamp.actor, "wall"),
        "screen": str(here.at(reverse("steering:screen"))),
        "back": str(here.at(reverse("steering:wall"))),
        "files": [
            (kind.upper(), str(here.at(reverse("steering:brief", args=[kind]))))
            for kind in ("pdf", "docx")
        ],
    }
    return show(request, template, context)


@require_POST
@page
def arrange(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Keep the parts a person chose, and show them by their address."""
    wanted = request.POST.getlist("part")
    parts = [part for part in PARTS if part in wanted] or list(PARTS)
    arrange_wall(parts, stamp=stamp)
    here = Address(reverse("steering:wall"))
    if city := request.POST.get("city"):
        here = here.having("city", city)
    return HttpResponseRedirect(
        str(Address(here.path, (*here.pairs, *(("part", p) for p in parts))))
    )
