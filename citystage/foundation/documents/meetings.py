"""One-to-one meetings as a paper: the whole plan for the wall, one's own for the pocket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from citystage.foundation.documents.model import Language
from citystage.foundation.documents.plain import line, soften
from citystage.foundation.documents.press import Content, press_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading and rows as wide as the paper's head."""

    heading: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsPaper:
    """``head`` names two to four columns; ``nothing`` stands under a heading without rows."""

    title: str
    lead: str
    organiser: str
    footer: str
    nothing: str
    head: Sequence[str]
    parts: Sequence[Part]
    language: Language
    printed_on: date


def meetings_pdf(paper: MeetingsPaper) -> bytes:
    """The paper; long names wrap, nothing is cut."""
    parts: list[Content] = [
        {
            "heading": line(part.heading, limit=200),
            "rows": [[soften(line(cell, limit=200)) for cell in row] for row in part.rows],
        }
        for part in paper.parts
    ]
    content: dict[str, Content] = {
        "title": line(paper.title, limit=300),
        "lead": line(paper.lead, limit=300),
        "organiser": line(paper.organiser, limit=200),
        "footer": line(paper.footer, limit=200),
        "nothing": paper.nothing,
        "head": list(paper.head),
        "parts": parts,
    }
    return press_pdf("meetings.typ", content, language=paper.language, dated=paper.printed_on)
