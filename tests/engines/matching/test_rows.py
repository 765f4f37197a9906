"""Rows of any file: what is known has meaning, the rest is text, what is bad is told."""

import json
import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.matching.records import Evidence, Past, Place
from citystage.engines.matching.rows.answers import Output, made_from
from citystage.engines.matching.rows.files import demands_in, supplies_in
from citystage.engines.matching.rows.lines import MOST_TOLD, Unreadable
from citystage.engines.matching.rows.reading import BadRow, demand_of, supply_of
from citystage.engines.matching.settings import load
from citystage.engines.matching.verdicts import ranking

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["title", "city", "amount", "published", "trl", "lat", "cases", "domain", "licences", "owner"]
) | st.text(max_size=8)


def test_demand_reads_the_known_names():
    row = {
        "id": 7, "demand_title": "道口巡检", "demand_description": "每天两次", "domain": "轨道",
        "city": "成都", "amount": "500万元", "published": "2025-03-11", "owner": "某局",
        "trl": "TRL 6", "lat": 30.6, "lon": "104.1", "note": ["甲", "乙"],
        "suppliers": ["赢家公司"],
        "source_url": "somewhere", "url_incomplete": True,
    }  # fmt: skip

    found = demand_of(row)

    assert found.id == "7"
    assert [(one.label, one.text) for one in found.texts] == [
        ("demand_title", "道口巡检"), ("demand_description", "每天两次"), ("note", "甲、乙"),
    ]  # fmt: skip
    assert (found.fields, found.names, found.readiness) == (("轨道",), ("某局",), 6)
    assert (found.budget, found.updated) == (500_000_000, date(2025, 3, 11))
    assert found.place == Place(("成都",), 30.6, 104.1)


def test_demand_never_reads_who_won():
    found = demand_of(
        {"id": "1", "title": "甲", "suppliers": ["赢家"], "candidates": [{"bidder": "赢家"}]}
    )

    assert not any("赢家" in one.text for one in found.texts)


def test_supply_reads_cases_reach_and_licences():
    found = supply_of(
        {"id": "1", "company": "甲", "cases": "某港; 某矿", "city": "全国", "licences": []}
    )

    assert (found.evidence, found.everywhere, found.licences) == (Evidence(cases=2), True, ())
    assert found.place == Place()


@pytest.mark.parametrize(
    "row", [{}, {"id": None}, {"id": ""}, {"id": True}, {"id": 1.5}, {"id": []}]
)
def test_rows_without_an_id_are_refused(row):
    with pytest.raises(BadRow, match="no id"):
        demand_of(row)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, JSON, max_size=8))
def test_rows_of_any_shape_are_read(row):
    wanted, offered = demand_of({**row, "id": "1"}), supply_of({**row, "id": "1"})

    assert wanted.texts == offered.texts
    assert all(one.text.strip() for one in wanted.texts)


def written(folder, name, *lines):
    path = folder / name
    path.write_bytes(
        b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    )
    return path


def test_bad_lines_are_told_by_number_and_left_out(tmp_path):
    path = written(
        tmp_path, "d.jsonl", '\ufeff{"id": "1", "title": "甲"}', "", "{broken", "[1]",
        b'{"id": "2", "title": "\xff"}', '{"title": "no id"}', '{"id": "1"}', '{"id": "3"}',
        "[" * 100_000,
    )  # fmt: skip
    told: list[str] = []

    found = demands_in(path, told.append)

    assert [one.id for one in found] == ["1", "3"]
    assert [line.split(":")[1] for line in told] == ["3", "4", "5", "6", "7", "9"]
    assert "id '1' is that of line 1 already" in told[4]


def test_history_goes_to_whom_it_names(tmp_path):
    supplies = written(
        tmp_path,
        "s.jsonl",
        '{"id": "S1", "company": "青島某某公司"}',
        '{"id": "S2", "company": "乙"}',
    )
    history = written(
        tmp_path, "h.jsonl",
        '{"demand_title": "后", "supplier": "青岛某某公司", "date": "2025-02-01"}',
        '{"demand_title": "先", "supplier": "青岛某某公司", "date": "2024-02-01"}',
        '{"demand_title": "旧", "supplier": "S2"}', '{"demand_title": "他", "supplier": "无此人"}',
        '{"supplier": "S2"}',
    )  # fmt: skip
    told: list[str] = []

    found = supplies_in(supplies, history, told.append)

    assert found[0].past == (Past("先", date(2024, 2, 1)), Past("后", date(2025, 2, 1)))
    assert found[1].past == (Past("旧"),)
    assert [line.rpartition("/")[2] for line in told] == [
        "h.jsonl:5: no demand_title or no supplier; left out",
        "h.jsonl: 1 suppliers of the history are not among the supplies",
    ]


