"""The number page: what it is, what it reads, its parts, its past, and the records behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.engines.indicators.language import Ratio, Share
from citystage.engines.indicators.periods import Period
from citystage.engines.indicators.periods import period as period_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.figure_settings import spans_of
from citystage.stages.evaluation.figure_terms import GROUPS, Indicator
from citystage.stages.evaluation.models import Evidence, Reported
from citystage.stages.evaluation.queries import evidence, figures
from citystage.stages.evaluation.queries.evidence import BOTTOM, TOP, Cut, Line
from citystage.stages.evaluation.queries.figure_reasons import reasons
from citystage.stages.evaluation.queries.figures import Figure
from citystage.stages.evaluation.queries.number import Number, number_of
from citystage.stages.evaluation.queries.plan import aims
from citystage.stages.evaluation.queries.reported import beside
from citystage.stages.evaluation.rules import may_close_period
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import open_page, show
from citystage.web.steering.figures import shown
from citystage.web.steering.figures.listing import list_url
from citystage.web.steering.figures.parts import bars, parts, shown_by
from citystage.web.steering.figures.places import Shown, records_of
from citystage.web.steering.plan.shown import ring_of
from citystage.web.steering.tabs import tabs

PER_PAGE: Final = 25
_READINGS: Final = 8
# Of a list longer than this, pages up to there are looked for among the rows of the last days.
_NEAR: Final = 1000
CLAIMED: Final = "claimed"


@dataclass(frozen=True, slots=True)
class Behind:
    """What the address asks for: a number, and which of its records."""

    cut: Cut
    words: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One unit with its records as this visitor may see them."""

    line: Line
    records: Sequence[Shown]

    @property
    def hidden(self) -> int:
        """How many of its records may not be opened."""
        return sum(one.hidden for one in self.records)


def asked(stamp: Stamp, here: Address, city: str, code: str) -> Behind:
    """What the address means. Raises ``NotFound``."""
    found = next((one for one in cities() if one.code == city), None)
    if found is None:
        raise NotFound(_("There is no such city within your reach."))
    indicator = figures.reach_indicator(stamp.actor, found, code)
    said = {name: (here.values(name) or ("",))[-1] for name in ("by", "key", "side", "show", "q")}
    if said["by"] and said["by"] not in indicator.splits:
        raise NotFound(_("There is no such cut."))
    cut = Cut(
        city=found,
        indicator=indicator,
        period=_period(stamp, here, found, indicator),
        by=said["by"],
        key=said["key"][:64],
        side=BOTTOM if said["side"] == BOTTOM else TOP,
    )
    return Behind(cut, said["q"].replace("\x00", "").strip()[:200], said["show"] != CLAIMED)


def _period(stamp: Stamp, here: Address, city: Unit, indicator: Indicator) -> Period:
    if sent := (here.values("period") or ("",))[-1]:
        return figures.reach_period(city, sent)
    # The plans first; such words are periods by themselves.
    plans = spans_of(city) if "whole" in indicator.periods else ()
    words = [*(span.word for span in plans), str(timezone.localdate(stamp.at).year)]
    return period_of(words[0]) or figures.reach_period(city, words[-1])


@require_safe
@open_page
def one(request: HttpRequest, stamp: Stamp, city: str, code: str) -> HttpResponse:
    """``/steering/figures/<city>/<code>/``: ``period``, ``by``, ``key``, ``show``, ``q``."""
    here = Address.of(request)
    behind = asked(stamp, here, city, code)
    cut, by = behind.cut, shown_by(here, behind.cut)
    number = number_of(cut, shown_by=by)
    wear_city(request, cut.city)
    context = (
        _head(behind, number)
        | _ways(here, cut, number, stamp)
        | _past(cut, number, stamp)
        | parts(here, cut, by, number.parts)
        | _records(request, stamp, behind, number.figure)
        | {
            "here": here,
            "tabs": tabs(stamp.actor, "figures"),
            "files": exports.offered(request, "steering:figure_export", city, code),
            "crumbs": [
                Link(label=_("City figures"), url=list_url(cut.city, cut.period)),
                Link(label=cut.indicator.label),
            ],
        }
    )
    return show(request, "steering/figures/one.html", context)


def _head(behind: Behind, number: Number) -> dict[str, Any]:
    cut, figure = behind.cut, number.figure
    indicator, city = cut.indicator, cut.city
    stated = beside(city, indicator.code)
    claimed = figure.only_claimed if figure else None
    return {
        "city": city,
        "indicator": indicator,
        "group": GROUPS[indicator.group],
        "figure": figure,
        "value": shown.number(indicator, figure.value if figure else None),
        "unit": shown.unit(indicator, figure.value if figure else None),
        "claimed": shown.number(indicator, claimed) if claimed and claimed > 0 else "",
        "period": shown.period_name(cut.period),
        "period_word": cut.period.word,
        "answers": shown.answering(city, figures.answering(city, indicator)),
        "aims": _aims(cut, number, stated),
        "reported": stated,
    }


