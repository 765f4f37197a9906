"""Values of an instance, checked: each message names the place and what is needed there."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from citystage.engines.assignment.problem import BadProblem, Floats, Ints

_GREATEST: Final = 10**300
_SHOWN: Final = 60


def said(value: object) -> str:
    """How a wrong value is quoted: not more of it than fits into a line."""
    words = repr(value)
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def whole(value: object, place: str, *, most: int) -> int:
    """A whole number from 0. Raises `BadProblem`, as all of these."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadProblem(place, f"is {said(value)}, a whole number is needed")
    if not 0 <= value <= most:
        raise BadProblem(place, f"is {said(value)}, it must be from 0 to {most}")
    return value


def number(value: object, place: str, least: float = -math.inf, most: float = math.inf) -> float:
    """A finite number between two, both included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadProblem(place, f"is {said(value)}, a number is needed")
    if isinstance(value, int) and abs(value) > _GREATEST:
        raise BadProblem(place, "is too great a number to be counted with")
    if not math.isfinite(value):
        raise BadProblem(place, f"is {said(value)}, a finite number is needed")
    if not least <= value <= most:
        raise BadProblem(place, f"is {said(value)}, {_between(least, most)}")
    return float(value)


def _between(least: float, most: float) -> str:
    if math.isinf(most):
        return f"{least:g} is the least"
    return f"it must be from {least:g} to {most:g}"


def listed(value: object, place: str) -> Sequence[Any]:
    """A list, of whatever."""
    if not isinstance(value, list):
        raise BadProblem(place, f"is {said(value)}, a list is needed")
    return value


def floats(numbers: Sequence[Any], place: str, least: float, most: float) -> Floats:
    """As an array; what is wrong is looked for one by one only when something is."""
    if {*map(type, numbers)} <= {float, int}:
        try:
            array = np.array(numbers, np.float64)
        except OverflowError:
            array = np.array([math.inf])
        if not len(array) or (array.min() >= least and array.max() <= min(most, _GREATEST)):
            return array
    _first_bad(numbers, place, lambda one, at: number(one, at, least, most))
    raise BadProblem(place, "has a number too great to be counted with")


def indices(numbers: Sequence[Any], place: str, length: int, of: str) -> Ints:
    """Numbers of cases or experts as an array."""
    if {*map(type, numbers)} <= {int}:
        try:
            array = np.array(numbers, np.int64)
        except OverflowError:
            array = np.array([-1], np.int64)
        if not len(array) or (array.min() >= 0 and array.max() < length):
            return array
    _first_bad(numbers, place, lambda one, at: index(one, at, length, of))
    raise AssertionError(place)


def _first_bad(numbers: Sequence[Any], place: str, check: Callable[[object, str], object]) -> None:
    for at, one in enumerate(numbers):
        check(one, f"{place}[{at}]")


def index(value: object, place: str, length: int, of: str) -> int:
    """The number of a case or an expert."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadProblem(place, f"is {said(value)}, the number of one of the {of} is needed")
    if not 0 <= value < length:
        raise BadProblem(place, f"is {said(value)}, there are {length} {of}, counted from 0")
    return value
