"""The invented lab call: twelve firms of three districts apply through the real actions."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile

from citystage.cities.demo.flows import CITY, stamp_of
from citystage.cities.demo.people import open_told
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.stages.intake.actions.draft import draft
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.writing import Writing

type Paper = ContentFile[bytes]

FILE: Final = Path(__file__).parent / "labs.toml"
CODE: Final = "labs-example"
_PAPERS: Final = {"statement": "承诺书", "licence": "营业执照"}
# The same bytes on every machine.
_PRINTED: Final = date(2026, 11, 1)


def apply_all() -> int:
    """Bring in the firms, then file what is not there yet. Returns how many are new.

    Nothing is filed in a city whose pack has no such call, or once the call has closed.
    """
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    open_told(told)
    call = Call.objects.select_related("city", "form").filter(city__code=CITY, code=CODE).first()
    if call is None or not call.takes_applications_at(stamp_of("demo-lab-applicants").at):
        return 0
    known = set(Application.objects.filter(call=call).values_list("title", flat=True))
    new = [one for one in told["applications"] if one["answers"]["title"] not in known]
    for one in new:
        stamp = stamp_of(one["account"], hat=one["unit"])
        filed = file_with(call, one["answers"], papers(call), stamp=stamp)
        if one["submits"]:
            submit(filed, version=filed.revision, stamp=stamp)
    return len(new)


def file_with(
    call: Call, answers: Mapping[str, Any], files: Mapping[str, Paper], *, stamp: Stamp
) -> Application:
    """A draft of these answers and one file to each of these questions."""
    writing = Writing(answers, {key: [file] for key, file in files.items()})
    return draft(call, writing=writing, recommender=None, third_party=None, stamp=stamp)


def papers(call: Call) -> dict[str, Paper]:
    """What the form of the call asks to be scanned, as far as it must be there."""
    asked = [
        one["key"]
        for one in call.form.definition["fields"]
        if one["type"] == "file" and one["required"]
    ]
    return {key: ContentFile(_paper(_PAPERS[key]), f"{_PAPERS[key]}（示例）.pdf") for key in asked}


@cache
def _paper(title: str) -> bytes:
    """A scan that everybody sees is invented."""
    return filed_pdf(
        FiledPaper(
            title=f"{title}（示例）",
            owner="示例",
            lead="演示用的虚构文件，不代表任何真实单位。",
            language="zh-hans",
            printed_on=_PRINTED,
            answers=[],
            files_title="",
        )
    )
