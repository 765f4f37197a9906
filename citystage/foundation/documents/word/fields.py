"""Parts of DOCX that python-docx has no words for: fields, bookmarks, links, East Asian faces."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import CharacterStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element such as `w:fldChar` with attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_faces(style: CharacterStyle | Run, *, latin: str, east_asian: str) -> None:
    """Both faces: Word takes the East Asian one for Chinese only when it is named."""
    style.font.name = latin
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{part}"), None)
    faces.set(qn("w:eastAsia"), east_asian)
    faces.set(qn("w:cs"), latin)


def add_field(paragraph: Paragraph, instruction: str, *, shown: str) -> None:
    """A field that Word computes; `shown` stands there until it does."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Opens a field marked to be computed when the file is opened; what follows is its result."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin", dirty="true"))  # noqa: SLF001
    text = element("w:instrText")
    text.text = f" {instruction} "
    text.set(_XML_SPACE, "preserve")
    paragraph.add_run()._r.append(text)  # noqa: SLF001
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))  # noqa: SLF001


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))  # noqa: SLF001


def add_bookmark(paragraph: Paragraph, name: str, *, number: int) -> None:
    """Marks the whole paragraph, so that a page number or a link can point at it."""
    paragraph._p.insert(  # noqa: SLF001
        1 if paragraph._p.pPr is not None else 0,  # noqa: SLF001
        element("w:bookmarkStart", id=str(number), name=name),
    )
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))  # noqa: SLF001


def add_link(paragraph: Paragraph, text: str, *, address: str = "", bookmark: str = "") -> None:
    """A link to a web address, or to a bookmark of this document."""
    if address:
        link = element("w:hyperlink")
        link.set(
            qn("r:id"),
            paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
    else:
        link = element("w:hyperlink", anchor=bookmark, history="1")
    run = paragraph.add_run(text)
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def draw_line(paragraph: Paragraph, *, side: str, colour: str, eighths: int) -> None:
    """A line above ("top") or below ("bottom") a paragraph, in eighths of a point."""
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz=str(eighths), space="4", color=colour))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:snapToGrid",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:rPr",
    )
