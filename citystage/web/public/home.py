"""The front page: what is open now, figures that open into their evidence, the newest list."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import districts
from citystage.kernel.texts import said
from citystage.stages.catalogue.bands import NEED
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import capabilities, lists, scenarios
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.evaluation.figure_settings import spans_of
from citystage.stages.evaluation.queries import figures as counted
from citystage.stages.intake.queries.calls import calls_open_to
from citystage.web.public.cards import scenario_card
from citystage.web.public.mapping import short
from citystage.web.shell import formats
from citystage.web.shell.components import Card, Tile
from citystage.web.shell.context import frame_of
from citystage.web.shell.figures import figure_url
from citystage.web.shell.pages import open_page, show

_CARDS = 6
# Figures of the plan that the city may be proud of, where there is anything to count.
_PROMISED = ("firms-served", "new-technologies", "scenarios-landed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A live number and the records that make it."""

    value: str
    label: str
    url: str


@require_safe
@open_page
def home(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/``."""
    city = frame_of(request).city
    if city is None:
        return show(request, "public/empty_house.html")
    wanted = ScenarioFilter(city=(city.code,), grain=(NEED,))
    counts = scenarios.split(wanted, "status", "district")
    newest = lists.released(city=city.code).first()
    landed = ScenarioFilter(city=(city.code,), status=(ScenarioState.LANDED,))
    context = {
        "city": city,
        "tagline": _tagline(city),
        "figures": [*_figures(city, counts.get("status", {})), *_promised(city, stamp.at)],
        "calls": list(calls_open_to(city, at=stamp.at)[:3]),
        "newest": newest,
        "newest_cards": _cards(city, stamp.at),
        "landed": _shown(scenarios.listed(landed, "changed")[:3], stamp.at),
        "tiles": _tiles(city, counts.get("district", {})),
        "all_url": f"{reverse('public:scenarios')}?city={city.code}",
        "placed": sum(counts.get("district", {}).values()),
    }
    return show(request, "public/home.html", context)


def _tagline(city: Unit) -> str:
    return said(city.facts.get("tagline")) or _(
        "Real places and real problems, opened to new technology"
    )


def _figures(city: Unit, by_status: dict[str, int]) -> list[Figure]:
    page = f"{reverse('public:scenarios')}?city={city.code}&grain={NEED}"
    able = reverse("public:capabilities")
    return [
        Figure(formats.count(sum(by_status.values())), _("scenarios on record"), page),
        Figure(
            formats.count(by_status.get(ScenarioState.OPEN, 0)),
            _("open for answers"),
            f"{page}&status={ScenarioState.OPEN}",
        ),
        Figure(
            formats.count(capabilities.capabilities(city=city.code).count()),
            _("capabilities on offer"),
            f"{able}?city={city.code}",
        ),
    ]


def _promised(city: Unit, now: datetime) -> list[Figure]:
    """Figures of the plan (else of the year), each opening into what was counted; one query."""
    known = {one.code: one for one in counted.definitions(city) if one.public}
    wanted = [code for code in _PROMISED if code in known]
    if not wanted:
        return []
    period = next((span.word for span in spans_of(city)), str(timezone.localdate(now).year))
    read = counted.values(city, period, wanted)
    return [
        Figure(formats.count(int(value)), known[code].label, figure_url(city.code, code, period))
        for code in wanted
        if code in read and (value := read[code].value)
    ]


def _cards(city: Unit, now: datetime) -> list[Card]:
    open_ones = ScenarioFilter(city=(city.code,), grain=(NEED,), status=(ScenarioState.OPEN,))
    return _shown(scenarios.listed(open_ones, "newest")[:_CARDS], now)


def _shown(found: QuerySet[Scenario], now: datetime) -> list[Card]:
    return [scenario_card(one, now=now) for one in found]


def _tiles(city: Unit, counts: dict[str, int]) -> list[Tile]:
    page = reverse("public:scenarios")
    return [
        Tile(
            label=short(unit),
            count=counts.get(unit.code, 0),
            url=f"{page}?city={city.code}&grain={NEED}&district={unit.code}",
            column=unit.tile_column,
            row=unit.tile_row,
        )
        for unit in districts(city)
        if unit.tile_column is not None and unit.tile_row is not None
    ]
