"""The answers side by side: on a screen, on a phone, on paper, and as a workbook."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.texts import in_readers_language
from citystage.stages.docking.models import Opening
from citystage.stages.docking.queries import answers, words
from citystage.stages.docking.queries import openings as queries
from citystage.stages.docking.queries.words import Told
from citystage.web.docking.answering.wording import mark_of
from citystage.web.shell import exports, formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

_SHORTLIST: Final = "shortlist"
_SHORTLISTED: Final = frozenset({"shortlisted", "invited", "chosen"})
# What nobody stated comes last.
_KEYS: Final[Mapping[str, Callable[[Told], tuple[float, ...]]]] = {
    "given": lambda _one: (),
    "yes": lambda one: (-one.yes,),
    "price": lambda one: (one.content.price is None, one.content.price or 0),
    "weeks": lambda one: (one.content.weeks is None, one.content.weeks or 0),
}


@require_safe
@page
def compare(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/docking/openings/<pk>/compare/``: ``only=shortlist`` and ``sort`` in the address."""
    found = queries.reach_opening(stamp.actor, pk)
    told = _chosen(request, stamp, found)
    wear_city(request, found.scenario.city)
    here = Address.of(request)
    context = {
        "opening": found,
        "scenario": found.scenario,
        "shut": found.is_shut_at(stamp.at),
        "told": told,
        "columns": [(one, mark_of(one.answer)) for one in told],
        "rows": _rows(found, told),
        "which": [
            Option(
                value=value,
                label=label,
                url=str(here.having("only", value) if value else here.without("only")),
                active=value == _only(here),
            )
            for value, label in (("", _("All answers")), (_SHORTLIST, _("Shortlist only")))
        ],
        "orders": [
            Option(value=name, label=label, url=str(here.having("sort", name)), active=on)
            for name, label in _orders(found)
            for on in [name == _sort(here)]
        ],
        "files": exports.offered(request, "docking:compare_export", found.pk),
        "crumbs": [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=found.scenario.label, url=reverse("docking:opening", args=[pk])),
            Link(label=_("Compare")),
        ],
    }
    return show(request, "docking/answering/compare.html", context)


def _chosen(request: HttpRequest, stamp: Stamp, found: Opening) -> list[Told]:
    here = Address.of(request)
    rows = answers.judged(stamp.actor, found)
    if _only(here):
        rows = [one for one in rows if one.state in _SHORTLISTED]
    told = words.told(rows, found, given=True)
    return sorted(told, key=_KEYS[_sort(here)])


def _only(here: Address) -> str:
    return _SHORTLIST if _SHORTLIST in here.values("only") else ""


def _sort(here: Address) -> str:
    asked = (here.values("sort") or ("",))[-1]
    return asked if asked in _KEYS else "given"


def _orders(found: Opening) -> list[tuple[str, str]]:
    named = [
        ("given", _("handed in first")),
        ("yes", _("most essentials met")),
        ("price", _("lowest price")),
        ("weeks", _("soonest done")),
    ]
    return [one for one in named if found.asks_price or one[0] != "price"]


def _rows(found: Opening, told: Sequence[Told]) -> list[dict[str, object]]:
    """Each essential with what every answer says to it."""
    return [
        {
            "number": number,
            "text": in_readers_language(asked["text"], asked.get("text_en", "")),
            "cells": [(one, one.points[number - 1]) for one in told],
        }
        for number, asked in enumerate(found.asked, start=1)
    ]


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """The same as a file, with the filter of the address."""
    found = queries.reach_opening(stamp.actor, pk)
    told = _chosen(request, stamp, found)
    name = f"{found.scenario.number}-answers"
    return exports.as_file(name, kind, _columns(found), _cells(told))


def _columns(found: Opening) -> tuple[Field, ...]:
    essentials = [
        column
        for number, asked in enumerate(found.asked, start=1)
        for column in (
            Field(
                code=f"{asked['key']}_can",
                zh=f"{number}. {asked['text']}",
                en=f"{number}. {asked['text']}",
            ),
            Field(
                code=f"{asked['key']}_evidence",
                zh=f"{number}. 依据",
                en=f"{number}. evidence",
                kind=Kind.LONG,
            ),
        )
    ]
    return (
        Field(code="organisation", zh="应答单位", en="Organisation"),
        Field(code="state", zh="状态", en="State"),
        Field(code="submitted", zh="提交时间", en="Submitted"),
        Field(code="summary", zh="概述", en="Summary", kind=Kind.LONG),
        *essentials,
        Field(code="price_mode", zh="计价方式", en="How it is priced"),
        Field(code="price", zh="报价", en="Price"),
        Field(code="weeks", zh="周期（周）", en="Weeks", kind=Kind.NUMBER),
        Field(code="schedule", zh="进度安排", en="Schedule", kind=Kind.LONG),
        Field(code="wanted", zh="需业主提供", en="Needed from the owner", kind=Kind.LONG),
        Field(code="consortium", zh="联合体分工", en="Consortium", kind=Kind.LONG),
    )


def _cells(told: Sequence[Told]) -> Iterator[Row]:
    for one in told:
        cells: Row = {
            "organisation": one.answer.organisation.label,
            "state": str(one.answer.get_state_display()),
            "submitted": f"{timezone.localtime(one.answer.submitted_at):%Y-%m-%d %H:%M:%S}"
            if one.answer.submitted_at
            else "",
            "summary": one.content.summary,
            "price_mode": one.price_mode,
            "price": " · ".join(
                filter(None, (formats.money(one.content.price), one.content.price_words))
            ),
            "weeks": one.content.weeks,
            "schedule": one.content.schedule,
            "wanted": one.content.wanted,
            "consortium": "\n".join(f"{s.name} {s.share}%: {s.work}" for s in one.shares),
        }
        for point in one.points:
            said = _("yes") if point.reply.can == "yes" else _("no") if point.reply.can else ""
            cells[f"{point.key}_can"] = said
            cells[f"{point.key}_evidence"] = _joined("\n", point.reply.evidence, point.reply.case)
        yield cells


def _joined(between: str, *words: str) -> str:
    return between.join(filter(None, words))
