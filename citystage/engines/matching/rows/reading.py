"""Reading rows: one JSON object becomes a Demand or a Supply."""

import re
from collections.abc import Mapping
from typing import Any, Final

from citystage.engines.matching.records import Demand, Evidence, Past, Place, Supply, Text
from citystage.engines.matching.rows.fields import (
    CHAINS,
    EVERYWHERE,
    FIELDS,
    LATITUDE,
    LONGEST_ID,
    LONGITUDE,
    OWNERS,
    PLACES,
    date_of,
    money_of,
    names_of,
    number_of,
    readiness_of,
    text_of,
    texts_of,
)

_CASES = re.compile(r"[;；。\n]")
_MOST_CASES: Final = 20


class BadRow(ValueError):
    """A row that cannot be matched; the text says why, for whoever wrote the file."""


class Number(str):
    """An id that the file writes as a whole number; answers write it so again."""

    __slots__ = ()


def id_of(row: Mapping[str, Any]) -> str:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise BadRow("no id (a text or a whole number)")
    if len(str(value)) > LONGEST_ID:
        raise BadRow(f"the id is longer than {LONGEST_ID} characters")
    return value if isinstance(value, str) else Number(value)


def demand_of(row: Mapping[str, Any]) -> Demand:
    """Raises BadRow."""
    return Demand(
        id=id_of(row),
        texts=_texts(row),
        fields=names_of(row, sorted(FIELDS & row.keys())),
        chains=names_of(row, sorted(CHAINS & row.keys())),
        place=_place(row),
        readiness=readiness_of(row),
        budget=money_of(row, ("budget", "amount")),
        updated=date_of(row),
        names=names_of(row, sorted(OWNERS & row.keys())),
        organisation=text_of(row.get("organisation")),
        tenant=text_of(row.get("tenant")),
        licences=names_of(row, ("licences",)),
    )


def supply_of(row: Mapping[str, Any], past: tuple[Past, ...] = ()) -> Supply:
    """Raises BadRow."""
    place = _place(row)
    return Supply(
        id=id_of(row),
        texts=_texts(row),
        fields=names_of(row, sorted(FIELDS & row.keys())),
        chains=names_of(row, sorted(CHAINS & row.keys())),
        place=place,
        everywhere=any(name in EVERYWHERE for name in names_of(row, PLACES)),
        readiness=readiness_of(row),
        evidence=_evidence(row),
        capacity=money_of(row, ("capacity",)),
        updated=date_of(row),
        past=past,
        organisation=text_of(row.get("organisation")),
        tenant=text_of(row.get("tenant")),
        licences=names_of(row, ("licences",)) if "licences" in row else None,
    )


def _texts(row: Mapping[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(label, text) for label, text in texts_of(row))


def _place(row: Mapping[str, Any]) -> Place:
    path = tuple(name for name in names_of(row, PLACES) if name not in EVERYWHERE)
    return Place(path, number_of(row, LATITUDE), number_of(row, LONGITUDE))


def _evidence(row: Mapping[str, Any]) -> Evidence | None:
    """Cases that are told; a row without them says nothing about there being none."""
    told = [part for part in _CASES.split(text_of(row.get("cases"))) if part.strip()]
    return Evidence(cases=min(len(told), _MOST_CASES)) if told else None
