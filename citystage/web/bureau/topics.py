"""Where demand and supply lie: a map of topics, white spots, scenarios with too few suppliers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking.queries import runs, topics
from citystage.stages.matchmaking.queries.topics import TopicShown
from citystage.stages.matchmaking.queries.wanted import suppliers_wanted
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

_SHOWN: Final = 15
# The drawing, in its own units.
_WIDTH: Final = 720
_HEIGHT: Final = 420
_MARGIN: Final = 56
_SMALLEST: Final = 10
_LARGEST: Final = 44
_LINE: Final = 15
_LABEL_WIDTH: Final = 150


@dataclass(frozen=True, slots=True)
class Spot:
    """A topic on the map: a disc whose area tells how much there is; ``white`` draws it hollow."""

    topic: TopicShown
    name: str
    x: int
    y: int
    radius: int
    label_y: int


@require_safe
@page
def topic_page(request: HttpRequest, stamp: Stamp, code: str) -> HttpResponse:
    """``/bureau/topics/<city>/``."""
    city = next((one for one in runs.cities(stamp.actor) if one.code == code), None)
    if city is None:
        raise NotFound(_("There is no such city within your reach."))
    wear_city(request, city)
    found = topics.topic_map(stamp.actor, city)
    context = {
        "city": city,
        "found": found,
        "spots": spots(found.topics),
        "width": _WIDTH,
        "height": _HEIGHT,
        "white": [(one, name_of(one)) for one in found.white],
        "wanted": suppliers_wanted(city.pk),
        "thin": list(topics.thin(stamp.actor, city)[:_SHOWN]),
        "idle": list(topics.idle(stamp.actor, city)[:_SHOWN]),
        "crumbs": [
            Link(label=_("Who could do it"), url=reverse("matching:index")),
            Link(label=_("Topics and white spots")),
        ],
    }
    return show(request, "bureau/topics.html", context)


def name_of(topic: TopicShown) -> str:
    """A topic is called by its own words."""
    return pgettext("between words of a topic", ", ").join(topic.words[:3])


def spots(found: Iterable[TopicShown]) -> list[Spot]:
    """The largest first, so that small discs lie on top and can be pressed."""
    rows = sorted(found, key=lambda one: -(one.demands + one.supplies))
    most = max((one.demands + one.supplies for one in rows), default=1)
    drawn: list[Spot] = []
    for one in rows:
        share = ((one.demands + one.supplies) / most) ** 0.5
        radius = round(_SMALLEST + (_LARGEST - _SMALLEST) * share)
        x = round(_MARGIN + (one.place[0] + 1) / 2 * (_WIDTH - 2 * _MARGIN))
        y = round(_MARGIN + (one.place[1] + 1) / 2 * (_HEIGHT - 2 * _MARGIN))
        label_y = _free(x, y, radius, drawn)
        drawn.append(Spot(one, name_of(one), x, y, radius, label_y))
    return drawn


def _free(x: int, y: int, radius: int, drawn: list[Spot]) -> int:
    """Where the name stands: below the disc, above it, or the nearest line that is free."""
    for line in (y + radius + 15, y - radius - 6, y + radius + 31, y - radius - 22, y + 5):
        if all(abs(line - one.label_y) >= _LINE or abs(x - one.x) >= _LABEL_WIDTH for one in drawn):
            return line
    return y + 5