def _aims(cut: Cut, number: Number, stated: Sequence[Reported]) -> list[object]:
    """The target line: only of the whole, and of the period the target is for."""
    if cut.by:
        return []
    code = cut.indicator.code
    found = aims(cut.city, code, at=timezone.now(), readings=number.whole, stated=stated)
    return [ring_of(aim) for aim in found if aim.span.period == cut.period.word]


def _ways(here: Address, cut: Cut, number: Number, stamp: Stamp) -> dict[str, Any]:
    """The periods and cuts one may choose, and closing the period."""
    known = number.periods
    if cut.period.word not in {one.word for one in known}:
        known = [cut.period, *known]
    closing = figures.closing_of(cut.city, cut.period, timezone.localdate(stamp.at))
    return {
        "periods": [
            Option(
                value=one.word,
                label=shown.period_name(one),
                url=str(here.having("period", one.word)),
                active=one.word == cut.period.word,
            )
            for one in known
        ],
        "closing": closing,
        "may_close": closing is None and bool(may_close_period(stamp, cut.city, cut.period)),
    }


def _past(cut: Cut, number: Number, stamp: Stamp) -> dict[str, Any]:
    """The figure over time, and every reading with its reason."""
    indicator, city = cut.indicator, cut.city
    read = figures.history(city, indicator.code, cut.period.word, cut.by, cut.key)
    told = reasons(city, indicator, cut.period, read[:_READINGS])
    inside = evidence.seen_by(stamp.actor, city) is None
    return {
        "readings": [
            (
                one.reading,
                shown.number(indicator, one.reading.value),
                shown.reason_words(one),
                [row for row in one.examples if inside or row.public],
                0 if one.whole else one.rows,
            )
            for one in told
        ],
        "more_readings": max(0, (told[0].reading.number if told else 0) - _READINGS),
        "series": bars(cut, number.series),
    }


def visible(stamp: Stamp, behind: Behind) -> tuple[QuerySet[Evidence], int]:
    """The units of the number that this visitor may see, and how many are left out."""
    found = _narrowed(behind)(evidence.units(behind.cut, proven=behind.proven))
    return evidence.shown_to(found, stamp.actor, behind.cut.city)


def _narrowed(behind: Behind, seen: Q | None = None) -> evidence.Narrowed:
    """Keep those that hold the words asked for, and of them what the visitor may see."""

    def narrow(found: QuerySet[Evidence]) -> QuerySet[Evidence]:
        if behind.words:
            words = Q(label__icontains=behind.words) | Q(label_en__icontains=behind.words)
            found = found.filter(words | Q(title__icontains=behind.words))
        return found if seen is None else found.filter(seen)

    return narrow


def _leads(stamp: Stamp, behind: Behind, leaf: Page[Evidence]) -> Sequence[Evidence]:
    """What stands on this page of the list."""
    last = leaf.end_index()
    if last <= _NEAR < leaf.paginator.count:
        seen = evidence.seen_by(stamp.actor, behind.cut.city)
        narrowed = _narrowed(behind, seen)
        newest = evidence.newest(behind.cut, last, narrowed, proven=behind.proven)
        if newest is not None:
            return newest[leaf.start_index() - 1 :]
    return list(leaf.object_list)


class _Counted(Paginator[Evidence]):
    """A paginator that knows how many there are already."""

    known: int | None = None

    @property
    def count(self) -> int:
        """How many; asked of the database only where nobody knows."""
        return super().count if self.known is None else self.known


def _records(
    request: HttpRequest, stamp: Stamp, behind: Behind, figure: Figure | None
) -> dict[str, Any]:
    cut = behind.cut
    found, hidden = visible(stamp, behind)
    pages = _Counted(found, PER_PAGE)
    whole = behind.proven and not behind.words and not isinstance(cut.indicator.parsed, Ratio)
    if whole and figure is not None:
        pages.known = figure.evidence - hidden
    leaf = pages.get_page(request.GET.get("page"))
    leaf.object_list = _leads(stamp, behind, leaf)
    lines = evidence.lines(cut, leaf.object_list, proven=behind.proven)
    reached = records_of(stamp.actor, [record for line in lines for record in line.records])
    here = Address.of(request)
    return {
        "page": leaf,
        "rows": [Row(line, [reached[one.pk] for one in line.records]) for line in lines],
        "left_out": hidden,
        "words": behind.words,
        "share": isinstance(cut.indicator.parsed, Share),
        "shown": _standings(here, behind),
        "sides": _sides(here, cut),
    }


def _standings(here: Address, behind: Behind) -> list[Option]:
    labels = {"": _("Proven, counted"), CLAIMED: _("Only claimed, not counted")}
    return [
        Option(
            value=name,
            label=label,
            url=str(here.having("show", name) if name else here.without("show", "page"))
            + "#behind",
            active=behind.proven == (name == ""),
        )
        for name, label in labels.items()
    ]


def _sides(here: Address, cut: Cut) -> list[Option]:
    if not isinstance(cut.indicator.parsed, Ratio):
        return []
    labels = {TOP: _("Above the line"), BOTTOM: _("Below the line")}
    return [
        Option(
            value=name,
            label=label,
            url=str(here.having("side", name)) + "#behind",
            active=cut.side == name,
        )
        for name, label in labels.items()
    ]
