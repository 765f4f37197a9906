"""Read workbooks: .xlsx, .xls and .ods, told apart by what is in them."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from citystage.foundation.sheets.defusing import restored
from citystage.foundation.sheets.reading.book import Book, Line, Unreadable, bounded, make_line
from citystage.foundation.sheets.reading.extents import OpenDocumentMeasure, SheetMeasure
from citystage.foundation.sheets.reading.limits import Limits
from citystage.foundation.sheets.reading.parts import sheet_parts
from citystage.foundation.sheets.reading.zips import broken, encrypted, macros, open_zip, unpack

type Formulas = dict[str, dict[tuple[int, int], str]]


def open_zipped(path: Path, limits: Limits) -> Book:
    """Open an .xlsx or .ods workbook after its zip has been looked through."""
    with open_zip(path, limits) as archive:
        names = {name.casefold() for name in archive.namelist()}
        if "content.xml" in names:
            return _open_document(path, archive, names, limits)
        if "xl/workbook.bin" in names:
            raise Unreadable(
                "xlsb", _("Binary workbooks (.xlsb) are not read. Save the list as .xlsx.")
            )
        if "word/document.xml" in names or "ppt/presentation.xml" in names:
            raise Unreadable(
                "kind", _("This is a text document or a presentation, not a workbook.")
            )
        if "xl/workbook.xml" not in names:
            raise Unreadable("kind", _("This zip file holds no workbook."))
        _refuse_macros(archive, names, limits)
        for name in ("xl/sharedStrings.xml", "xl/styles.xml"):
            if name in archive.namelist():
                for _chunk in unpack(archive, name, limits):
                    pass
        formulas, count = _measure(archive, limits)
    return _book("xlsx", path, limits, formulas, count)


def _refuse_macros(archive: zipfile.ZipFile, names: set[str], limits: Limits) -> None:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise macros()
    if "[Content_Types].xml" in archive.namelist():
        kinds = b"".join(unpack(archive, "[Content_Types].xml", limits))
        if b"macroEnabled" in kinds:
            raise macros()


def _measure(archive: zipfile.ZipFile, limits: Limits) -> tuple[Formulas, int]:
    formulas: Formulas = {}
    count = 0
    for sheet, part in sheet_parts(archive, limits).items():
        measure = SheetMeasure(limits)
        with closing(unpack(archive, part, limits)) as chunks:
            measure.read(chunks)
        formulas[sheet] = measure.formulas
        count += measure.formula_count
    return formulas, count


def _open_document(path: Path, archive: zipfile.ZipFile, names: set[str], limits: Limits) -> Book:
    if any(name.startswith("basic/") for name in names):
        raise macros()
    if "meta-inf/manifest.xml" in names:
        manifest = next(n for n in archive.namelist() if n.casefold() == "meta-inf/manifest.xml")
        if b"encryption-data" in b"".join(unpack(archive, manifest, limits)):
            raise encrypted()
    content = next(n for n in archive.namelist() if n.casefold() == "content.xml")
    with closing(unpack(archive, content, limits)) as chunks:
        OpenDocumentMeasure(limits).read(chunks)
    return _book("ods", path, limits, {}, 0)


def open_compound(path: Path, limits: Limits) -> Book:
    """Open an old .xls workbook; its format itself bounds a sheet to 65,536 x 256 cells."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise encrypted()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise macros()
    if "WordDocument".encode("utf-16-le") in content:
        raise Unreadable("kind", _("This is a text document or a presentation, not a workbook."))
    return _book("xls", path, limits, {}, 0)


def _book(kind: str, path: Path, limits: Limits, formulas: Formulas, count: int) -> Book:
    with _opened(path) as workbook:
        metadata = workbook.sheets_metadata
        if any(sheet.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for sheet in metadata):
            raise macros()
        sheets = [s for s in metadata if s.typ == SheetTypeEnum.WorkSheet]
    visible = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
    names = tuple(visible or [s.name for s in sheets])
    if not names:
        raise Unreadable("no_sheet", _("The workbook has no sheet."))
    notes: tuple[str, ...] = ()
    if count:
        text = ngettext(
            "%d cell holds a formula; its last computed value is read, and nothing is computed.",
            "%d cells hold formulas; their last computed values are read, and nothing is computed.",
            count,
        )
        notes = (text % count,)

    def read(name: str) -> Iterator[Line]:
        return bounded(_lines(path, name, formulas.get(name, {}), limits), limits)

    return Book(kind=kind, sheets=names, _read=read, notes=notes)


def _lines(
    path: Path, name: str, formulas: dict[tuple[int, int], str], limits: Limits
) -> Iterator[Line | None]:
    with _opened(path) as workbook:
        sheet = _sheet(workbook, name)
        if sheet.start is None:
            return
        # iter_rows begins with row 1, but with the first column that has content.
        before = [""] * sheet.start[1]
        waiting: dict[int, list[tuple[int, str]]] = {}
        for (row, column), formula in formulas.items():
            waiting.setdefault(row, []).append((column, formula))
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            values: list[object] = [*before, *cells]
            for column, formula in waiting.get(number, ()):
                values.extend([""] * (column - len(values)))
                if values[column - 1] == "":
                    values[column - 1] = f"={formula}"
            yield make_line(number, [_plain(value) for value in values], limits)


def _plain(value: object) -> object:
    return restored(value) if isinstance(value, str) else value


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as fault:
        raise broken() from fault
    except BaseException as fault:
        raise _panic(fault) from fault


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as fault:
        raise encrypted() from fault
    except (CalamineError, OSError, ValueError) as fault:
        raise broken() from fault
    except BaseException as fault:
        raise _panic(fault) from fault


def _panic(fault: BaseException) -> BaseException:
    """A crash inside the reading library is a damaged file; anything else stays what it is."""
    return broken() if type(fault).__name__ == "PanicException" else fault
