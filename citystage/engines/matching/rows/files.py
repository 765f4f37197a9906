"""Files of rows: demands, supplies and what was won, out of JSON Lines."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from citystage.engines.matching.records import Demand, Past, Supply
from citystage.engines.matching.rows.fields import date_of, names_of, text_of
from citystage.engines.matching.rows.lines import Rows, Told
from citystage.engines.matching.rows.reading import BadRow, demand_of, supply_of
from citystage.engines.text.folding import fold

_NAMES: Final = ("company", "name", "supplier", "organisation", "title")


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
    rows = Rows(path, told)
    for number, row in rows:
        title = text_of(row.get("demand_title")).strip()
        suppliers = names_of(row, ("supplier",))
        if not title or not suppliers:
            rows.leave_out(number, "no demand_title or no supplier")
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
    rows = Rows(path, told)
    for number, row in rows:
        try:
            record = read(row)
        except BadRow as bad:
            rows.leave_out(number, bad)
            continue
        if first := seen.get(record.id):
            rows.leave_out(number, f"id {record.id!r} is that of line {first} already")
            continue
        seen[record.id] = number
        yield number, record
