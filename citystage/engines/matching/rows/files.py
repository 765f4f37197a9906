"""Files of rows: JSON Lines read line by line; a bad line is told and left out."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from citystage.engines.matching.records import Demand, Past, Supply
from citystage.engines.matching.rows.fields import date_of, names_of, text_of
from citystage.engines.matching.rows.reading import BadRow, demand_of, supply_of
from citystage.engines.text.folding import fold

LONGEST_LINE: Final = 64_000_000
_NAMES: Final = ("company", "name", "supplier", "organisation", "title")

type Told = Callable[[str], None]
"""Hears one sentence for each line that was left out."""


def rows_of(path: Path, told: Told) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Line numbers from 1 and objects. Raises OSError when the file cannot be read."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            stripped = line.strip().removeprefix(b"\xef\xbb\xbf")
            if not stripped:
                continue
            try:
                yield number, _object(stripped)
            except BadRow as bad:
                told(f"{path}:{number}: {bad}; left out")


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadRow(f"longer than {LONGEST_LINE} bytes")
    try:
        row = json.loads(line)
    except UnicodeDecodeError as error:
        raise BadRow("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadRow(f"not JSON ({error})"[:200]) from error
    if not isinstance(row, dict):
        raise BadRow("not a JSON object")
    return row


def demands_in(path: Path, told: Told) -> list[Demand]:
    """Demands of a file in order; the second of one id is left out."""
    return [one for _, one in _records(path, demand_of, told)]


def supplies_in(path: Path, history: Path | None, told: Told) -> list[Supply]:
    """Supplies of a file in order, with what each won by the history."""
    past = past_in(history, told) if history else {}
    used: set[str] = set()

    def read(row: Mapping[str, Any]) -> Supply:
        keys = _keys(row)
        used.update(key for key in keys if key in past)
        return supply_of(row, tuple(one for key in keys for one in past.get(key, ())))

    found = [one for _, one in _records(path, read, told)]
    if unknown := len(past) - len(used):
        told(f"{history}: {unknown} suppliers of the history are not among the supplies")
    return found


def past_in(path: Path, told: Told) -> dict[str, list[Past]]:
    """What each supplier won, oldest first, by the folded name or id in the history."""
    past: dict[str, list[Past]] = {}
    for number, row in rows_of(path, told):
        title = text_of(row.get("demand_title")).strip()
        suppliers = names_of(row, ("supplier",))
        if not title or not suppliers:
            told(f"{path}:{number}: no demand_title or no supplier; left out")
            continue
        for supplier in suppliers:
            past.setdefault(fold(supplier), []).append(Past(title, date_of(row, ("date",))))
    for won in past.values():
        won.sort(key=lambda one: one.on.toordinal() if one.on else 0)
    return past


def _keys(row: Mapping[str, Any]) -> tuple[str, ...]:
    """By what a history may call this supplier: its id or one of its names."""
    names = names_of(row, _NAMES)
    return tuple(dict.fromkeys(fold(name) for name in (text_of(row.get("id")), *names) if name))


def _records[Record: (Demand, Supply)](
    path: Path, read: Callable[[Mapping[str, Any]], Record], told: Told
) -> Iterator[tuple[int, Record]]:
    seen: dict[str, int] = {}
    for number, row in rows_of(path, told):
        try:
            record = read(row)
        except BadRow as bad:
            told(f"{path}:{number}: {bad}; left out")
            continue
        if first := seen.get(record.id):
            told(f"{path}:{number}: id {record.id!r} is that of line {first} already; left out")
            continue
        seen[record.id] = number
        yield number, record
