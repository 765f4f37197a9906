"""A score sheet as a form: each criterion as it is asked, and the marks as they were sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from citystage.engines.text.folding import clean
from citystage.stages.selection.marking import Marks
from citystage.stages.selection.terms import Criterion
from citystage.stages.selection.wording.lines import number, said
from citystage.web.shell.freshness import FIELD as VERSION


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as the form asks it."""

    code: str
    name: str
    help: str
    share: str
    low: str
    high: str
    step: str
    anchors: list[tuple[str, str]]
    explain_below: str
    value: str
    reason: str
    error: str


def asked(criteria: Sequence[Criterion], written: Marks, errors: Mapping[str, str]) -> list[Asked]:
    """The criteria with what was written so far, and what is wrong with it."""
    whole = sum(one.weight for one in criteria)
    return [
        Asked(
            code=one.code,
            name=said(one.name),
            help=said(one.help),
            share=number(100 * one.weight / whole),
            low=number(one.low),
            high=number(one.high),
            step=number(one.step),
            anchors=[(number(anchor.value), said(anchor.words)) for anchor in one.anchors],
            explain_below="" if one.explain_below is None else number(one.explain_below),
            value=written.values.get(one.code, ""),
            reason=written.reasons.get(one.code, ""),
            error=errors.get(one.code, ""),
        )
        for one in criteria
    ]


def written_in(request: HttpRequest, criteria: Sequence[Criterion]) -> Marks:
    """What the form was sent with; a form without a remark has none."""
    sent, codes = request.POST, [one.code for one in criteria]
    return Marks(
        values={code: sent.get(f"mark-{code}", "").strip() for code in codes},
        reasons={code: clean(sent.get(f"reason-{code}", "")).strip() for code in codes},
        remark=clean(sent.get("remark", "")).strip(),
        private_remark=clean(sent.get("private_remark", "")).strip(),
    )


def as_kept(sheet: Any) -> Marks:  # noqa: ANN401 -- a sheet of a selection or of an assessment
    """What stands on a sheet; nothing when there is none."""
    if sheet is None:
        return Marks()
    return Marks(
        values=sheet.values,
        reasons=sheet.reasons,
        remark=sheet.remark,
        private_remark=getattr(sheet, "private_remark", ""),
    )


def sent_version(request: HttpRequest) -> int:
    """The version the page was drawn with; 0 for a sheet not begun."""
    sent = request.POST.get(VERSION, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
