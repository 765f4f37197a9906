"""Any list is read by its content; whatever is none gets a clear answer."""

import json
import struct
import tempfile
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citystage.foundation.sheets.reading import Limits, Line, Unreadable, open_book
from tests.sheets.files import (
    HEADINGS,
    ROWS,
    SHEET,
    with_part,
    with_sheet_xml,
    write_csv,
    write_jsonl,
    write_xlsx,
)


def read(path: Path, limits: Limits | None = None) -> list[Line]:
    book = open_book(path, limits)
    return list(book.lines(book.sheets[0]))


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read(path, limits)
    assert str(caught.value.reason)
    return caught.value.code


def test_workbook_gives_rows_with_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["", "", ""], ["", "甲", 13800138000], [], [True, 1.5]])

    lines = read(path)

    assert lines == [Line(2, ("", "甲", "13800138000")), Line(4, ("true", "1.5"))]


def test_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.csv", [HEADINGS, *ROWS])

    book = open_book(path)

    assert book.kind == "xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_text_table_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS], encoding)

    lines = read(path)

    assert [line.cells for line in lines] == [HEADINGS, *ROWS]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(delimiter.join(row) for row in [HEADINGS, *ROWS]), "utf-8")

    lines = read(path)

    assert lines[1].cells == ROWS[0]


def test_one_column_is_one_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("场景名称\n港区无人巡检\n", "utf-8")

    lines = read(path)

    assert [line.cells for line in lines] == [("场景名称",), ("港区无人巡检",)]


def test_nul_bytes_and_control_signs_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("名称,单位\n港\0区,示\x07例\n".encode())

    lines = read(path)

    assert lines[1].cells == ("港区", "示例")


def test_json_lines_name_their_columns(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{"a": "x"}, {"b": ["y", "z"], "c": {"d": 1}}])

    book = open_book(path)

    assert book.named == ("a", "b", "c")
    assert read(path) == [Line(1, ("x",)), Line(2, ("", "y、z", '{"d": 1}'))]


def test_broken_line_of_json_lines_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": "x"}\n{"a": \n{"a": "y"}\n', "utf-8")

    lines = read(path)

    assert [(line.number, bool(line.trouble)) for line in lines] == [
        (1, False),
        (2, True),
        (3, False),
    ]


@pytest.mark.parametrize(
    "content",
    [
        [{"a": "x"}, {"a": "y"}],
        {"total": 2, "rows": [{"a": "x"}, {"a": "y"}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_array_is_found(tmp_path: Path, content: object, indent: int | None) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content, indent=indent), "utf-8")

    lines = read(path)

    assert lines == [Line(1, ("x",)), Line(2, ("y",))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[]", "empty"),
        ('["a", 1]', ""),
        ('{"a": 1,\n"b": 2}', "json"),
        ('[{"a": 1},\n', "json"),
        ("[" * 100_000, "json"),
    ],
)
def test_json_without_a_list_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, "utf-8")

    if code:
        assert refusal(path) == code
    else:
        assert all(line.trouble for line in read(path))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"%PDF-1.7 ...", "kind"),
        (b"\x89PNG\r\n\x1a\n....", "kind"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "kind"),
        (bytes(range(1, 32)) * 20, "kind"),
        ("繁體中文的檔案，內容是場景機會清單。".encode("big5"), "encoding"),
        ("Caf\xe9,pri\xe8re\n".encode("latin-1"), "encoding"),
        (b"PK\x03\x04 not a zip at all", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "kind"),
    ],
)
def test_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert refusal(path) == code


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx") == "missing"


def test_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    path = with_part(write_xlsx(tmp_path / "a.xlsx", [HEADINGS]), "xl/vbaProject.bin", b"x")

    assert refusal(path) == "macros"


def test_two_gigabytes_claimed_in_a_small_file_are_refused_unopened(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEADINGS])
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 2 * 1024**3)
    path.write_bytes(content)

    assert refusal(path) == "unpacked"


def test_part_larger_than_it_claims_is_refused(tmp_path: Path) -> None:
    path = with_sheet_xml(tmp_path / "a.xlsx", SHEET.format(rows="<row/>" * 50_000))
    content = bytearray(path.read_bytes())
    name = content.rindex(b"xl/worksheets/sheet1.xml")
    content[name - 46 + 24 : name - 46 + 28] = struct.pack("<I", 100)
    path.write_bytes(content)

    assert refusal(path) == "broken"


def test_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEADINGS])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 30 * 1024**2)

    assert refusal(path) == "ratio"


