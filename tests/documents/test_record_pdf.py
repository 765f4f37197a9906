import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.foundation.documents.model import Happening, Passage
from citystage.foundation.documents.pdf import record_pdf
from tests.documents.reading import described_title, has_profile, page_count, pdf_text
from tests.documents.samples import record_sheet


def test_record_sheet_is_two_archival_pages():
    pdf = record_pdf(record_sheet())

    assert has_profile(pdf)
    assert described_title(pdf) == "集装箱码头夜间无人水平运输与桥吊远程协同作业"
    assert page_count(pdf) == 2
    assert record_pdf(record_sheet()) == pdf


def test_record_sheet_tells_the_whole_story(tmp_path):
    sheet = record_sheet()

    text = pdf_text(record_pdf(sheet), tmp_path)

    expected = [
        *(passage.title for passage in sheet.passages),
        *(entry.what for entry in sheet.timeline),
        *(label for label, _ in sheet.facts),
        *(stage.title for stage in sheet.stages),
        "扫码查看",
        "—2—",
        sheet.address,
        sheet.sha256,
    ]
    assert [part for part in expected if part not in text] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("length", [0, 100, 400, 700, 1_100, 50_000])
def test_record_sheet_has_two_pages_whatever_its_length(language, length):
    part = "需求内容与现状。" if language == "zh-hans" else "A need and its state. "
    text = part * (length // len(part))
    sheet = record_sheet(
        language=language,
        title=text[:500] or "甲",
        summary=text,
        passages=tuple(Passage(title=f"{n}", text=text, points=(text,) * 3) for n in range(5)),
        timeline=tuple(
            Happening(on=entry.on, what=text or "甲", who=entry.who)
            for entry in record_sheet().timeline * 6
        ),
        facts=tuple((f"第{n}", text) for n in range(20)),
    )

    assert page_count(record_pdf(sheet)) == 2


def test_record_sheet_of_next_to_nothing_has_two_pages():
    sheet = record_sheet(
        summary="", stages=(), facts=(), passages=(), timeline=(), lists=(), sha256="", issuer=""
    )

    assert page_count(record_pdf(sheet)) == 2


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(st.text(max_size=400), min_size=4, max_size=4))
def test_no_text_ever_breaks_a_record_sheet(texts):
    title, summary, body, point = texts
    sheet = record_sheet(
        title=title,
        summary=summary,
        passages=(Passage(title=point, text=body, points=(point, body)),),
        facts=((title, body),),
    )

    assert page_count(record_pdf(sheet)) == 2


def test_record_sheet_refuses_a_colour_that_is_none():
    with pytest.raises(ValueError, match="colour"):
        record_sheet(accent="red; }")
