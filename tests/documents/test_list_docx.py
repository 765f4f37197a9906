import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.foundation.documents.model import Section
from citystage.foundation.documents.word import list_docx
from tests.documents.samples import SHA256, chinese_list, english_list, item
from tests.documents.test_list_pdf import HOSTILE


def opened(document):
    return docx.Document(io.BytesIO(list_docx(document)))


def test_list_docx_has_headings_by_field_and_item():
    headings = [
        paragraph.text
        for paragraph in opened(chinese_list()).paragraphs
        if paragraph.style.name == "Heading 1"
    ]

    assert headings == [
        "一览表",
        "一、人工智能与具身智能",
        "二、海洋经济",
        "三、现代物流与港航",
        "四、文旅消费",
        "补充与更正",
        "清单说明",
    ]


def test_list_docx_has_every_item_in_its_table():
    table = opened(chinese_list()).tables[0]

    rows = [[cell.text for cell in row.cells] for row in table.rows]

    assert rows[0] == ["序号", "编号", "场景名称", "需求单位", "区市"]
    assert [row[1] for row in rows[1:]] == [f"QD-2026-{n:04d}" for n in range(1, 13)]
    assert rows[2][2] == "集装箱码头夜间无人水平运输与桥吊远程协同作业"


def test_list_docx_computes_contents_and_page_numbers_by_fields():
    file = opened(chinese_list())
    body = file.element.xml
    foot = file.sections[0].footer.part.element.xml

    assert 'TOC \\o "1-1"' in body
    assert "一、人工智能与具身智能  共3项" in [paragraph.text for paragraph in file.paragraphs]
    assert foot.count(" PAGE ") == 1
    assert body.count('fldCharType="begin"') == body.count('fldCharType="end"')


def test_list_docx_bookmarks_are_unique_and_all_links_arrive():
    body = opened(chinese_list()).element

    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert len(names) == len(set(names))
    assert {anchor for anchor in anchors if anchor} <= set(names)


def test_list_docx_names_east_asian_faces_and_no_italics():
    styles = opened(chinese_list()).styles

    faces = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Header", "Footer")
    }
    assert faces == {
        "Normal": "仿宋",
        "Title": "宋体",
        "Heading 1": "黑体",
        "Heading 2": "黑体",
        "Header": "宋体",
        "Footer": "宋体",
    }
    assert not any(styles[name].font.italic for name in faces)


def test_list_docx_carries_number_digest_and_verification():
    file = opened(chinese_list())
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)

    assert file.core_properties.title == "青岛市2026年第一批场景机会清单"
    assert f"摘要（SHA-256） {SHA256}" in text
    assert file.sections[0].header.paragraphs[0].text.startswith("青场景〔2026〕1号\t")


def test_list_docx_gives_the_same_bytes_for_the_same_list():
    assert list_docx(chinese_list()) == list_docx(chinese_list())


def test_list_docx_in_english_has_no_chinese():
    file = opened(english_list())

    text = "".join(paragraph.text for paragraph in file.paragraphs)

    assert [c for c in text if "\u4e00" <= c <= "\u9fff"] == []
    assert "(1) At least 28 moves an hour at night" in text


def test_list_docx_of_nothing_says_so():
    file = opened(chinese_list(0, sections=(), addenda=(), letterhead="", subtitle=""))

    assert "本清单暂无条目。" in [paragraph.text for paragraph in file.paragraphs]
    assert file.tables == []


def test_list_docx_links_only_to_the_web():
    sections = (Section(title="领域", items=(item(1, url="file:///etc/passwd"),)),)
    archive = zipfile.ZipFile(io.BytesIO(list_docx(chinese_list(0, sections=sections))))

    assert b"passwd" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_list_docx_takes_any_text(text):
    entry = item(1, title=text, owner=text, need=text, goals=(text,), code=text)
    document = chinese_list(
        0,
        title=text,
        number=text,
        introduction=text,
        sections=(Section(title=text, items=(entry,)),),
    )

    assert len(opened(document).tables) == 1


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_ever_breaks_a_docx(text):
    entry = item(1, title=text, need=text, goals=(text,), code=text, note=text)
    document = chinese_list(
        0, title=text, issuer=text, source=text, sections=(Section(title=text, items=(entry,)),)
    )

    assert len(opened(document).tables) == 1
