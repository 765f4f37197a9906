"""Repeated groups of inputs that work without script: add, remove, move, read back, nothing lost.

A group ``checks`` has the inputs ``checks-0-code`` … and the hidden count ``checks-count``.
"""

import re
from collections.abc import Mapping
from typing import Final

from django.http import QueryDict

from citystage.engines.text.folding import clean

MOST: Final = 60
_COMMAND = re.compile(r"^(add|remove|up|down)-([a-z_]+)(?:-(\d{1,2}))?$")

type Flat = dict[str, object]


def count_in(data: Mapping[str, object], group: str) -> int:
    """How many rows of ``group`` were sent or are known."""
    told = str(data.get(f"{group}-count", 0))
    return min(int(told), MOST) if told.isdecimal() and len(told) < 4 else 0  # noqa: PLR2004 -- a few rows


def flat(post: QueryDict, several: frozenset[str]) -> Flat:
    """What was sent, name by name; ``several`` are inputs with more than one value."""
    return {
        name: post.getlist(name) if name in several else clean(post.get(name, "")) for name in post
    }


def pressed(values: Flat, command: str) -> Flat:
    """The values after one press: ``add-checks``, ``remove-checks-2``, ``up-…``, ``down-…``."""
    told = _COMMAND.match(command)
    if told is None:
        return values
    verb, group, number = told[1], told[2], int(told[3] or 0)
    rows = _rows(values, group)
    if verb == "add" and len(rows) < MOST:
        rows.append({})
    elif verb == "remove" and number < len(rows):
        del rows[number]
    elif verb in {"up", "down"}:
        other = number + (1 if verb == "down" else -1)
        if 0 <= other < len(rows) and number < len(rows):
            rows[number], rows[other] = rows[other], rows[number]
    prefix = f"{group}-"
    kept = {name: value for name, value in values.items() if not name.startswith(prefix)}
    return kept | laid(group, rows)


def laid(group: str, rows: list[Flat]) -> Flat:
    """Rows as inputs."""
    found: Flat = {f"{group}-count": len(rows)}
    for at, row in enumerate(rows):
        found |= {f"{group}-{at}-{name}": value for name, value in row.items()}
    return found


def _rows(values: Flat, group: str) -> list[Flat]:
    rows: list[Flat] = [{} for _ in range(count_in(values, group))]
    for name, value in values.items():
        head, _, rest = name.partition(f"{group}-")
        number, _, column = rest.partition("-")
        if not head and column and number.isdecimal() and int(number) < len(rows):
            rows[int(number)][column] = value
    return rows
