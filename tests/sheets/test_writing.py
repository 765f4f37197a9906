"""What is written can be read again, whatever it is."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.reading import open_book
from citystage.foundation.sheets.writing import FORMATS, Row, stream_csv

FIELDS = (
    Field(code="a", zh="甲", en="A"),
    Field(code="b", zh="乙", en="B", kind=Kind.LONG),
    Field(code="c", zh="丙", en="C"),
)
# Carriage returns are line ends to every office program; a cell of blanks is an empty cell.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")
    | st.sampled_from("\n=+-@'\"，,;\t|"),
    max_size=30,
).filter(lambda text: not text or text.strip())
TABLES = st.lists(
    st.fixed_dictionaries({"a": TEXTS.filter(bool), "b": TEXTS, "c": TEXTS}), min_size=1, max_size=8
)


def cells(path: Path, rows: list[Row]) -> list[Row]:
    book = open_book(path)
    lines = list(book.lines(book.sheets[0]))
    if book.named is None:
        lines = lines[1:]
        names: tuple[str, ...] = tuple(field.code for field in FIELDS)
    else:
        names = book.named
    assert len(lines) == len(rows)
    return [
        {code: line.cell(names.index(code)) if code in names else "" for code in ("a", "b", "c")}
        for line in lines
    ]


@pytest.mark.parametrize("kind", FORMATS)
@given(rows=TABLES)
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_table_of_any_text_comes_back(tmp_path: Path, kind: str, rows: list[Row]) -> None:
    path = tmp_path / f"a.{kind}"

    written = FORMATS[kind].write(path, FIELDS, rows)

    assert written == len(rows)
    assert cells(path, rows) == rows


@pytest.mark.parametrize("kind", FORMATS)
def test_typed_values_are_written(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    row: Row = {"a": dt.date(2026, 3, 1), "b": True, "c": Decimal("12.5")}

    FORMATS[kind].write(path, FIELDS, [row, {"a": "x", "b": False}])

    book = open_book(path)
    last = list(book.lines(book.sheets[0]))[-2]
    assert last.cells in [("2026-03-01", "是", "12.5"), ("2026-03-01", "true", "12.5")]


@pytest.mark.parametrize("kind", FORMATS)
def test_empty_table_is_written(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"

    assert FORMATS[kind].write(path, FIELDS, []) == 0
    assert path.stat().st_size == 0 or path.stat().st_size > 2


def test_formula_never_leaves_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    FORMATS["csv"].write(path, FIELDS, [{"a": "=cmd|' /C calc'!A0"}])

    assert "\"'=cmd|' /C calc'!A0\"" in path.read_text("utf-8-sig")


def test_streamed_csv_is_the_written_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows: list[Row] = [{"a": "x", "b": "=1", "c": True}]
    FORMATS["csv"].write(path, FIELDS, rows)

    streamed = b"".join(stream_csv(FIELDS, rows))

    assert streamed == path.read_bytes()
