"""The header row is found, columns are suggested, and rows are read in their real shape."""

from pathlib import Path

import pytest

from citystage.foundation.sheets.fields import Kind, fold_heading, named
from citystage.foundation.sheets.headers import find_header, header_at, signature_of, suggest
from citystage.foundation.sheets.preparing import Layout, entries, guess_units
from citystage.foundation.sheets.reading import Line, open_book
from citystage.foundation.sheets.targets import Outcome
from tests.sheets.files import HEADINGS, ROWS, write_csv, write_jsonl, write_xlsx

FIELDS = (
    named(
        "title", "场景名称", "Title", "采购项目名称|项目名称|标题|名称", required=True, longest=300
    ),
    named("need", "需求概述", "Need", "采购需求概况|内容", kind=Kind.LONG),
    named("owner", "需求单位", "Owner", "单位名称|客户名称"),
    named("budget", "预算金额", "Budget", "金额", kind=Kind.MONEY),
    named("month", "预计采购时间", "Month", "预计时间", kind=Kind.DATE),
    named("sme", "中小企业预留", "SME", "拟面向中小企业预留", kind=Kind.YESNO),
    named("notice", "来源标题", "Notice", "标题"),
    named("note", "备注", "Note"),
    named("link", "链接", "Link", kind=Kind.LINK),
)


def read(path: Path) -> list[tuple[int, str, dict[str, object], str]]:
    book = open_book(path)
    header = find_header(book, FIELDS)
    lines = list(book.lines(header.sheet))
    mapping = suggest(header.names, FIELDS, lines[1:20])
    layout = Layout(
        sheet=header.sheet,
        header_row=header.row,
        names=header.names,
        mapping=tuple(mapping),
        units=tuple(guess_units(header.names, mapping, FIELDS, lines)),
    )
    return [
        (entry.number, str(entry.outcome or ""), entry.values, entry.reason)
        for entry in entries(lines, layout=layout, fields=FIELDS)
    ]


def test_title_rows_above_the_header_are_skipped(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["2026年应用场景机会清单"], [], ["单位：万元"], HEADINGS, *ROWS]
    )

    rows = read(path)

    assert [(number, outcome) for number, outcome, _values, _reason in rows] == [
        (1, "skipped"),
        (3, "skipped"),
        (4, "skipped"),
        (5, ""),
        (6, ""),
        (7, ""),
    ]
    assert rows[3][2] == {
        "title": "港区无人巡检",
        "owner": "示例港口集团",
        "budget": "65万元",
        "need": "码头需要无人巡检。",
    }


def test_best_sheet_is_chosen(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["填表说明"], ["请如实填写"]], [HEADINGS, *ROWS])

    header = find_header(open_book(path), FIELDS)

    assert (header.sheet, header.row) == ("Sheet2", 1)


def test_header_in_two_rows_is_read_together(tmp_path: Path) -> None:
    above = ["序号", "场景名称", "需求单位", "投入", ""]
    below = ["", "", "", "预算金额", "需求概述"]
    path = write_xlsx(tmp_path / "a.xlsx", [above, below, *ROWS])

    header = find_header(open_book(path), FIELDS)

    assert header.names == ("序号", "场景名称", "需求单位", "预算金额", "需求概述")


def test_header_that_nobody_knows_is_taken_but_marked(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("甲列", "乙列"), ("港区", "集团")])

    header = find_header(open_book(path), FIELDS)

    assert (header.row, header.found) == (1, False)


def test_sheet_of_numbers_has_no_header(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("1", "2"), ("3", "4")])

    header = find_header(open_book(path), FIELDS)

    assert (header.row, header.names, header.found) == (0, (), False)


def test_person_may_say_where_the_header_stands(tmp_path: Path) -> None:
    book = open_book(write_csv(tmp_path / "a.csv", [("甲", "乙"), ("丙", "丁")]))

    assert header_at(book, "1", 2) == header_at(book, "1", 2)
    assert getattr(header_at(book, "1", 2), "names", None) == ("丙", "丁")
    assert header_at(book, "1", 9) is None


def test_columns_of_json_are_the_keys(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{"title": "港区", "owner": "集团", "budget": 5}])

    rows = read(path)

    assert rows == [(1, "", {"title": "港区", "owner": "集团", "budget": "5万元"}, "")]


def test_better_heading_wins_a_field() -> None:
    mapping = suggest(["序号", "标题", "采购项目名称", "备注"], FIELDS)

    assert mapping == ["", "notice", "title", "note"]


def test_heading_with_more_words_is_still_found() -> None:
    mapping = suggest(["项目预算金额（万元）", "场景名称及简介"], FIELDS)

    assert mapping == ["budget", "title"]


def test_content_can_speak_against_a_heading() -> None:
    sample = [Line(2, ("会议室",)), Line(3, ("办公室",))]

    assert suggest(["项目金额说明"], FIELDS, sample) == [""]


