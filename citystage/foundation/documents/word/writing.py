"""Writes a released list as DOCX, part by part in the order of the PDF."""

import io
from datetime import datetime, time

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from citystage.foundation.documents.labels import Labels, heading_number, labels, long_date
from citystage.foundation.documents.model import Item, ListDocument
from citystage.foundation.documents.plain import TEXT_LIMIT, clean, clip, line, titled
from citystage.foundation.documents.word.fields import (
    add_bookmark,
    add_field,
    add_link,
    begin_field,
    draw_line,
    end_field,
    set_faces,
)
from citystage.foundation.documents.word.look import QUIET, RED, lay_out
from citystage.foundation.documents.word.overview import add_overview
from citystage.foundation.documents.word.packing import packed

_TEXT_WIDTH = Mm(156)
_HANGING = {"zh-hans": Pt(72), "en": Pt(96)}
_PART, _ITEM = "part_{}", "item_{}"


def list_docx(document: ListDocument) -> bytes:
    """The same list as `list_pdf`, to be worked on. Same document, same bytes."""
    words = labels(document.language)
    file = docx.Document()
    lay_out(file, language=document.language)
    _describe(file, document)
    _running_lines(file, document, words)
    _first_page(file, document)
    _contents(file, document, words)
    if document.count:
        add_overview(file, document, words, bookmark=_ITEM)
    else:
        file.add_paragraph(words.none)
    _details(file, document, words)
    _addenda(file, document, words)
    _about(file, document, words)
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue())


def _describe(file: Document, document: ListDocument) -> None:
    about = file.core_properties
    about.title, about.author = line(document.title), line(document.issuer)
    about.subject, about.comments = line(document.number), f"SHA-256 {document.sha256}"
    about.language = "zh-CN" if document.language == "zh-hans" else "en-GB"
    about.last_modified_by = about.author
    about.created = about.modified = datetime.combine(document.released_on, time())


def _running_lines(file: Document, document: ListDocument, words: Labels) -> None:
    page = file.sections[0]
    head = page.header.paragraphs[0]
    _right_tab(head)
    head.add_run(f"{line(document.number, limit=60)}\t{line(document.title, limit=60)}")
    draw_line(head, side="bottom", colour="BDBDBD", eighths=4)
    for foot in (page.footer.paragraphs[0], page.first_page_footer.paragraphs[0]):
        _right_tab(foot)
        foot.add_run(
            f"{words.verify} {line(document.address, limit=90)}  SHA-256 {document.sha256[:16]}\t— "
        )
        add_field(foot, "PAGE", shown="1")
        foot.add_run(" —")


