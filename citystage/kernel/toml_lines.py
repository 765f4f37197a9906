"""Where each key of a TOML text stands, so that a message can name the line.

``tomllib`` tells the values but not their places. This scanner walks a text that ``tomllib``
has already accepted and keeps nothing but line numbers.
"""

import re
import tomllib
from bisect import bisect_right

type KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''(?:.*?)'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Line (from 1) of each key and array element of a well-formed TOML ``text``, by its path.

    The path of ``code`` in the third ``[[units]]`` is ``("units", 2, "code")``.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


def nearest_line(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """The line of ``path``, or of the innermost table around it that stands in the text."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[KeyPath, int] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._lengths: dict[KeyPath, int] = {}

    def document(self) -> None:
        base: KeyPath = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self._peek("[["):
                base = self._array_header()
            elif self._peek("["):
                base = self._table_header()
            else:
                self._pair(base)
            self._skip(_BLANK)

    def _array_header(self) -> KeyPath:
        line = self._line()
        self.at += 2
        path = self._resolve(self._dotted())
        self.at += 2
        number = self._lengths.get(path, 0)
        self._lengths[path] = number + 1
        self._note(path, line)
        self.found[*path, number] = line
        return (*path, number)

    def _table_header(self) -> KeyPath:
        line = self._line()
        self.at += 1
        path = self._resolve(self._dotted())
        self.at += 1
        self._note(path, line)
        return path

    def _resolve(self, parts: list[str]) -> KeyPath:
        """A header inside an array of tables speaks of that array's last table."""
        path: KeyPath = ()
        for part in parts[:-1]:
            path = (*path, part)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return (*path, parts[-1])

    def _pair(self, base: KeyPath) -> None:
        line = self._line()
        path = (*base, *self._dotted())
        self._note(path, line)
        self.at += 1
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._peek("["):
            self._array(path)
        elif self._peek("{"):
            self._inline_table(path)
        elif not self._skip(_STRING):
            self._skip(_SCALAR)

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        self._skip(_BLANK)
        while not self._peek("]"):
            self.found[*path, number] = self._line()
            self._value((*path, number))
            number += 1
            self._past_comma()
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self._skip(_BLANK)
        while not self._peek("}"):
            self._pair(path)
            self._past_comma()
        self.at += 1

    def _past_comma(self) -> None:
        self._skip(_BLANK)
        if self._peek(","):
            self.at += 1
            self._skip(_BLANK)

    def _dotted(self) -> list[str]:
        parts = []
        while True:
            self._skip(_SPACE)
            raw = _KEY.match(self.text, self.at)
            if raw is None:
                raise ValueError(f"not TOML: a key is due on line {self._line()}")
            self.at = raw.end()
            parts.append(next(iter(tomllib.loads(f"{raw[0]}=0"))))
            self._skip(_SPACE)
            if not self._peek("."):
                return parts
            self.at += 1

    def _note(self, path: KeyPath, line: int) -> None:
        """Keep the line of ``path``, and of the tables around it where none is known yet."""
        for end in range(1, len(path) + 1):
            self.found.setdefault(path[:end], line)

    def _peek(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found is not None

    def _line(self) -> int:
        return bisect_right(self._starts, self.at)
