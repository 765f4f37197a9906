"""One file of a pack: its raw data, its checked content and the lines its keys stand on."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from citystage.cities.packs.problems import Problem
from citystage.cities.packs.schema import Record
from citystage.kernel.toml_faults import dotted, faults, syntax
from citystage.kernel.toml_lines import KeyPath, key_lines, nearest_line
from citystage.stages.selection.faults import worded


@dataclass(slots=True)
class Document[M]:
    """A file as it was read. ``content`` is None when the schema found fault with it."""

    name: str
    raw: Any
    content: M | None = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # In JSON Lines the first step of a path is the row, which the line number tells already.
    rows: bool = False
    # No TOML at all: what other files say of it cannot be judged.
    unreadable: bool = False

    def blame(self, path: KeyPath, reason: str) -> None:
        """Note a fault at ``path``."""
        shown = dotted(path[1:] if self.rows else path)
        self.problems.append(Problem(self.name, self.line(path), shown, reason))

    def line(self, path: KeyPath) -> int:
        """The line on which ``path``, or what is left of it, stands."""
        return nearest_line(self.lines, path)


def read_toml[M: BaseModel](path: Path, kind: type[M]) -> Document[M]:
    """Read and check one TOML file; a file that is not there reads as an empty one."""
    document: Document[M] = Document(_label(path), raw={})
    text = _text(path, document)
    try:
        document.raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        document.problems.append(_syntax(document.name, str(error)))
        document.unreadable = True
        return document
    document.lines = key_lines(text.replace("\r\n", "\n"))
    try:
        document.content = kind.model_validate(document.raw)
    except ValidationError as error:
        for where, reason in faults(error, worded=worded):
            document.blame(where, reason)
    return document


def read_records(path: Path) -> Document[tuple[Record, ...]]:
    """Read and check a JSON Lines file of records."""
    document: Document[tuple[Record, ...]] = Document(_label(path), raw=[], rows=True)
    found = []
    for number, line in enumerate(_text(path, document).splitlines(), start=1):
        if not line.strip():
            continue
        row = len(document.raw)
        document.lines[row,] = number
        try:
            document.raw.append(json.loads(line))
            found.append(Record.model_validate(document.raw[-1]))
        except json.JSONDecodeError as error:
            document.raw.append({})
            document.blame((row,), _("This line is no JSON: %s.") % error.msg)
        except ValidationError as error:
            for where, reason in faults(error, worded=worded):
                document.blame((row, *where), reason)
    document.content = None if document.problems else tuple(found)
    return document


def _label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _text(path: Path, document: Document[Any]) -> str:
    if not path.exists():
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = _("This file is not written in UTF-8.")
        document.problems.append(Problem(document.name, line, "", reason))
        document.unreadable = True
        return ""


def _syntax(name: str, message: str) -> Problem:
    line, reason = syntax(message)
    return Problem(name, line, "", reason)