def _right_tab(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _first_page(file: Document, document: ListDocument) -> None:
    red = bool(document.letterhead.strip())
    if red:
        head = file.add_paragraph(style="Title")
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = head.add_run(line(document.letterhead, limit=40))
        run.font.color.rgb, run.font.size = RED, Pt(30)
    number = file.add_paragraph(line(document.number, limit=60))
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    draw_line(number, side="bottom", colour=str(RED) if red else "111111", eighths=12 if red else 6)
    file.add_paragraph(line(document.title), style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.subtitle.strip():
        subtitle = file.add_paragraph(line(document.subtitle), style="Subtitle")
        subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paragraphs(file, document.introduction, document)
    file.add_paragraph()
    for text in (line(document.issuer), long_date(document.released_on, document.language)):
        signed = file.add_paragraph(text)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.right_indent = Pt(24)


def _contents(file: Document, document: ListDocument, words: Labels) -> None:
    """A contents field over first-level headings; until computed, links without page numbers."""
    head = file.add_paragraph()
    head.paragraph_format.page_break_before = True
    head.paragraph_format.space_after = Pt(6)
    run = head.add_run(words.contents)
    run.font.size, run.font.bold = Pt(16), document.language == "en"
    set_faces(run, latin="Times New Roman", east_asian="黑体")
    style = file.styles["toc 1"]
    entries = [file.add_paragraph(style=style) for _ in document.sections or [None]]
    begin_field(entries[0], r'TOC \o "1-1" \h \z \u')
    for place, (entry, section) in enumerate(
        zip(entries, document.sections, strict=False), start=1
    ):
        title = titled(section.title, untitled=words.untitled)
        count = words.count.format(count=len(section.items))
        text = f"{heading_number(place, document.language)}{title}  {count}"
        add_link(entry, text, bookmark=_PART.format(place))
    end_field(entries[-1])


def _details(file: Document, document: ListDocument, words: Labels) -> None:
    number = 0
    for place, section in enumerate(document.sections, start=1):
        title = heading_number(place, document.language) + titled(
            section.title, untitled=words.untitled
        )
        head = file.add_heading(title, level=1)
        head.paragraph_format.page_break_before = place == 1
        add_bookmark(head, _PART.format(place), number=1_000_000 + place)
        for item in section.items:
            number += 1
            _item(file, item, number, document, words)


def _item(file: Document, item: Item, number: int, document: ListDocument, words: Labels) -> None:
    head = file.add_heading(
        f"{item.ordinal}. {titled(item.title, untitled=words.untitled)}", level=2
    )
    add_bookmark(head, _ITEM.format(number), number=number)
    marks = (line(part, limit=60) for part in (item.code, item.tier, item.side, item.district))
    under = file.add_paragraph()
    under.paragraph_format.keep_with_next = True
    run = under.add_run(" · ".join(mark for mark in marks if mark))
    run.font.size, run.font.color.rgb = Pt(10), QUIET
    hanging = _HANGING[document.language]
    goals = "\n".join(_numbered(item.goals, document))
    for label, text in (
        (words.owner, item.owner),
        (words.need, item.need),
        (words.goals, goals),
        (words.money, item.money),
        (words.mode, item.mode),
        (words.period, item.period),
        (words.contact, item.contact_note),
        (words.note, item.note),
    ):
        first, *rest = _fit(text, words).split("\n")
        if first:
            _labelled(file, label, document).add_run(first.strip())
        for part in rest:
            file.add_paragraph(part.strip()).paragraph_format.left_indent = hanging
    if item.url.startswith(("https://", "http://")):
        address = line(item.url, limit=500)
        add_link(_labelled(file, words.address, document), address, address=address)


def _numbered(goals: tuple[str, ...], document: ListDocument) -> list[str]:
    form = "（{}）{}" if document.language == "zh-hans" else "({}) {}"
    stated = [line(goal, limit=1_000) for goal in goals[:30] if goal.strip()]
    return [form.format(at, goal) for at, goal in enumerate(stated, start=1)]


def _labelled(file: Document, label: str, document: ListDocument) -> Paragraph:
    """A paragraph that opens with a quiet label and hangs its further lines under the text."""
    hanging, colon = _HANGING[document.language], labels(document.language).colon.strip()
    paragraph = file.add_paragraph()
    paragraph.add_run(f"{label}{colon}\t").font.color.rgb = QUIET
    paragraph.paragraph_format.left_indent = hanging
    paragraph.paragraph_format.first_line_indent = Pt(-hanging.pt)
    return paragraph


def _addenda(file: Document, document: ListDocument, words: Labels) -> None:
    if not document.addenda:
        return
    file.add_heading(words.addenda, level=1)
    for entry in document.addenda:
        parts = (
            line(entry.number, limit=60),
            line(entry.kind, limit=30),
            long_date(entry.on, document.language),
        )
        head = file.add_paragraph(" · ".join(part for part in parts if part))
        head.paragraph_format.keep_with_next = True
        if entry.item_code:
            head.add_run(f" · {words.concerns}{words.colon}{line(entry.item_code, limit=60)}")
        _paragraphs(file, entry.text, document)


def _about(file: Document, document: ListDocument, words: Labels) -> None:
    file.add_heading(words.about, level=1)
    for label, text in ((words.knowledge, document.knowledge), (words.source, document.source)):
        if text.strip():
            file.add_heading(label, level=2)
            _paragraphs(file, text, document)
    file.add_heading(words.verify, level=2)
    _paragraphs(file, words.verify_how, document)
    add_link(file.add_paragraph(), line(document.address, limit=500), address=document.address)
    file.add_paragraph(f"{words.digest} {document.sha256}")


def _paragraphs(file: Document, text: str, document: ListDocument) -> None:
    for part in _fit(text, labels(document.language)).split("\n"):
        paragraph = file.add_paragraph(part.strip())
        if document.language == "zh-hans":
            paragraph.paragraph_format.first_line_indent = Pt(24)


def _fit(text: str, words: Labels) -> str:
    return clip(clean(text[: TEXT_LIMIT * 2]), limit=TEXT_LIMIT, notice=words.cut)
