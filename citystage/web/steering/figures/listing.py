"""``/steering/figures/``: every figure of a city by group, with search and the period."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.indicators.periods import Period
from citystage.engines.indicators.periods import period as period_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.figure_settings import spans_of
from citystage.stages.evaluation.figure_terms import GROUPS, Indicator
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries.figures import Figure
from citystage.stages.evaluation.rules import may_try_formula
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.context import frame_of
from citystage.web.shell.figures import figure_url
from citystage.web.shell.pages import open_page, show
from citystage.web.steering.cities import cities_offered
from citystage.web.steering.figures.shown import number, period_name, unit
from citystage.web.steering.tabs import tabs


@dataclass(frozen=True, slots=True)
class Card:
    """A figure in the list."""

    indicator: Indicator
    value: str
    unit: str
    claimed: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together."""

    label: str | Promise
    cards: Sequence[Card]


@require_safe
@open_page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The figures open to this visitor; ``period``, ``q`` and ``city`` stand in the address."""
    here = Address.of(request)
    city = _city(request)
    known = figures.open_to(stamp.actor, city)
    offered = _periods(city, timezone.localdate(stamp.at).year)
    chosen = _chosen(city, here, offered)
    words = (here.values("q") or ("",))[-1].strip()[:200]
    found = [one for one in known if chosen.grain in one.periods and _fits(one, words)]
    read = figures.values(city, chosen.word, [one.code for one in found])
    context = {
        "city": city,
        "cities": cities_offered(here, cities(), city),
        "groups": _groups(city, found, read, chosen),
        "known": bool(known),
        "period": period_name(chosen),
        "periods": [
            Option(
                value=one.word,
                label=period_name(one),
                url=str(here.having("period", one.word)),
                active=one.word == chosen.word,
            )
            for one in offered
        ],
        "words": words,
        "here": here,
        "read_at": figures.last_reading(city),
        "try_url": reverse("steering:figure_try", args=[city.code])
        if may_try_formula(stamp.actor, city)
        else "",
        "tabs": tabs(stamp.actor, "figures"),
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("City figures"))],
    }
    return show(request, "steering/figures/list.html", context)


def _city(request: HttpRequest) -> Unit:
    city = frame_of(request).city
    if city is None:
        raise NotFound(_("There is no such city within your reach."))
    return city


def _periods(city: Unit, year: int) -> list[Period]:
    """The plans, this year and its quarters, and the two years before."""
    words = [span.word for span in spans_of(city)]
    words += [str(year), *(f"{year}Q{n}" for n in range(1, 5)), str(year - 1), str(year - 2)]
    return [one for one in map(period_of, words) if one]


def _chosen(city: Unit, here: Address, offered: Sequence[Period]) -> Period:
    sent = (here.values("period") or ("",))[-1]
    if sent:
        return figures.reach_period(city, sent)
    return offered[0]


def _fits(indicator: Indicator, words: str) -> bool:
    said = [*indicator.name.model_dump().values(), *indicator.meaning.model_dump().values()]
    text = " ".join([indicator.code, *said]).casefold()
    return all(word in text for word in words.casefold().split())


def _groups(
    city: Unit, found: Sequence[Indicator], read: dict[str, Figure], chosen: Period
) -> list[Group]:
    groups = []
    for name, label in GROUPS.items():
        cards = [_card(city, one, read.get(one.code), chosen) for one in found if one.group == name]
        if cards:
            groups.append(Group(label, cards))
    return groups


def _card(city: Unit, indicator: Indicator, figure: Figure | None, chosen: Period) -> Card:
    claimed = figure.only_claimed if figure else None
    return Card(
        indicator=indicator,
        value=number(indicator, figure.value if figure else None),
        unit=unit(indicator, figure.value if figure else None),
        claimed=number(indicator, claimed) if claimed and claimed > 0 else "",
        url=figure_url(city.code, indicator.code, chosen.word),
    )


def list_url(city: Unit, period: Period) -> str:
    """The list at a period."""
    address = Address(reverse("steering:figures")).having("city", city.code)
    return str(address.having("period", period.word))
