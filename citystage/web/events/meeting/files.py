"""The whole plan to take away: A4 and sheets."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.events.models import MeetingDay
from citystage.stages.events.queries.meetings import days, shown
from citystage.web.events.listing import language_of
from citystage.web.events.meeting.papers import people_paper, plan_paper, times
from citystage.web.shell.pages import page

_COLUMNS = (
    Field(code="number", zh="时段", en="Time No.", kind=Kind.NUMBER),
    Field(code="time", zh="时间", en="Time"),
    Field(code="table", zh="桌号", en="Table"),
    Field(code="demand", zh="需求方", en="Looks for suppliers"),
    Field(code="supply", zh="供给方", en="Offers"),
    Field(code="pinned", zh="已锁定", en="Pinned"),
    Field(code="origin", zh="来源", en="Origin"),
)


def _seen(stamp: Stamp, pk: int) -> tuple[MeetingDay, list[shown.Seen]]:
    day = days.reach_day(stamp.actor, pk)
    plan = days.standing_plan(day)
    if plan is None:
        raise NotFound(_("There is no plan yet."))
    return day, shown.meetings_shown(day, plan)


@require_safe
@page
def plan_pdf(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """All meetings by time."""
    day, seen = _seen(stamp, pk)
    return _pdf(plan_paper(day, seen, language_of(), stamp.at), f"{day.event.number}-meetings")


@require_safe
@page
def people_pdf(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """Everybody's meetings."""
    day, seen = _seen(stamp, pk)
    content = people_paper(day.event, shown.people(day, seen), language_of(), stamp.at)
    return _pdf(content, f"{day.event.number}-people")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


@require_safe
@page
def plan_file(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:  # noqa: ARG001
    """The plan as a sheet."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound("")
    day, seen = _seen(stamp, pk)
    made = FORMATS[kind]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{made.suffix}"
        made.write(path, _COLUMNS, _rows(seen))
        content = path.read_bytes()
    name = f"{day.event.number}-{timezone.localdate():%Y%m%d}{made.suffix}"
    return HttpResponse(
        content,
        content_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(seen: list[shown.Seen]) -> Iterator[Row]:
    for one in seen:
        yield {
            "number": one.meeting.slot + 1,
            "time": times(one),
            "table": one.table,
            "demand": one.demand,
            "supply": one.supply,
            "pinned": one.meeting.pinned,
            "origin": one.meeting.get_origin_display(),
        }
