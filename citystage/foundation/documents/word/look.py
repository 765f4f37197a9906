"""Page, faces and styles of a DOCX list: official measures, in fonts offices have."""

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from citystage.foundation.documents.model import Language
from citystage.foundation.documents.word.fields import element, set_faces

RED = RGBColor(0xC7, 0x00, 0x0B)
QUIET = RGBColor(0x59, 0x59, 0x59)

# 仿宋 for the text, 黑体 for headings, 宋体 for titles: on every office machine, and WPS and
# LibreOffice know what to put in their place.
_TEXT, _HEAD, _TITLE = "仿宋", "黑体", "宋体"
_LATIN = "Times New Roman"


def lay_out(document: Document, *, language: Language) -> None:
    """A4 with the margins of official documents, and every style the list uses."""
    _set_language(document, "zh-CN" if language == "zh-hans" else "en-GB")
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.header_distance, page.footer_distance = Mm(18), Mm(18)
    page.different_first_page_header_footer = True
    chinese = language == "zh-hans"
    body = _style(document, "Normal", size=12, east_asian=_TEXT)
    body.paragraph_format.line_spacing = Pt(22) if chinese else Pt(17)
    body.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    body.paragraph_format.space_after = Pt(0 if chinese else 6)
    body.paragraph_format.widow_control = True
    title = _style(document, "Title", size=22, east_asian=_TITLE, bold=True)
    title.paragraph_format.line_spacing = 1.25
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(26), Pt(8)
    for border in title.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    _style(document, "Subtitle", size=14, east_asian=_TEXT).paragraph_format.space_after = Pt(16)
    for name, size, before in (("Heading 1", 16, 20), ("Heading 2", 13, 14)):
        heading = _style(document, name, size=size, east_asian=_HEAD, bold=not chinese)
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(6)
        heading.paragraph_format.line_spacing = 1.2
        heading.paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        style = _style(document, name, size=9, east_asian=_TITLE)
        style.font.color.rgb = QUIET
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.tab_stops.clear_all()
    contents = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    contents.base_style = body
    contents.paragraph_format.tab_stops.add_tab_stop(
        Mm(156), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def _set_language(document: Document, language: str) -> None:
    """Chinese is written as in the mainland wherever a font serves several regions."""
    for defaults in document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr"):
        for old in defaults.xpath("./w:lang"):
            defaults.remove(old)
        defaults.append(element("w:lang", val=language, eastAsia="zh-CN"))


def _style(
    document: Document, name: str, *, size: float, east_asian: str, bold: bool = False
) -> ParagraphStyle:
    style = cast("ParagraphStyle", document.styles[name])
    set_faces(style, latin=_LATIN, east_asian=east_asian)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0x11, 0x11, 0x11)
    return style
