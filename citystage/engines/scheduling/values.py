"""Values: what a JSON file may say in a place, and the words where it says something else."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from citystage.engines.scheduling.problem import BadProblem

_SHOWN: Final = 60


def said(value: object) -> str:
    words = repr(value)
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def whole(value: object, place: str, *, least: int = 0, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadProblem(place, f"is {said(value)}, a whole number is needed")
    if not least <= value <= most:
        raise BadProblem(place, f"is {said(value)}, it must be from {least} to {most}")
    return value


def number(value: object, place: str, *, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadProblem(place, f"is {said(value)}, a number is needed")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadProblem(place, f"is {said(value)}, a finite number is needed")
    if not 0 <= value <= most:
        raise BadProblem(place, f"is {said(value)}, it must be from 0 to {most:g}")
    return float(value)


def switch(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise BadProblem(place, f"is {said(value)}, true or false is needed")
    return value


def index(value: object, place: str, length: int, of: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadProblem(place, f"is {said(value)}, the number of one of the {of} is needed")
    if not 0 <= value < length:
        raise BadProblem(place, f"is {said(value)}, there are {length} {of}, counted from 0")
    return value


def slots(value: object, place: str, length: int) -> list[int]:
    return [
        index(one, f"{place}[{at}]", length, "slots") for at, one in enumerate(items(value, place))
    ]


def items(value: object, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadProblem(place, f"is {said(value)}, a list is needed")
    return value


def row(value: object, place: str, of: str) -> list[Any]:
    if not isinstance(value, list) or len(value) != of.count(",") + 1:
        raise BadProblem(place, f"is {said(value)}, [{of}] is needed")
    return value


def record(
    value: object, place: str, needed: Iterable[str], further: Iterable[str]
) -> Mapping[str, Any]:
    """An object with these keys. A key that is not known would be a rule left out in silence."""
    if not isinstance(value, Mapping):
        raise BadProblem(place, f"is {said(value)}, an object is needed")
    for key in needed:
        if key not in value:
            raise BadProblem(f"{place}.{key}", "is missing")
    known = (*needed, *further)
    for key in value:
        if key not in known:
            raise BadProblem(f"{place}.{key}", f"is not known; there are {', '.join(known)}")
    return value


def name(value: object, place: str) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadProblem(place, f"is {said(value)}, an id is a text or a whole number")
    return value


def new_name(value: object, place: str, taken: Mapping[str | int, int]) -> str | int:
    found = name(value, place)
    if found in taken:
        raise BadProblem(place, f"{said(value)} stands there twice")
    return found
