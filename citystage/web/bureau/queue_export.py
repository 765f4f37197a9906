"""The queue as one sees it, as a file; contact data stays on the record."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.review import queries
from citystage.stages.review.models import Case
from citystage.web.bureau.triage import filter_of
from citystage.web.shell.addresses import Address
from citystage.web.shell.pages import page

OFFERED = ("xlsx", "csv", "jsonl")
_CHUNK = 1000
# The first ones have the codes of the scenario import, so that the file can be read again.
COLUMNS = (
    Field(code="title", zh="场景名称", en="Title"),
    Field(code="owner", zh="需求单位", en="Owner"),
    Field(code="district", zh="推荐单位", en="Recommended by"),
    Field(code="description", zh="需求概述", en="What is wanted", kind=Kind.LONG),
    Field(code="goals", zh="目标指标", en="Goals", kind=Kind.LONG),
    Field(code="place", zh="落地地点", en="Place"),
    Field(code="recommended_place", zh="推荐名次", en="Their place", kind=Kind.NUMBER),
    Field(code="city_place", zh="市级排序", en="City's order", kind=Kind.NUMBER),
    Field(code="quality", zh="质量得分", en="Quality score", kind=Kind.NUMBER),
    Field(code="state", zh="状态", en="State"),
    Field(code="officer", zh="经办人", en="Officer"),
    Field(code="call", zh="征集", en="Call"),
    Field(code="opened_at", zh="进入遴选时间", en="Waiting since", kind=Kind.DATE),
)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """All rows of the queue with the filters of the address, in its order."""
    if kind not in OFFERED or not stamp.actor.may(Permission.REVIEW_CASE_READ):
        raise NotFound(_("There is no such file of this list."))
    found = queries.triage(stamp.actor, filter_of(Address.of(request)))
    name = f"cases-{timezone.localdate():%Y%m%d}.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, COLUMNS, _rows(found.iterator(chunk_size=_CHUNK)))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(cases: Iterable[Case]) -> Iterator[Row]:
    for case in cases:
        application, answers = case.application, case.application.answers
        recommendation = getattr(application, "recommendation", None)
        row: Row = {
            "title": application.title,
            "owner": application.owner_name,
            "district": application.recommender.label,
            "description": answers.get("need"),
            "goals": answers.get("goals"),
            "place": answers.get("place"),
            "recommended_place": recommendation.place if recommendation else None,
            "city_place": case.city_place,
            "quality": case.quality,
            "state": case.get_state_display(),
            "officer": str(case.officer) if case.officer else "",
            "call": application.call.label,
            "opened_at": timezone.localtime(case.opened_at).date(),
        }
        yield {code: value for code, value in row.items() if value not in {None, ""}}
