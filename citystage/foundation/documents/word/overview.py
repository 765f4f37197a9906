"""The table of all items in a DOCX list."""

from collections.abc import Iterable

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from citystage.foundation.documents.labels import Labels
from citystage.foundation.documents.model import ListDocument
from citystage.foundation.documents.plain import line, titled
from citystage.foundation.documents.word.fields import add_link, element, set_faces

_WIDTHS = (12, 28, 58, 40, 18)
_SIZE = Pt(10)


def add_overview(file: Document, document: ListDocument, words: Labels, *, bookmark: str) -> None:
    """Number, code, title, owner, district; the head row repeats, titles lead to their item.

    `bookmark` is the format of an item's bookmark, filled with its place from 1.
    """
    file.add_heading(words.overview, level=1)
    items = [item for section in document.sections for item in section.items]
    table = file.add_table(rows=len(items) + 1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    for width, column in zip(_WIDTHS, table.columns, strict=True):
        column.width = Mm(width)
    rows = list(table.rows)
    rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001
    _fill(rows[0].cells, (words.ordinal, words.code, words.title, words.owner, words.district))
    for cell in rows[0].cells:
        set_faces(cell.paragraphs[0].runs[0], latin="Times New Roman", east_asian="黑体")
    for place, (item, row) in enumerate(zip(items, rows[1:], strict=True), start=1):
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001
        cells = row.cells
        texts = (item.code, "", item.owner, item.district)
        _fill(cells, (str(item.ordinal), *(line(text, limit=120) for text in texts)))
        title = titled(item.title, untitled=words.untitled)
        add_link(cells[2].paragraphs[0], title, bookmark=bookmark.format(place))
        for run in cells[2].paragraphs[0]._p.iter(qn("w:r")):  # noqa: SLF001
            _small(run)


def _fill(cells: Iterable[_Cell], texts: Iterable[str]) -> None:
    for cell, text, width in zip(cells, texts, _WIDTHS, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = Pt(15)
        paragraph.paragraph_format.space_before = Pt(2)
        paragraph.paragraph_format.space_after = Pt(2)
        if text:
            paragraph.add_run(text).font.size = _SIZE


def _small(run: object) -> None:
    size = element("w:sz", val=str(int(_SIZE.pt * 2)))
    run.get_or_add_rPr().append(size)  # type: ignore[attr-defined]
