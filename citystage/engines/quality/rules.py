"""Rules of the gate, in the shape of a city pack's `quality.toml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Need(StrEnum):
    """Facts a part may ask for beside its patterns."""

    NUMBER_WITH_UNIT = "number_with_unit"
    DATE = "date"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something a good answer shows; one that is not required only gives advice."""

    code: str
    pattern: re.Pattern[str]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a scenario must make clear.

    `reads`: keys of the answers it is read from. `mentions`: one of these must occur.
    `vague`: words beside those of the whole gate.
    """

    code: str
    weight: int
    reads: tuple[str, ...]
    min_length: int = 0
    patterns: tuple[Pattern, ...] = ()
    needs: tuple[Need, ...] = ()
    mentions: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    blocks_release: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All parts; the score is ready from `ready_from` and weak below `weak_below` (0..100)."""

    parts: tuple[Part, ...]
    vague: tuple[str, ...] = ()
    ready_from: int = 80
    weak_below: int = 50


def rules_from(table: Mapping[str, Any]) -> Rules:
    """Rules from a table like `quality.toml`: `{gate: {...}, parts: [{...}]}`, checked before.

    Wordings (name, why, example, ...) stay with the pack; they are found by the part's code.
    Raises KeyError, ValueError or re.error if the table was not checked.
    """
    gate = table.get("gate") or {}
    return Rules(
        parts=tuple(_part(part) for part in table["parts"]),
        vague=_vague(gate),
        ready_from=gate.get("ready_from", 80),
        weak_below=gate.get("weak_below", 50),
    )


def _part(table: Mapping[str, Any]) -> Part:
    return Part(
        code=table["code"],
        weight=table["weight"],
        reads=tuple(table["reads"]),
        min_length=table.get("min_length", 0),
        patterns=tuple(_pattern(pattern) for pattern in table.get("patterns", ())),
        needs=tuple(Need(need) for need in table.get("needs", ())),
        mentions=tuple(table.get("mentions", ())),
        vague=_vague(table),
        blocks_release=table.get("blocks_release", False),
    )


def _pattern(table: Mapping[str, Any]) -> Pattern:
    compiled = re.compile(table["pattern"], re.IGNORECASE)
    return Pattern(table["code"], compiled, table.get("required", True))


def _vague(table: Mapping[str, Any]) -> tuple[str, ...]:
    listed: Sequence[Mapping[str, Any]] = table.get("vague", ())
    return tuple(entry["word"] for entry in listed)
