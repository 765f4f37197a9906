"""The ranking as one sees it, as a file: rows, scores by part, reasons in words, decisions."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking.queries import reach
from citystage.stages.matchmaking.queries import rows as ranking
from citystage.stages.matchmaking.queries.suppliers import Suppliers, able_suppliers
from citystage.web.shell.matches import verdict_mark
from citystage.web.shell.pages import page

OFFERED: Final = ("xlsx", "csv", "jsonl")
_BEFORE: Final = (
    Field(code="rank", zh="名次", en="Rank", kind=Kind.NUMBER),
    Field(code="supplier", zh="供给单位", en="Supplier"),
    Field(code="capability", zh="能力", en="Capability"),
    Field(code="score", zh="匹配度", en="Score", kind=Kind.NUMBER),
    Field(code="verdict", zh="结论", en="Verdict"),
    Field(code="decision", zh="人工处理", en="Decision"),
    Field(code="decided_why", zh="处理理由", en="Reason of the decision"),
)
_AFTER: Final = (
    Field(code="reasons", zh="对应语句", en="Words on both sides", kind=Kind.LONG),
    Field(code="missing", zh="缺少", en="Missing", kind=Kind.LONG),
)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, number: str, kind: str) -> HttpResponse:
    """All rows with the filter of the address."""
    if kind not in OFFERED:
        raise NotFound(_("There is no such file of this list."))
    scenario = reach.reach_matchable(stamp.actor, number)
    found = able_suppliers(stamp.actor, scenario)
    parts = [
        Field(code=one.code, zh=one.name, en=one.name, kind=Kind.NUMBER) for one in found.weights
    ]
    name = f"{scenario.number}-suppliers.{kind}"
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        columns = (*_BEFORE, *parts, *_AFTER)
        FORMATS[kind].write(path, columns, _rows(found, request.GET.get("show", "")))
        content = path.read_bytes()
    return HttpResponse(
        content,
        content_type=FORMATS[kind].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(found: Suppliers, wanted: str) -> Iterator[Row]:
    shown = [row for row in found.rows if not wanted or row.verdict == wanted]
    for one in [*shown, *(() if wanted else found.out)]:
        yield {code: value for code, value in _cells(one).items() if value not in {None, ""}}


def _cells(one: ranking.Row) -> Row:
    said = one.judgement or one.proposal
    reasons = [f"{r.demand.text} ↔ {r.supply.text}" for r in one.reasons]
    missing = [f"{m.wanted.text}: {m.text}" if m.wanted else m.text for m in one.missing]
    cells: Row = {
        "rank": one.rank or None,
        "supplier": one.organisation.label,
        "capability": one.capability.label if one.capability else one.lab.label if one.lab else "",
        "score": one.percent,
        "verdict": str(verdict_mark(one.verdict).label),
        "decision": str(said.get_kind_display()) if said else "",
        "decided_why": " · ".join(filter(None, (str(said.get_reason_display()), said.words)))
        if said
        else "",
        "reasons": "\n".join(reasons),
        "missing": "\n".join(missing),
    }
    return cells | {part.code: part.percent for part in one.parts}
