"""Read JSON Lines, and JSON that is one array of objects or an object holding one."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from citystage.foundation.sheets.reading.book import (
    Book,
    Line,
    Unreadable,
    bounded,
    keepable,
    make_line,
    text_of,
)
from citystage.foundation.sheets.reading.limits import Limits

SHEET = "1"

type Objects = Iterator[tuple[int, dict[str, Any] | None]]


def open_notation(path: Path, encoding: str, limits: Limits) -> Book | None:
    """Open a file that begins like JSON; None when it is not JSON after all."""
    with path.open(encoding=encoding, newline="") as file:
        first = next((text for text in file if text.strip("\ufeff \t\r\n\0")), "")
        second = next((text for text in file if text.strip()), "")
    opening = first.lstrip("\ufeff \t")[:1]
    if opening not in {"[", "{"}:
        return None
    alone = _object(first)
    if opening == "{" and alone is not None and (second or _only_list(alone) is None):
        return _open_lines(path, encoding, limits)
    try:
        whole = json.loads(path.read_text(encoding=encoding).removeprefix("\ufeff"))
    except ValueError as fault:
        if opening == "{" and second.lstrip().startswith("{"):
            return _open_lines(path, encoding, limits)
        # A CSV may begin with a bracket; a JSON file says more than one line of it.
        if not first.strip().endswith(("{", "[", ",", "}", "]")):
            return None
        raise Unreadable("json", _("The JSON is broken: %s") % fault) from fault
    except RecursionError as fault:
        raise Unreadable("json", _("The JSON is nested too deeply.")) from fault
    return _open_array(whole, limits)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _only_list(value: dict[str, Any]) -> list[Any] | None:
    lists = [
        item
        for item in value.values()
        if isinstance(item, list) and item and all(isinstance(row, dict) for row in item)
    ]
    return lists[0] if len(lists) == 1 else None


def _open_lines(path: Path, encoding: str, limits: Limits) -> Book:
    def objects() -> Objects:
        with path.open(encoding=encoding, newline="\n") as file:
            for number, text in enumerate(file, start=1):
                if text.strip("\ufeff \t\r\n\0"):
                    yield number, _object(text)

    return _book("jsonl", objects, limits)


def _open_array(whole: object, limits: Limits) -> Book:
    rows = _only_list(whole) if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise Unreadable(
            "json",
            _("The JSON holds no list: an array of objects, or an object with one such array."),
        )
    if not rows:
        raise Unreadable("empty", _("The list in the file is empty."))

    def objects() -> Objects:
        for number, row in enumerate(rows, start=1):
            yield number, row if isinstance(row, dict) else None

    return _book("json", objects, limits)


def _book(kind: str, objects: Callable[[], Objects], limits: Limits) -> Book:
    keys = _keys(objects())
    if len(keys) > limits.columns:
        raise Unreadable(
            "columns",
            _("The objects have %(count)d different keys; at most %(limit)d are read.")
            % {"count": len(keys), "limit": limits.columns},
        )
    named = tuple(keepable(key) for key in keys)

    def lines() -> Iterator[Line | None]:
        for number, row in objects():
            if row is None:
                yield Line(number, ("",), _("The row is not a JSON object."))
            else:
                yield _line(number, [row.get(key) for key in keys], limits)

    def read(_name: str) -> Iterator[Line]:
        return bounded(lines(), limits)

    return Book(kind=kind, sheets=(SHEET,), _read=read, named=named)


def _line(number: int, values: list[object], limits: Limits) -> Line | None:
    try:
        return make_line(number, [text_of(value) for value in values], limits)
    except RecursionError:
        return Line(number, ("",), _("The row is nested too deeply."))


def _keys(objects: Iterable[tuple[int, dict[str, Any] | None]]) -> list[str]:
    keys: dict[str, None] = {}
    for _number, row in objects:
        keys.update(dict.fromkeys(row or ()))
    return list(keys)
