"""Write tables as XLSX, CSV, JSON Lines or JSON, row by row; what is written can be read again."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from citystage.foundation.sheets.defusing import defused
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.reading.book import text_of

_WIDTHS = {Kind.LONG: 48, Kind.TEXT: 20, Kind.LINK: 30, Kind.WORDS: 24}
_NARROW = 14
_LONGEST_CELL = 32_767

type Row = dict[str, object]
"""Field codes to values: text, numbers, dates, yes or no; absent where there is nothing."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a table; ``write`` takes the path, the fields and the rows."""

    suffix: str
    media_type: str
    write: Callable[[Path, Sequence[Field], Iterable[Row]], int]


def _write_xlsx(path: Path, fields: Sequence[Field], rows: Iterable[Row]) -> int:
    """Header frozen and filtered, columns as wide as their kind; numbers and dates typed."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _WIDTHS.get(field.kind, _NARROW))
        sheet.write_string(0, column, field.label, head)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, field in enumerate(fields):
            value = row.get(field.code)
            if isinstance(value, bool):
                sheet.write_string(count, column, "是" if value else "否")
            elif isinstance(value, int | float | Decimal):
                sheet.write_number(count, column, float(value))
            elif isinstance(value, date):
                sheet.write_datetime(count, column, value, day)
            elif text := text_of(value):
                sheet.write_string(count, column, defused(text)[:_LONGEST_CELL])
    if fields:
        sheet.autofilter(0, 0, count, len(fields) - 1)
    book.close()
    return count


def _write_csv(path: Path, fields: Sequence[Field], rows: Iterable[Row]) -> int:
    """UTF-8 with its mark, which Excel needs to see Chinese; every cell quoted."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([defused(field.label) for field in fields])
        for count, row in enumerate(rows, start=1):  # noqa: B007
            writer.writerow([defused(_plain(row.get(field.code))) for field in fields])
    return count


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return text_of(value)


def _write_jsonl(path: Path, fields: Sequence[Field], rows: Iterable[Row]) -> int:
    """One object in a line, keyed by field code; empty fields left out."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for count, line in enumerate(_objects(fields, rows), start=1):  # noqa: B007
            file.write(line + "\n")
    return count


def _write_json(path: Path, fields: Sequence[Field], rows: Iterable[Row]) -> int:
    """One array of such objects."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for count, line in enumerate(_objects(fields, rows), start=1):
            file.write(("\n" if count == 1 else ",\n") + line)
        file.write("\n]\n")
    return count


def _objects(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        told = {f.code: row[f.code] for f in fields if row.get(f.code) not in {None, ""}}
        yield json.dumps(told, ensure_ascii=False, default=text_of)


FORMATS: dict[str, Format] = {
    "xlsx": Format(
        ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _write_xlsx
    ),
    "csv": Format(".csv", "text/csv; charset=utf-8", _write_csv),
    "jsonl": Format(".jsonl", "application/x-ndjson", _write_jsonl),
    "json": Format(".json", "application/json", _write_json),
}


def stream_csv(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[bytes]:
    """The CSV piece by piece, for answers that begin before the last row is known."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow([defused(field.label) for field in fields])
    yield b"\xef\xbb\xbf" + buffer.getvalue().encode()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([defused(_plain(row.get(field.code))) for field in fields])
        yield buffer.getvalue().encode()
