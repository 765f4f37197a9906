"""The answers side by side: on a screen, on a phone, on paper, and as a workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_readers_language
from citystage.stages.docking.models import Opening
from citystage.stages.docking.queries import answers, words
from citystage.stages.docking.queries import openings as queries
from citystage.stages.docking.queries.words import Told
from citystage.web.docking.answering.wording import mark_of
from citystage.web.shell import formats
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

OFFERED: Final = ("xlsx", "csv")


@require_safe
@page
def compare(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/docking/openings/<pk>/compare/``; ``only=shortlist`` leaves the others out."""
    found = queries.reach_opening(stamp.actor, pk)
    told = _chosen(request, stamp, found)
    wear_city(request, found.scenario.city)
    context = {
        "opening": found,
        "scenario": found.scenario,
        "shut": found.is_shut_at(stamp.at),
        "told": told,
        "columns": [(one, mark_of(one.answer)) for one in told],
        "rows": _rows(found, told),
        "only": request.GET.get("only", ""),
        "crumbs": [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=found.scenario.label, url=reverse("docking:opening", args=[pk])),
            Link(label=_("Compare")),
        ],
    }
    return show(request, "docking/answering/compare.html", context)


def _chosen(request: HttpRequest, stamp: Stamp, found: Opening) -> list[Told]:
    rows = answers.judged(stamp.actor, found)
    if request.GET.get("only") == "shortlist":
        rows = [one for one in rows if one.state in {"shortlisted", "invited", "chosen"}]
    return words.told(rows, found, given=True)


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
    if kind not in OFFERED:
        raise NotFound(_("There is no such file of this list."))
    found = queries.reach_opening(stamp.actor, pk)
    told = _chosen(request, stamp, found)
    name = f"{found.scenario.number}-answers.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, _columns(found), _cells(told))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


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
            "submitted": f"{one.answer.submitted_at:%Y-%m-%d %H:%M:%S}"
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
        yield {code: value for code, value in cells.items() if value not in {None, ""}}


def _asked(code: str, words: str) -> Field:
    return Field(code=code, zh=words, en=words)


def _joined(between: str, *words: str) -> str:
    return between.join(filter(None, words))
