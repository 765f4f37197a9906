"""Small files for the tests: tables in every format, and files that should be refused."""

import csv
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

SHARED = Path(os.environ.get("CITYSTAGE_SHARED", Path(__file__).parents[3] / "shared"))
needs_shared = pytest.mark.skipif(
    not (SHARED / "data" / "scenarios.jsonl").exists(), reason="the real lists are not here"
)

HEADINGS = ("序号", "场景名称", "需求单位", "预算金额(万元)", "需求概述")
ROWS = (
    ("1", "港区无人巡检", "示例港口集团", "65.000000", "码头需要无人巡检。"),
    ("2", "景区智能客服", "示例文旅集团", "面议", "景区需要智能客服。"),
    ("3", "管网渗漏监测", "示例水务集团", "120", "管网需要渗漏监测。"),
)


def write_xlsx(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def write_csv(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_jsonl(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Add one part to a workbook."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


def with_sheet_xml(path: Path, xml: str) -> Path:
    """Write a minimal workbook whose only sheet is ``xml``."""
    book = write_xlsx(path.with_suffix(".base.xlsx"), [["x"]])
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = xml.encode()
            new.writestr(entry.filename, content)
    return path


SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