def test_two_far_cells_do_not_fill_the_memory(tmp_path: Path) -> None:
    near, far = (f'<row><c r="{place}"><v>1</v></c></row>' for place in ("A1", "XFD1048576"))
    rows = near + far
    path = with_sheet_xml(tmp_path / "a.xlsx", SHEET.format(rows=rows))

    assert refusal(path) == "cells"


def test_far_empty_cells_with_a_style_do_no_harm(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = with_sheet_xml(tmp_path / "a.xlsx", SHEET.format(rows=rows))

    assert read(path) == [Line(1, ("7",))]


def test_entities_in_a_sheet_are_refused(tmp_path: Path) -> None:
    xml = SHEET.format(rows="").replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
    path = with_sheet_xml(tmp_path / "a.xlsx", xml)

    assert refusal(path) == "broken"


def test_formula_without_a_value_is_kept_as_text(tmp_path: Path) -> None:
    formula = "cmd|' /C calc'!A0"
    rows = f'<row r="1"><c r="A1"><f>{formula}</f></c><c r="C1"><f>1+1</f><v>2</v></c></row>'
    path = with_sheet_xml(tmp_path / "a.xlsx", SHEET.format(rows=rows))

    book = open_book(path)

    assert read(path) == [Line(1, (f"={formula}", "", "2"))]
    assert len(book.notes) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("xl/workbook.bin", "xlsb"), ("word/document.xml", "kind"), ("other.txt", "kind")],
)
def test_zip_of_another_kind_is_refused(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")

    assert refusal(path) == code


MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def open_document(path: Path, cells: str, *more: tuple[str, bytes]) -> Path:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, data in more or (("META-INF/manifest.xml", MANIFEST),):
            archive.writestr(name, data)
    return path


CELL = '<table:table-cell office:value-type="string"{more}><text:p>甲</text:p></table:table-cell>'


def test_open_document_is_read(tmp_path: Path) -> None:
    cells = f"<table:table-row>{CELL.format(more='')}</table:table-row>"
    path = open_document(tmp_path / "a.ods", cells)

    assert read(path) == [Line(1, ("甲",))]


def test_repeated_cells_of_an_open_document_do_not_fill_the_memory(tmp_path: Path) -> None:
    cell = CELL.format(more=' table:number-columns-repeated="16384"')
    cells = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    path = open_document(tmp_path / "a.ods", cells)

    assert refusal(path) == "cells"


def test_open_document_with_macros_or_password_is_refused(tmp_path: Path) -> None:
    cells = f"<table:table-row>{CELL.format(more='')}</table:table-row>"
    manifest = ("META-INF/manifest.xml", b"<manifest:encryption-data/>")

    assert refusal(open_document(tmp_path / "a.ods", cells, ("Basic/x.xml", b""))) == "macros"
    assert refusal(open_document(tmp_path / "b.ods", cells, manifest)) == "encrypted"


def test_limits_are_kept(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS])

    assert refusal(path, Limits(file_bytes=10)) == "size"
    assert refusal(path, Limits(rows=2)) == "rows"
    assert refusal(path, Limits(cells=9)) == "cells"
    assert refusal(write_xlsx(tmp_path / "a.xlsx", [HEADINGS]), Limits(entries=3)) == "entries"
    assert refusal(write_jsonl(tmp_path / "b", [{"a": 1, "b": 2}]), Limits(columns=1)) == "columns"


def test_ten_megabytes_in_a_cell_trouble_their_row_only(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("名称", "单位"), ("长" * 3_500_000, "甲"), ("短", "乙")])

    lines = read(path)

    assert [bool(line.trouble) for line in lines] == [False, True, False]
    assert len(lines[1].cells[0]) == Limits().cell_chars


def test_too_many_columns_trouble_their_row_only(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("名称", "单位"), ["x"] * 600])

    lines = read(path)

    assert [(len(line.cells), bool(line.trouble)) for line in lines] == [(2, False), (512, True)]


def test_settings_set_the_limits(settings: object) -> None:
    settings.SHEETS_LIMITS = {"rows": 7, "unknown": 1}  # type: ignore[attr-defined]

    assert Limits.from_settings().rows == 7


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS = (b"", b"PK\x03\x04", COMPOUND, b"[", b"{", b"\xff\xfe", b"a,b\n")


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + rest)

    with suppress(Unreadable):
        read(path)


@cache
def sound_workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder) / "a.xlsx", [HEADINGS, *ROWS]).read_bytes()


@given(data=st.data())
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damaged_workbook_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "damaged.xlsx"
    content = bytearray(sound_workbook())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)

    with suppress(Unreadable):
        read(path)