def empty(subject):
    return ranking(subject, [], load({}), meaning=False, limit=5)


def test_output_goes_on_behind_the_last_whole_line(tmp_path):
    path = tmp_path / "deep" / "run.jsonl"
    with Output(path, "mark") as output:
        output.write(empty("甲"))
        output.write(empty("乙"))
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"demand": "cut o')

    with Output(path, "mark") as output:
        done = set(output.done)
        output.write(empty("丙"))

    assert done == {"甲", "乙"}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["demand"] for line in lines] == ["甲", "乙", "丙"]
    assert lines[0] == {"demand": "甲", "matches": [], "verdict": "none", "shortfalls": []}


def test_output_made_from_other_files_is_begun_anew(tmp_path):
    path = tmp_path / "run.jsonl"
    with Output(path, "mark") as output:
        output.write(empty("甲"))

    with Output(path, "other") as output:
        done = set(output.done)

    assert done == set()
    assert output.anew
    assert path.read_bytes() == b""


def test_output_that_is_not_open_refuses(tmp_path):
    with pytest.raises(ValueError, match="not open"):
        Output(tmp_path / "run.jsonl", "mark").write(empty("甲"))


def test_mark_changes_with_bytes_and_choices(tmp_path):
    path = written(tmp_path, "d.jsonl", "a")
    first = made_from([path], ["50"])

    assert made_from([path], ["51"]) != first
    path.write_bytes(b"b")
    assert made_from([path], ["50"]) != first


ROW = '{"id": "1", "title": "无人机巡检"}'


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")],
)
def test_files_of_other_programs_are_read(tmp_path, encoding, name):
    text = f'{ROW}\r\n{{"id": "2", "title": "水库堤坝"}}\r\n'
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path = written(tmp_path, "d.jsonl", (mark + text).encode(encoding))
    told: list[str] = []

    found = demands_in(path, told.append)

    assert [one.texts[0].text for one in found] == ["无人机巡检", "水库堤坝"]
    assert told == [f"{path}: read as {name}"]


def test_one_bad_line_does_not_change_the_encoding(tmp_path):
    path = written(tmp_path, "d.jsonl", ROW, '{"id": "2", "title": "堤坝"}'.encode("gb18030"))
    told: list[str] = []

    found = demands_in(path, told.append)

    assert [one.id for one in found] == ["1"]
    assert told == [f"{path}:2: not UTF-8; left out"]


def test_many_bad_lines_are_counted(tmp_path):
    path = written(tmp_path, "d.jsonl", ROW, *["{"] * 50)
    told: list[str] = []

    found = demands_in(path, told.append)

    assert len(found) == 1
    assert len(told) == MOST_TOLD + 1
    assert told[-1] == f"{path}: 30 more lines were left out"


@pytest.mark.parametrize("line", ["{", '{"title": "no id"}', "[1]", "\ufeff[]"])
def test_a_file_without_any_record_is_refused(tmp_path, line):
    path = written(tmp_path, "d.jsonl", line, "")

    with pytest.raises(Unreadable, match="none of its 1 lines"):
        demands_in(path, lambda _: None)


def test_an_empty_file_holds_nothing(tmp_path):
    assert demands_in(written(tmp_path, "d.jsonl", "", " "), lambda _: None) == []


def test_what_can_be_read_only_once_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Unreadable, match="more than once"):
        demands_in(tmp_path / "pipe", lambda _: None)


def test_only_one_run_at_a_time_writes(tmp_path):
    path = tmp_path / "run.jsonl"

    with Output(path, "mark") as output:
        output.write(empty("甲"))
        with pytest.raises(BlockingIOError, match="another run"), Output(path, "other"):
            pass

    with Output(path, "mark") as output:
        assert output.done == {"甲"}


def test_half_a_character_of_an_id_is_kept(tmp_path):
    path = tmp_path / "run.jsonl"
    with Output(path, "mark") as output:
        output.write(empty("a\ud800"))

    with Output(path, "mark") as output:
        assert output.done == {"a\ud800"}