def test_layout_signature_ignores_width_and_space() -> None:
    assert signature_of(["预算金额（万元）", "标题 "]) == signature_of(["预算金额(万元)", "标题"])
    assert signature_of(["标题", "备注"]) != signature_of(["备注", "标题"])
    assert fold_heading("（万元）") == "万元"


def test_repeated_header_rows_are_skipped_and_totals_too(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [HEADINGS, ROWS[0], HEADINGS, ROWS[1], ("合计", "", "", "65"), ("注：以上为拟实施项目",)],
    )

    outcomes = [outcome for _number, outcome, _values, _reason in read(path)]

    assert outcomes == ["skipped", "", "skipped", "", "skipped", "skipped"]


PURCHASES = ("序号", "客户名称", "项目名称", "金额", "预计时间", "link")


def test_rows_under_a_second_header_are_not_misread(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [
            PURCHASES,
            ("1", "示例大学", "采购需求概况", "拟面向中小企业预留", "备注", "http://a.invalid"),
            ("2", "示例大学", "检测防雷设施、消防设施和综合布线。", "否", "", "http://b.invalid"),
            ("3", "示例大学", "学生公寓检测", "15.000000", "2026年09月", "http://a.invalid"),
        ],
    )

    rows = read(path)

    assert [outcome for _n, outcome, _v, _r in rows] == ["skipped", "skipped", "rejected", ""]
    assert rows[2][2]["need"] == "检测防雷设施、消防设施和综合布线。"
    assert rows[2][2]["sme"] is False
    assert rows[3][2]["title"] == "学生公寓检测"
    assert rows[3][2]["budget"] == "15万元"


INTENTIONS = (
    "序号", "标题", "子序号", "采购项目名称", "采购需求概况", "预算金额(万元)",
    "拟面向中小企业预留", "预计采购时间", "备注", "Link",
)  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        (
            "1",
            "示例意向",
            "1",
            "录播教室",
            "建设教室。",
            "65",
            "是",
            "2026年03月",
            "",
            "http://a.invalid",
        ),
        (
            "1",
            "示例意向",
            "录播教室",
            "建设教室。",
            "65",
            "是",
            "2026年03月",
            "",
            "",
            "http://a.invalid",
        ),
        (
            "1",
            "示例意向",
            "1",
            "",
            "录播教室",
            "建设教室。",
            "65",
            "是",
            "2026年03月",
            "http://a.invalid",
        ),
    ],
)
def test_shifted_cells_are_read_where_they_belong(tmp_path: Path, row: tuple[str, ...]) -> None:
    path = write_csv(tmp_path / "a.csv", [INTENTIONS, row])

    values = read(path)[1][2]

    assert values == {
        "notice": "示例意向",
        "title": "录播教室",
        "need": "建设教室。",
        "budget": "65万元",
        "sme": True,
        "month": "2026-03",
        "link": "http://a.invalid",
    }


def test_one_odd_cell_moves_nothing(tmp_path: Path) -> None:
    row = ("1", "示例意向", "1", "录播教室", "建设。", "见附件", "是", "2026年03月", "", "")
    path = write_csv(tmp_path / "a.csv", [INTENTIONS, row])

    values = read(path)[1][2]

    assert (values["title"], values["budget"]) == ("录播教室", "见附件")


def test_value_that_cannot_be_meant_is_told_but_the_row_stays(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("场景名称", "预计采购时间"), ("港区巡检", "下半年")])

    _header, row = read(path)

    assert (row[1], row[2]) == ("", {"title": "港区巡检"})
    assert "下半年" in row[3]


def test_overlong_text_and_missing_title_are_rejected(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [("场景名称", "需求单位"), ("长" * 301, "甲"), ("—", "乙"), ("好" * 300, "丙")],
    )

    rows = read(path)

    assert [outcome for _n, outcome, _v, _r in rows] == ["skipped", "rejected", "rejected", ""]


def test_trouble_of_a_line_rejects_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "港区"}\n[1]\n', "utf-8")

    outcomes = [outcome for _n, outcome, _v, _r in read(path)]

    assert outcomes == ["", Outcome.REJECTED]


@pytest.mark.parametrize(
    ("heading", "cells", "unit"),
    [
        ("预算金额（元）", ["650000"], "元"),
        ("预算金额(万元)", ["65"], "万元"),
        ("预算金额", ["650000", "1200000"], "元"),
        ("预算金额", ["65", "120"], "万元"),
        ("预算金额", ["15.000000", "20000.000000"], "万元"),
        ("预算金额", ["面议"], ""),
    ],
)
def test_unit_of_bare_amounts_is_found(heading: str, cells: list[str], unit: str) -> None:
    sample = [Line(number, (cell,)) for number, cell in enumerate(cells, start=2)]

    assert guess_units([heading], ["budget"], FIELDS, sample) == [unit]
