"""Lines: JSON Lines as they really come, one object after the other; bad lines are told."""

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from citystage.engines.matching.rows.reading import BadRow

LONGEST_LINE: Final = 64_000_000
MOST_TOLD: Final = 20
"""Bad lines of one file that are told one by one; the others are counted."""
_LOOKED_AT: Final = 1 << 20
_UTF_8, _GB, _UTF_16 = "utf-8", "gb18030", "utf-16"
_NAMES: Final = {_UTF_8: "UTF-8", _GB: "GB18030", _UTF_16: "UTF-16"}

type Told = Callable[[str], None]
"""Hears one sentence at a time."""


class Unreadable(OSError):
    """A file that holds lines, none of which is a record, or that can be read only once."""


class Rows:
    """The objects of one file with the numbers of their lines, from 1.

    Raises OSError when the file cannot be read.
    """

    def __init__(self, path: Path, told: Told) -> None:
        self.path = path
        self._told = told
        self._good = self._bad = 0

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        encoding = encoding_of(self.path)
        if encoding != _UTF_8:
            self._told(f"{self.path}: read as {_NAMES[encoding]}")
        for number, line in enumerate(_lines(self.path, encoding), start=1):
            stripped = line.strip().removeprefix(codecs.BOM_UTF8)
            if not stripped:
                continue
            try:
                row = _object(stripped, encoding)
            except BadRow as bad:
                self._say_bad(number, bad)
                continue
            self._good += 1
            yield number, row
        self._end()

    def leave_out(self, number: int, why: object) -> None:
        """The row given out last is no record after all."""
        self._good -= 1
        self._say_bad(number, why)

    def _say_bad(self, number: int, why: object) -> None:
        self._bad += 1
        if self._bad <= MOST_TOLD:
            self._told(f"{self.path}:{number}: {why}; left out")

    def _end(self) -> None:
        if self._bad > MOST_TOLD:
            self._told(f"{self.path}: {self._bad - MOST_TOLD} more lines were left out")
        if self._bad and not self._good:
            raise Unreadable(
                f"{self.path}: none of its {self._bad} lines could be read; a file of JSON Lines "
                'has one object a line, {"id": "1", "title": "…"}'
            )


def demand_file(path: Path) -> None:
    """Raises Unreadable for a pipe and the like: rows are read more than once."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise Unreadable(f"{path}: not a file; it is read more than once")


def encoding_of(path: Path) -> str:
    """UTF-8, unless it begins as UTF-16 does or holds Chinese that only GB18030 can read."""
    demand_file(path)
    with path.open("rb") as file:
        beginning = file.read(_LOOKED_AT)
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _UTF_16
    lines = beginning.split(b"\n")
    if len(beginning) == _LOOKED_AT and len(lines) > 1:
        # The last one is cut off.
        lines.pop()
    telling = [line for line in lines if not line.isascii()]
    if not telling or any(_reads_as(line, _UTF_8) for line in telling):
        return _UTF_8
    return _GB if all(_reads_as(line, _GB) for line in telling) else _UTF_8


def _reads_as(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, encoding: str) -> Iterator[bytes]:
    """As bytes; those of UTF-16, where a line's end cannot be seen in bytes, as UTF-8."""
    if encoding == _UTF_16:
        with path.open(encoding=encoding, errors="replace", newline="\n") as texts:
            for text in texts:
                yield text.encode("utf-8", "replace")
        return
    with path.open("rb") as lines:
        yield from lines


def _object(line: bytes, encoding: str) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadRow(f"longer than {LONGEST_LINE} bytes")
    try:
        row = json.loads(line.decode(_GB) if encoding == _GB else line)
    except UnicodeDecodeError as error:
        raise BadRow(f"not {_NAMES[encoding]}") from error
    except (ValueError, RecursionError) as error:
        raise BadRow(f"not JSON ({error})"[:200]) from error
    if not isinstance(row, dict):
        raise BadRow("not a JSON object")
    return row
