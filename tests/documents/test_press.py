from datetime import date

import pytest
import typst

from citystage.foundation.documents.model import Section
from citystage.foundation.documents.pdf import list_pdf
from citystage.foundation.documents.press import press_pdf
from tests.documents.reading import has_profile, page_count, pdf_text
from tests.documents.samples import chinese_list, item


def test_a_fault_of_a_template_is_raised_and_not_hidden():
    with pytest.raises(typst.TypstError):
        press_pdf("list.typ", {}, language="en", dated=date(2026, 11, 21))


def test_more_missing_sorts_than_one_round_finds_still_print():
    rare = "".join(chr(0x1F300 + n) for n in range(200))

    pdf = list_pdf(chinese_list(title=rare, knowledge=rare))

    assert has_profile(pdf)


def test_a_large_list_leaves_little_behind_and_is_whole():
    pdf = list_pdf(chinese_list(60))

    assert len(pdf) > 500_000
    assert page_count(pdf) > 30


def test_a_long_code_stays_inside_its_column_and_a_short_one_can_be_searched(tmp_path):
    long, short = item(1, code="QD-2026-RGZN-HYJJ-000001"), item(2)
    document = chinese_list(0, sections=(Section(title="领域", items=(long, short)),))

    text = pdf_text(list_pdf(document), tmp_path)

    assert text.count(short.code) >= 2
    assert "QD-2026-RGZN-HYJJ-000001" in text
