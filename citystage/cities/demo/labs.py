"""The invented lab call: twelve firms of three districts apply through the real actions."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile

from citystage.cities.demo.flows import CITY, stamp_of
from citystage.cities.demo.people import open_told
from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.stages.intake.actions.draft import draft
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.writing import Writing

FILE: Final = Path(__file__).parent / "labs.toml"
CODE: Final = "labs-example"
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
    if new:
        papers = {
            key: _paper(title) for key, title in (("statement", "承诺书"), ("licence", "营业执照"))
        }
        for one in new:
            _apply(call, one, papers)
    return len(new)


def _apply(call: Call, told: Mapping[str, Any], papers: Mapping[str, bytes]) -> None:
    stamp = stamp_of(told["account"], hat=told["unit"])
    names = {"statement": "承诺书（示例）.pdf", "licence": "营业执照（示例）.pdf"}
    files = {key: [ContentFile(papers[key], name)] for key, name in names.items()}
    filed = draft(
        call,
        writing=Writing(told["answers"], files),
        recommender=None,
        third_party=None,
        stamp=stamp,
    )
    if told["submits"]:
        submit(filed, version=filed.revision, stamp=stamp)


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
