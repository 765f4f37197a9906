"""The same brief as ``brief_pdf`` to be worked on: red head, tables, how it is reckoned."""

import io
from datetime import datetime, time

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from citystage.foundation.documents.briefs import Brief, BriefTable, shortened
from citystage.foundation.documents.plain import line
from citystage.foundation.documents.word.fields import draw_line, element
from citystage.foundation.documents.word.look import QUIET, RED, lay_out
from citystage.foundation.documents.word.packing import packed

_SMALL = Pt(9)


def brief_docx(brief: Brief) -> bytes:
    """Same brief, same bytes; each half begins on a page of its own."""
    file = docx.Document()
    lay_out(file, language=brief.language)
    page = file.sections[0]
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin = page.right_margin = Mm(22)
    about = file.core_properties
    about.title, about.author = line(brief.title), line(brief.issuer)
    about.language = "zh-CN" if brief.language == "zh-hans" else "en-GB"
    about.last_modified_by = about.author
    about.created = about.modified = datetime.combine(brief.dated, time())
    _head(file, brief)
    for table in brief.front:
        _table(file, table, brief)
    for place, table in enumerate(brief.back):
        _table(file, table, brief, first=not place)
    last = file.add_paragraph(line(brief.method, limit=900))
    for run in last.runs:
        run.font.size, run.font.color.rgb = _SMALL, QUIET
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue())


def _head(file: Document, brief: Brief) -> None:
    head = file.add_paragraph(style="Title")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.space_before = Pt(0)
    run = head.add_run(line(brief.letterhead, limit=40))
    run.font.color.rgb, run.font.size = RED, Pt(26)
    draw_line(head, side="bottom", colour=str(RED), eighths=12)
    title = file.add_paragraph(line(brief.title), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(6)
    when = file.add_paragraph(line(brief.as_of))
    when.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(file: Document, told: BriefTable, brief: Brief, *, first: bool = False) -> None:
    head = file.add_heading(line(told.heading), level=2)
    head.paragraph_format.page_break_before = first
    head.paragraph_format.space_before = Pt(8)
    rows, note = shortened(told, brief.cut)
    if not rows:
        file.add_paragraph(told.nothing)
    else:
        table = file.add_table(rows=len(rows) + 1, cols=len(told.head), style="Table Grid")
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001
        for made, texts in zip(table.rows, [list(told.head), *rows], strict=True):
            for place, (cell, text) in enumerate(zip(made.cells, texts, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = Pt(13)
                paragraph.paragraph_format.space_after = Pt(0)
                if place in told.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.add_run(text).font.size = _SMALL
    if note:
        under = file.add_paragraph(note)
        under.runs[0].font.size, under.runs[0].font.color.rgb = _SMALL, QUIET
