"""The brief: two pages whatever stands on it, the same bytes for the same content."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from pypdf import PdfReader

from citystage.foundation.documents.briefs import MOST_ROWS, Brief, BriefTable, brief_pdf
from citystage.foundation.documents.word.brief import brief_docx


def table(rows, heading="目标完成情况"):
    return BriefTable(
        heading=heading,
        head=("目标", "已完成", "目标值"),
        numeric=(1, 2),
        rows=[[f"新技术新产品应用推广第{n}项", "1,234", "100 项"] for n in range(rows)],
        nothing="暂无。",
        note="说明。",
    )


BRIEF = Brief(
    letterhead="青岛市场景工作简报",
    title="“十百千”工程",
    issuer="示例办公室",
    as_of="截至2026年11月21日",
    dated=date(2026, 11, 21),
    language="zh-hans",
    front=[table(4), table(9)],
    back=[table(10), table(6), table(20, "堵点")],
    method="仅计入有证据核实的对象。",
    cut="其余内容见网页。",
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("rows", [0, 5, 40])
def test_a_brief_has_two_pages(language, rows):
    brief = replace(BRIEF, language=language, front=[table(rows)] * 2, back=[table(rows)] * 3)

    pages = PdfReader(io.BytesIO(brief_pdf(brief))).pages

    assert len(pages) == 2


def test_the_same_brief_is_the_same_bytes():
    assert brief_pdf(BRIEF) == brief_pdf(BRIEF)
    assert brief_docx(BRIEF) == brief_docx(BRIEF)


def test_longer_tables_are_cut_and_say_so():
    text = PdfReader(io.BytesIO(brief_pdf(BRIEF))).pages[1].extract_text()

    assert "其余内容见网页" in text
    file = docx.Document(io.BytesIO(brief_docx(BRIEF)))
    assert len(file.tables[-1].rows) == MOST_ROWS + 1
    assert [one.text for one in file.paragraphs].count("说明。 其余内容见网页。") == 1


def test_an_empty_table_says_that_there_is_nothing():
    brief = replace(BRIEF, front=[table(0)], back=[])

    assert "暂无" in PdfReader(io.BytesIO(brief_pdf(brief))).pages[0].extract_text()
    assert "暂无。" in [one.text for one in docx.Document(io.BytesIO(brief_docx(brief))).paragraphs]
