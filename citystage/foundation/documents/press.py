"""Runs Typst: a template of ours, data as JSON, bytes out. Data never becomes part of a program."""

import json
import re
import string
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from citystage.foundation.documents.fonts import faces, families
from citystage.foundation.documents.model import Language

if TYPE_CHECKING:
    from typst import PDFStandard  # only in the stub

type Content = str | int | list[Content] | dict[str, Content]

_TEMPLATES = Path(__file__).with_name("typst")
_ARCHIVAL: "list[PDFStandard]" = ["a-2a", "ua-1"]
_PROFILE_ERROR = "PDF/"  # "PDF/A-2a error: the text … could not be displayed"
_NAMED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MISSING_SORT = "〓"
_ROUNDS = 4
_MEMORY = 10  # runs
_LARGE = 500_000  # bytes


def press_pdf(
    template: str, content: Mapping[str, Content], *, language: Language, dated: date
) -> bytes:
    """A tagged PDF, PDF/A-2a and PDF/UA-1, the same bytes for the same input and date.

    A character that none of our fonts has (an emoji) is printed as 〓, the printers' mark for a
    missing sort. What the archival profile refuses for another reason becomes a plain tagged PDF.
    """
    for _ in range(_ROUNDS):
        try:
            return _compile(template, content, language=language, dated=dated, standards=_ARCHIVAL)
        except typst.TypstError as error:
            if not error.message.startswith(_PROFILE_ERROR):
                raise
            lacking = _undrawable(error)
            if not lacking:
                break
            content = {name: _replaced(part, lacking) for name, part in content.items()}
    return _compile(template, content, language=language, dated=dated, standards=[])


def _undrawable(error: typst.TypstError) -> set[str]:
    """The characters named by the messages, where rare ones stand as escapes."""
    named = "".join(_NAMED.findall(error.diagnostic))
    plain = _ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), named)
    return set(plain) - set(string.printable)


def _replaced(content: Content, lacking: set[str]) -> Content:
    match content:
        case str():
            return re.sub(f"[{re.escape(''.join(sorted(lacking)))}]+", _MISSING_SORT, content)
        case list():
            return [_replaced(part, lacking) for part in content]
        case dict():
            return {name: _replaced(part, lacking) for name, part in content.items()}
        case _:
            return content


def press_png(template: str, content: Mapping[str, Content], *, language: Language) -> bytes:
    """A PNG of a one-page template, one pixel a point."""
    return _one(
        typst.compile(
            _TEMPLATES / template,
            root=_TEMPLATES,
            font_paths=faces().loaded,
            format="png",
            ppi=72,
            sys_inputs=_inputs(content, language=language, dated=date(2000, 1, 1)),
        )
    )


def press_svg(template: str, content: Mapping[str, Content], *, language: Language) -> bytes:
    """An SVG of a one-page template; letters are outlines."""
    return _one(
        typst.compile(
            _TEMPLATES / template,
            root=_TEMPLATES,
            font_paths=faces().loaded,
            format="svg",
            sys_inputs=_inputs(content, language=language, dated=date(2000, 1, 1)),
        )
    )


def _compile(
    template: str,
    content: Mapping[str, Content],
    *,
    language: Language,
    dated: date,
    standards: "list[PDFStandard]",
) -> bytes:
    made = _one(
        typst.compile(
            _TEMPLATES / template,
            root=_TEMPLATES,
            font_paths=faces().loaded,
            format="pdf",
            pdf_standards=standards,
            timestamp=datetime.combine(dated, time(), UTC),
            sys_inputs=_inputs(content, language=language, dated=dated),
        )
    )
    if len(made) > _LARGE:
        _forget()
    return made


def _inputs(content: Mapping[str, Content], *, language: Language, dated: date) -> dict[str, str]:
    look: dict[str, Content] = {
        "lang": "zh" if language == "zh-hans" else "en",
        "date": [dated.year, dated.month, dated.day],
        "fonts": {
            part: list(names) for part, names in families(faces(), language=language).items()
        },
    }
    return {"content": json.dumps({**content, "look": look}, ensure_ascii=False)}


def _forget() -> None:
    """Lets Typst drop the layout of a large document, 120 MB for 200 items.

    It keeps what was used in its last ten runs; eleven empty ones make it let go in a quarter of
    a second. Without this a server that renders many lists grows to more than a gigabyte.
    """
    for _ in range(_MEMORY + 1):
        typst.compile(b"#set page(width: 1pt, height: 1pt)", font_paths=faces().loaded)


def _one(made: bytes | list[bytes]) -> bytes:
    return made if isinstance(made, bytes) else made[0]
