"""What files tell of their makers is taken out, and nothing of what they show."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
import xlsxwriter
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from citystage.foundation.documents.stripping import Unreadable, stripped


def chunk(name, content):
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def png():
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"tEXt", b"Author\x00SECRET")
        + chunk(b"eXIf", b"SECRET place")
        + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
        + chunk(b"IEND", b"")
    )


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg():
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\x00\x01\x01")
        + segment(0xE1, b"Exif\x00\x00SECRET camera")
        + segment(0xFE, b"SECRET comment")
        + segment(0xDB, b"table")
        + segment(0xDA, b"scan")
        + b"\x11\x22\x33\xff\xd9"
        + b"SECRET behind"
    )


def pdf(password=None):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    drawn = DecodedStreamObject()
    drawn.set_data(b"BT /F1 12 Tf 20 100 Td (Example Robots makes arms) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(drawn)  # noqa: SLF001
    helvetica = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): helvetica})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    writer.add_annotation(0, Text(rect=(1, 1, 9, 9), text="look", title_bar="SECRET person"))
    writer.add_metadata({"/Author": "SECRET author", "/Company": "SECRET firm"})
    writer.add_attachment("SECRET.txt", b"SECRET file")
    if password:
        writer.encrypt(password)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def word():
    document = docx.Document()
    document.core_properties.author = "SECRET author"
    document.core_properties.last_modified_by = "SECRET person"
    document.add_paragraph("示例机器人有限公司的方案")
    picture = BytesIO(png())
    made = BytesIO()
    document.add_picture(picture)
    document.save(made)
    return made.getvalue()


def sheet():
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    book.set_properties({"author": "SECRET author", "company": "SECRET firm"})
    book.set_custom_property("owner", "SECRET owner")
    page = book.add_worksheet("sheet")
    page.write(0, 0, "示例数据")
    page.write_comment(0, 0, "look", {"author": "SECRET person"})
    book.close()
    return made.getvalue()


def unpacked(content):
    with ZipFile(BytesIO(content)) as given:
        return b"".join(given.read(one) for one in given.namelist())


@pytest.mark.parametrize(("name", "content"), [("a.png", png()), ("a.JPG", jpeg())])
def test_pictures_keep_what_is_drawn(name, content):
    made = stripped(name, content)

    assert b"SECRET" in content
    assert b"SECRET" not in made.content
    assert made.text is None
    # Stripped again it stays what it is.
    assert stripped(name, made.content) == made


@pytest.mark.parametrize(
    ("name", "content", "said"), [("a.docx", word(), "示例机器人"), ("a.xlsx", sheet(), "示例数据")]
)
def test_office_files_keep_their_words_and_open(name, content, said):
    made = stripped(name, content)

    assert b"SECRET" in unpacked(content)
    assert b"SECRET" not in unpacked(made.content)
    assert said in made.text


def test_a_document_still_opens_as_one():
    made = stripped("a.docx", word())

    opened = docx.Document(BytesIO(made.content))

    assert opened.core_properties.author == ""
    assert next(one.text for one in opened.paragraphs) == "示例机器人有限公司的方案"


def test_a_pdf_keeps_its_pages_alone():
    given = pdf()

    made = stripped("a.pdf", given)

    assert b"SECRET" in given
    assert b"SECRET" not in made.content
    opened = PdfReader(BytesIO(made.content))
    assert (len(opened.pages), opened.attachments) == (1, {})
    assert "makes arms" in made.text


@pytest.mark.parametrize(
    ("name", "content", "locked"),
    [
        ("a.pdf", b"%PDF-1.7 broken", False),
        ("a.pdf", pdf("word"), True),
        ("a.docx", b"PK\x03\x04 broken", False),
        ("a.png", png()[:40], False),
        ("a.png", b"none", False),
        ("a.jpg", b"\xff\xd8\xff\xe0", False),
        ("a.jpg", b"\xff\xd8" + segment(0xDA, b"scan"), False),
        ("a.jpg", b"\xff\xd8abcd", False),
        ("a.exe", b"MZ", False),
    ],
)
def test_what_cannot_be_read_is_refused(name, content, locked):
    with pytest.raises(Unreadable) as refused:
        stripped(name, content)

    assert refused.value.locked is locked
