"""Sections that tell what entries are about before they name them."""

from collections.abc import Sequence

import pytest

from citystage.foundation.sheets.preparing import Layout, entries
from citystage.foundation.sheets.reading import Line
from citystage.foundation.sheets.targets import Entry, target

HEADS = ("客户名称", "项目名称", "金额", "预计时间", "link")
MAPPING = ("owner", "title", "budget", "expected_month", "source_url")
LINK = "https://example.cn/1"
SECOND = ("示例大学", "采购需求概况", "拟面向中小企业预留", "备注", LINK)


def read(*rows: Sequence[str]) -> list[Entry]:
    """The entries of a sheet with these rows below its header."""
    lines = [Line(number, tuple(cells)) for number, cells in enumerate((HEADS, *rows), 1)]
    layout = Layout(sheet="1", header_row=1, names=HEADS, mapping=MAPPING)
    return list(entries(lines, layout=layout, fields=target("scenarios").fields))


def told(what: str, link: str = LINK) -> tuple[str, ...]:
    return ("示例大学", what, "否", "", link)


def named(title: str, link: str = LINK) -> tuple[str, ...]:
    return ("示例大学", title, "15.000000", "2026年09月", link)


def outcomes(found: list[Entry]) -> list[str]:
    return [str(entry.outcome or "read") for entry in found[1:]]


def test_descriptions_join_the_titles_that_follow_in_their_order():
    found = read(
        SECOND,
        told("检测防雷设施。"),
        told("编制水土保持方案。"),
        named("检测服务"),
        named("水土保持服务"),
    )

    assert outcomes(found) == ["skipped", "skipped", "skipped", "read", "read"]
    assert [entry.number for entry in found] == [1, 2, 3, 4, 5, 6]
    assert [(e.values["title"], e.values["description"]) for e in found[4:]] == [
        ("检测服务", "检测防雷设施。"),
        ("水土保持服务", "编制水土保持方案。"),
    ]
    assert "row 5" in found[2].reason or "第5行" in found[2].reason


def test_each_section_is_joined_by_itself():
    found = read(SECOND, told("甲的内容。"), named("甲"), SECOND, told("乙的内容。"), named("乙"))

    joined = {e.values["title"]: e.values["description"] for e in found if e.outcome is None}
    assert joined == {"甲": "甲的内容。", "乙": "乙的内容。"}


@pytest.mark.parametrize(
    "rows",
    [
        [told("甲的内容。"), told("乙的内容。"), named("甲")],
        [told("甲的内容。"), named("甲"), named("乙")],
        [told("甲的内容。"), named("甲", "https://example.cn/2")],
        [told("甲的内容。")],
    ],
    ids=["a title too few", "a title too many", "of another source", "at the end"],
)
def test_what_is_not_clear_is_rejected_with_its_reason(rows):
    found = read(SECOND, *rows)

    wanted = ["skipped", *["rejected" if row[2] == "否" else "read" for row in rows]]
    assert outcomes(found) == wanted
    assert all(entry.reason for entry in found if entry.outcome)
    assert all("description" not in entry.values for entry in found if entry.outcome is None)


def test_a_section_longer_than_anybody_lays_out_is_let_go():
    rows = [told(f"第{number}项。") for number in range(1_200)]

    found = read(SECOND, *rows)

    assert outcomes(found) == ["skipped", *["rejected"] * 1_200]
