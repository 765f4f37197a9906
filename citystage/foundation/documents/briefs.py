"""The two-page brief of the steering view: the plan, the funnel, the districts, what is stuck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from citystage.foundation.documents.model import Language
from citystage.foundation.documents.plain import line, soften
from citystage.foundation.documents.press import Content, press_pdf

# What fits on two pages in the size of official papers.
MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefTable:
    """A heading with rows as wide as ``head``; ``nothing`` stands where there is no row."""

    heading: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    nothing: str = ""
    # Columns set to the right, counted from 0.
    numeric: Sequence[int] = ()
    # Said under the table.
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One brief; tables beyond ``MOST_ROWS`` are cut, and ``cut`` says so under them."""

    letterhead: str
    "The red line on top, as in 青岛市场景工作简报."
    title: str
    issuer: str
    as_of: str
    dated: date
    language: Language
    front: Sequence[BriefTable]
    "Tables of the first page."
    back: Sequence[BriefTable]
    "Tables of the second page."
    method: str
    cut: str
    "As in “further rows are on the page”."


def shortened(table: BriefTable, cut: str) -> tuple[list[list[str]], str]:
    """The rows that fit, and what is said under them."""
    rows = [[line(cell, limit=90) for cell in row] for row in table.rows[:MOST_ROWS]]
    more = cut if len(table.rows) > MOST_ROWS else ""
    return rows, " ".join(part for part in (line(table.note, limit=400), more) if part)


def brief_pdf(brief: Brief) -> bytes:
    """Two pages: the plan and the funnel, then the districts, landings and what is stuck."""
    content: dict[str, Content] = {
        "letterhead": line(brief.letterhead, limit=40),
        "title": line(brief.title, limit=120),
        "issuer": line(brief.issuer, limit=80),
        "as-of": line(brief.as_of, limit=120),
        "front": [_table(one, brief.cut) for one in brief.front],
        "back": [_table(one, brief.cut) for one in brief.back],
        "method": soften(line(brief.method, limit=900)),
    }
    return press_pdf("brief.typ", content, language=brief.language, dated=brief.dated)


def _table(table: BriefTable, cut: str) -> Content:
    rows, note = shortened(table, cut)
    return {
        "heading": line(table.heading, limit=80),
        "head": [line(word, limit=40) for word in table.head],
        "rows": [[soften(cell) for cell in row] for row in rows],
        "nothing": line(table.nothing, limit=200),
        "numeric": list(table.numeric),
        "note": soften(note),
    }
