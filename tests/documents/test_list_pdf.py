from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.foundation.documents.model import Section
from citystage.foundation.documents.pdf import list_pdf
from tests.documents.reading import described_title, has_profile, page_count, pdf_text
from tests.documents.samples import SHA256, chinese_list, english_list, item

HOSTILE = (
    '#read("/etc/passwd")',
    "*bold* _it_ `raw` $x^2$ @ref <label> \\ // /* = 标题",
    '"]; #panic("no")',
    "</svg><script>alert(1)</script>",
    "庆祝🎉场景👩‍🔬",
    "\u202eمرحبا بالعالم\u2066",
    "甲\x00乙\x1b丙",
    "\ud800\udfff",
    "標題" * 50_000,
    "W" * 100_000,
    "",
)


def one_item_list(**changes):
    return chinese_list(0, sections=(Section(title="领域", items=(item(1, **changes),)),))


def test_list_pdf_is_archival_and_accessible():
    pdf = list_pdf(chinese_list())

    assert has_profile(pdf)
    assert described_title(pdf) == "青岛市2026年第一批场景机会清单"
    assert page_count(pdf) == 9


def test_list_pdf_gives_the_same_bytes_for_the_same_list():
    assert list_pdf(chinese_list()) == list_pdf(chinese_list())


def test_list_pdf_changes_with_the_date_of_release():
    assert list_pdf(chinese_list()) != list_pdf(chinese_list(released_on=date(2026, 11, 22)))


def test_list_pdf_says_everything_the_list_says(tmp_path):
    document = chinese_list()

    text = pdf_text(list_pdf(document), tmp_path)

    expected = [
        "青岛市场景应用促进中心文件",
        document.number,
        document.title,
        "2026年11月21日",
        "目录",
        "一、人工智能与具身智能共3项",
        "一览表",
        "—1—",
        "—9—",
        SHA256,
        "SHA-2563f9a21bc77de4158",
        document.address,
        "补充与更正",
        "信息完整度",
        "（3）连续无事故运行不少于240小时",
        *(entry.code for section in document.sections for entry in section.items),
        *(entry.url for section in document.sections for entry in section.items),
    ]
    assert [part for part in expected if part not in text] == []


def test_list_pdf_counts_pages_in_its_contents(tmp_path):
    text = pdf_text(list_pdf(chinese_list()), tmp_path)

    contents = text[text.index("目录") : text.index("一览表", text.index("目录") + 8)]
    pages = [int(part.rstrip(".").rsplit(".", 1)[-1][:1]) for part in contents.split("项")[1:]]
    assert pages == sorted(pages)
    assert pages[0] == 2


def test_list_pdf_speaks_english_throughout(tmp_path):
    text = pdf_text(list_pdf(english_list()), tmp_path)

    assert [c for c in text if "\u4e00" <= c <= "\u9fff"] == []
    assert "1.Artificialintelligence3items" in text
    assert "21Nov2026" in text


def test_list_pdf_leaves_out_what_is_not_stated(tmp_path):
    bare = one_item_list(
        owner="", district="", tier="", side="", need="", goals=(), money="", mode="", period="",
        contact_note="", url="", note="来源仅载明名称",
    )  # fmt: skip

    text = pdf_text(list_pdf(bare), tmp_path)

    assert "资金安排" not in text.replace("3项资金安排", "").replace("载明资金安排", "")
    assert "来源仅载明名称" in text


def test_list_pdf_states_goals_even_without_a_need(tmp_path):
    text = pdf_text(list_pdf(one_item_list(need="")), tmp_path)

    assert "（1）夜间作业效率" in text


def test_list_pdf_of_nothing_says_so(tmp_path):
    empty = chinese_list(0, sections=(), addenda=(), knowledge="", source="", letterhead="")

    text = pdf_text(list_pdf(empty), tmp_path)

    assert "本清单暂无条目。" in text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_list_pdf_prints_any_text_as_text(text):
    document = chinese_list(
        0, title=text, subtitle=text, letterhead=text, issuer=text, number=text, introduction=text,
        knowledge=text, source=text,
        sections=(
            Section(title=text, items=(item(1, title=text, owner=text, need=text, goals=(text,)),)),
        ),
    )  # fmt: skip

    assert page_count(list_pdf(document)) >= 3


def test_list_pdf_never_runs_what_it_prints(tmp_path):
    text = pdf_text(list_pdf(one_item_list(need=HOSTILE[0], title="*bold*")), tmp_path)

    assert '#read("/etc/passwd")' in text
    assert "1.*bold*" in text
    assert "root:x:" not in text


def test_list_pdf_prints_a_missing_sort_for_what_no_font_has(tmp_path):
    pdf = list_pdf(one_item_list(title="机器人🎉试用👩‍🔬한국", need="人才公寓🎈"))

    text = pdf_text(pdf, tmp_path)

    assert has_profile(pdf)
    assert "1.机器人〓试用〓" in text
    assert "人才公寓〓" in text


def test_list_pdf_gives_up_only_the_profile_for_private_characters():
    pdf = list_pdf(one_item_list(title="造字\ue000"))

    assert not has_profile(pdf)
    assert page_count(pdf) >= 3


def test_list_pdf_names_what_has_no_name(tmp_path):
    text = pdf_text(list_pdf(one_item_list(title="\u200b \x00")), tmp_path)

    assert "1.（未命名）" in text


def test_list_pdf_cuts_endless_text_and_says_so(tmp_path):
    text = pdf_text(list_pdf(one_item_list(need="需" * 100_000)), tmp_path)

    assert text.count("需") < 8_100
    assert "（此处有删节，全文见网页）" in text


def test_list_pdf_links_only_to_the_web():
    document = one_item_list(url="javascript:alert(1)")

    assert b"javascript" not in list_pdf(document)


def test_list_refuses_a_broken_digest_and_address():
    with pytest.raises(ValueError, match="SHA-256"):
        chinese_list(sha256="abc")
    with pytest.raises(ValueError, match="web address"):
        list_pdf(chinese_list(address="file:///etc/passwd"))


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=80), min_size=6, max_size=6))
def test_no_text_ever_breaks_a_list(texts):
    title, owner, need, goal, section, note = texts
    entry = item(1, title=title, owner=owner, need=need, goals=(goal, need), note=note, code=goal)
    document = chinese_list(
        0, title=title, issuer=owner, sections=(Section(title=section, items=(entry,)),)
    )

    pdf = list_pdf(document)

    assert page_count(pdf) >= 3
