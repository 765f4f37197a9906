"""Why a reading reads as it does: every row that came, went or changed with it, or was known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.engines.indicators.periods import Period
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.writing import Row
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import city_coded
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Evidence, Reading
from citystage.stages.evaluation.queries import evidence, figures
from citystage.stages.evaluation.queries import figure_reasons as queries
from citystage.stages.evaluation.queries.figure_reasons import Reason
from citystage.web.shell import exports, formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.context import wear_city
from citystage.web.shell.figures import figure_url
from citystage.web.shell.pages import open_page, show
from citystage.web.steering.figures import shown
from citystage.web.steering.figures.places import records_of

PER_PAGE: Final = 50
_BATCH: Final = 500
_THEN: Final = "then"
_KINDS: Final[Mapping[str, str | Promise]] = {
    "went": gettext_lazy("withdrawn or elsewhere"),
    "moved": gettext_lazy("counts for another unit"),
    "changed": gettext_lazy("says otherwise"),
    "came": gettext_lazy("new evidence"),
    _THEN: gettext_lazy("all that was known then"),
}
_COLUMNS: Final = (
    Field(code="unit", zh="统计对象", en="Counted"),
    Field(code="happened", zh="日期", en="Date"),
    Field(code="record", zh="依据", en="Record"),
    Field(code="reported", zh="申报单位", en="Reported by"),
    Field(code="proven", zh="是否有佐证", en="Proven"),
    Field(code="since", zh="知悉时间", en="Known from"),
    Field(code="until", zh="失效时间", en="Known until"),
    Field(code="key", zh="对象编码", en="Key"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A reading with its reason, and which of its rows the address asks for."""

    city: Unit
    indicator: Indicator
    reading: Reading
    reason: Reason
    which: str

    @property
    def period(self) -> Period:
        """The period it is of."""
        return queries.period_of(self.reading)

    @property
    def rows(self) -> QuerySet[Evidence]:
        """What is listed, the latest first."""
        if self.which == _THEN:
            return queries.known_then(self.city, self.indicator, self.reading)
        return queries.again(_rows(self.reason, self.which))


def _rows(reason: Reason, which: str) -> Sequence[Evidence]:
    found: Mapping[str, Sequence[Evidence]] = {
        "went": reason.went,
        "moved": reason.moved,
        "changed": reason.changed,
        "came": reason.came,
    }
    return found[which]


def _asked(request: HttpRequest, stamp: Stamp, city: str, pk: int) -> Asked:
    found = city_coded(city)
    if found is None:
        raise NotFound(_("There is no such city within your reach."))
    reading = queries.reach_reading(found, pk)
    indicator = figures.reach_indicator(stamp.actor, found, reading.code)
    (reason,) = queries.reasons(found, indicator, queries.period_of(reading), [reading])
    sent = (Address.of(request).values("show") or ("",))[-1]
    known = [name for name in _KINDS if name != _THEN and _rows(reason, name)]
    if sent and sent not in {*known, _THEN}:
        raise NotFound(_("There is no such view."))
    return Asked(found, indicator, reading, reason, sent or [*known, _THEN][0])


@require_safe
@open_page
def reading(request: HttpRequest, stamp: Stamp, city: str, pk: int) -> HttpResponse:
    """``/steering/figures/<city>/reading/<pk>/``: ``show`` chooses which rows."""
    asked = _asked(request, stamp, city, pk)
    wear_city(request, asked.city)
    found, hidden = evidence.shown_to(asked.rows, stamp.actor, asked.city)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed = list(leaf)
    reached = records_of(stamp.actor, listed)
    context = _head(asked) | {
        "page": leaf,
        "rows": [reached[one.pk] for one in listed],
        "left_out": hidden,
        "which": _which(asked, Address.of(request)),
        "files": exports.offered(request, "steering:figure_reading_export", city, pk),
    }
    return show(request, "steering/figures/reading.html", context)


def _head(asked: Asked) -> dict[str, Any]:
    """What the figure read then, and why."""
    kept, indicator, code = asked.reading, asked.indicator, asked.city.code
    part = figures.part_names(asked.city, kept.by, kept.period) if kept.by else {}
    number = figure_url(code, kept.code, kept.period, kept.by, kept.key)
    return {
        "reading": kept,
        "indicator": indicator,
        "period": shown.period_name(asked.period),
        "part": part.get(kept.key, (kept.key, ""))[0] if kept.by else "",
        "value": shown.number(indicator, kept.value),
        "unit": shown.unit(indicator, kept.value),
        "words": shown.reason_words(asked.reason),
        "number_url": number,
        "crumbs": [
            Link(label=_("City figures"), url=f"{reverse('steering:figures')}?city={code}"),
            Link(label=indicator.label, url=number),
            Link(label=_("Reading %(n)d") % {"n": kept.number}),
        ],
    }


def _which(asked: Asked, here: Address) -> list[Option]:
    """Those kinds of rows of which there are any, and everything."""
    return [
        Option(
            value=name,
            label=label,
            count=None if name == _THEN else len(_rows(asked.reason, name)),
            url=str(here.having("show", name)),
            active=name == asked.which,
        )
        for name, label in _KINDS.items()
        if name == _THEN or _rows(asked.reason, name)
    ]


@require_safe
@open_page
def export(request: HttpRequest, stamp: Stamp, city: str, pk: int, kind: str) -> HttpResponse:
    """What the page lists, as a file."""
    asked = _asked(request, stamp, city, pk)
    found, _hidden = evidence.shown_to(asked.rows, stamp.actor, asked.city)
    name = f"{asked.reading.code}-{asked.reading.period}-{asked.reading.number}-{asked.which}"
    return exports.as_file(name, kind, _COLUMNS, _lines(stamp.actor, found[: exports.MOST]))


def _lines(actor: Actor, found: QuerySet[Evidence]) -> Iterator[Row]:
    for some in batched(found.iterator(_BATCH), _BATCH):
        reached = records_of(actor, some)
        yield from (_line(one, hidden=reached[one.pk].hidden) for one in some)


def _line(one: Evidence, *, hidden: bool) -> Row:
    """A row of the file; of a record that may not be opened it says as little as the page."""
    return {
        "unit": one.name or one.unit,
        "happened": one.happened_on.isoformat(),
        "record": "" if hidden else f"{one.record_name} [{one.record}]",
        "reported": "" if hidden else one.claimant,
        "proven": "1" if one.proven else "0",
        "since": formats.moment(one.since_at),
        "until": formats.moment(one.until_at) if one.until_at else "",
        "key": one.unit,
    }
