"""Instances: problems and outcomes as JSON, with messages that name the key and the place.

Everything is checked before it is used: kinds of values, lengths, ranges, and sizes, so that a
file which claims billions of pairs is refused and not attempted.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from citystage.engines.assignment.outcome import Obstacle, Outcome
from citystage.engines.assignment.problem import (
    Affinity,
    Aim,
    BadProblem,
    Pair,
    Problem,
    Seats,
)
from citystage.engines.assignment.values import (
    floats,
    index,
    indices,
    listed,
    number,
    said,
    whole,
)

MOST_CASES: Final = 200_000
MOST_EXPERTS: Final = 100_000
MOST_DENSE: Final = 40_000_000
MOST_LISTED: Final = 40_000_000
MOST_SEATS: Final = 2_000_000

KEYS: Final = (
    "cases",
    "experts",
    "k",
    "max_load",
    "min_load",
    "affinity",
    "conflicts",
    "forbidden",
    "pinned",
    "kinds",
    "shape",
    "preference",
    "preference_weight",
    "alternates",
    "seed",
    "cap",
    "objective",
    "thorough",
)
_NEEDED: Final = ("cases", "experts", "k", "max_load", "affinity")


def read(instance: object) -> Problem:
    """A problem from what a JSON file said. Raises `BadProblem`."""
    if not isinstance(instance, Mapping):
        raise BadProblem("(the file)", "is not a JSON object")
    for key in _NEEDED:
        if key not in instance:
            raise BadProblem(key, "is missing")
    cases = whole(instance["cases"], "cases", most=MOST_CASES)
    experts = whole(instance["experts"], "experts", most=MOST_EXPERTS)
    seats = _each(instance["k"], cases, "k", "cases")
    if sum(seats) > MOST_SEATS:
        raise BadProblem("k", f"asks for more than {MOST_SEATS} seats in all")
    shape = _shape(instance.get("shape", []), cases)
    preference = instance.get("preference")
    return Problem(
        _affinity(instance["affinity"], cases, experts, "affinity", least=0.0),
        seats,
        _each(instance["max_load"], experts, "max_load", "experts"),
        _each(instance.get("min_load", 0), experts, "min_load", "experts"),
        conflicts=_pairs(instance.get("conflicts", []), cases, experts, "conflicts"),
        forbidden=_pairs(instance.get("forbidden", []), cases, experts, "forbidden"),
        pinned=_pairs(instance.get("pinned", []), cases, experts, "pinned"),
        kinds=_kinds(instance.get("kinds"), experts, shape),
        shape=shape,
        preference=None
        if preference is None
        else _affinity(preference, cases, experts, "preference", least=-1.0, most=1.0),
        preference_weight=number(instance.get("preference_weight", 0.2), "preference_weight", 0),
        alternates=whole(instance.get("alternates", 0), "alternates", most=100),
        seed=whole(instance.get("seed", 0), "seed", most=2**63 - 1),
        cap=_cap(instance.get("cap", 1.0)),
        aim=_aim(instance.get("objective", Aim.WORST_THEN_TOTAL.value)),
        thorough=_switch(instance.get("thorough", False), "thorough"),
    )


def not_known(instance: Mapping[str, Any]) -> list[str]:
    """Keys of an instance that say nothing here."""
    return [key for key in instance if key not in KEYS]


def write(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON. `why_infeasible` is null where there is an assignment."""
    there = bool(not outcome.obstacles)
    result: dict[str, Any] = {
        "status": outcome.status.value,
        "assignment": [list(panel) for panel in outcome.panels],
        "total": outcome.total if there else None,
        "worst": outcome.worst if there else None,
        "worst_case": outcome.worst_case,
        "seconds": round(outcome.seconds, 6),
        "why_infeasible": [_reason(obstacle) for obstacle in outcome.obstacles] or None,
        "worst_bound": outcome.worst_bound if there else None,
        "total_bound": outcome.total_bound if there else None,
        "loads": list(outcome.loads),
    }
    if outcome.alternates:
        result["alternates"] = [list(row) for row in outcome.alternates]
    if outcome.chances:
        result["chances"] = [[case, expert, p] for (case, expert), p in outcome.chances.items()]
    return result


def _reason(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "code": obstacle.code.value,
        "cases": list(obstacle.cases),
        "experts": list(obstacle.experts),
        "kind": obstacle.kind,
        "wanted": obstacle.wanted,
        "available": obstacle.available,
        "conflicts": [list(pair) for pair in obstacle.conflicts],
    }


def _each(value: object, length: int, place: str, of: str) -> list[int]:
    """One number for all, or one for each."""
    if not isinstance(value, list):
        return [whole(value, place, most=MOST_SEATS)] * length
    if len(value) != length:
        raise BadProblem(place, f"has {len(value)} numbers, there are {length} {of}")
    return [whole(one, f"{place}[{at}]", most=MOST_SEATS) for at, one in enumerate(value)]


def _affinity(  # noqa: PLR0913
    value: object,
    cases: int,
    experts: int,
    place: str,
    *,
    least: float,
    most: float = math.inf,
) -> Affinity:
    if isinstance(value, Mapping):
        return _sparse(value, cases, experts, place, (least, most))
    rows = listed(value, place)
    if len(rows) != cases:
        raise BadProblem(place, f"has {len(rows)} rows, there are {cases} cases")
    if cases * experts > MOST_DENSE:
        raise BadProblem(place, f"has more than {MOST_DENSE} pairs; give the best ones as a list")
    table = np.empty((cases, experts))
    for at, row in enumerate(rows):
        numbers = listed(row, f"{place}[{at}]")
        if len(numbers) != experts:
            raise BadProblem(
                f"{place}[{at}]", f"has {len(numbers)} numbers, there are {experts} experts"
            )
        table[at] = floats(numbers, f"{place}[{at}]", least, most)
    return Affinity.dense(table)


def _sparse(
    value: Mapping[Any, Any],
    cases: int,
    experts: int,
    place: str,
    bounds: tuple[float, float],
) -> Affinity:
    for key in ("rows", "cols", "values"):
        if key not in value:
            raise BadProblem(f"{place}.{key}", "is missing")
    lists = {key: listed(value[key], f"{place}.{key}") for key in ("rows", "cols", "values")}
    length = len(lists["values"])
    for key in ("rows", "cols"):
        if len(lists[key]) != length:
            raise BadProblem(
                f"{place}.{key}", f"has {len(lists[key])} numbers, values has {length}"
            )
    if length > MOST_LISTED:
        raise BadProblem(place, f"lists more than {MOST_LISTED} pairs")
    rows = indices(lists["rows"], f"{place}.rows", cases, "cases")
    columns = indices(lists["cols"], f"{place}.cols", experts, "experts")
    values = floats(lists["values"], f"{place}.values", *bounds)
    return Affinity.sparse(rows, columns, values, cases=cases, experts=experts)


def _pairs(value: object, cases: int, experts: int, place: str) -> list[Pair]:
    pairs = []
    for at, pair in enumerate(listed(value, place)):
        where = f"{place}[{at}]"
        if not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004
            raise BadProblem(where, f"is {said(pair)}, [case, expert] is needed")
        pairs.append(
            (
                index(pair[0], f"{where}[0]", cases, "cases"),
                index(pair[1], f"{where}[1]", experts, "experts"),
            )
        )
    return pairs


def _shape(value: object, cases: int) -> list[Seats]:
    """{"kind": {"least": 1, "most": 2, "cases": [...]}} or a plain number for the least."""
    if isinstance(value, Mapping):
        parts = [(str(kind), part, f"shape.{kind}") for kind, part in value.items()]
    else:
        parts = []
        for at, part in enumerate(listed(value, "shape")):
            if not isinstance(part, Mapping) or not isinstance(part.get("kind"), str):
                raise BadProblem(f"shape[{at}]", "needs a kind and a least number")
            rest = {key: one for key, one in part.items() if key != "kind"}
            parts.append((part["kind"], rest, f"shape[{at}]"))
    return [_seats(kind, part, place, cases) for kind, part, place in parts]


def _seats(kind: str, part: object, place: str, cases: int) -> Seats:
    if not kind:
        raise BadProblem(place, "a kind has a name")
    if not isinstance(part, Mapping):
        return Seats(kind, whole(part, place, most=MOST_SEATS))
    for key in part:
        if key not in {"least", "most", "cases"}:
            raise BadProblem(f"{place}.{key}", "is not known; there are least, most and cases")
    most, only = part.get("most"), part.get("cases")
    seats = Seats(
        kind,
        whole(part.get("least", 0), f"{place}.least", most=MOST_SEATS),
        None if most is None else whole(most, f"{place}.most", most=MOST_SEATS),
        None
        if only is None
        else tuple(
            index(one, f"{place}.cases[{at}]", cases, "cases")
            for at, one in enumerate(listed(only, f"{place}.cases"))
        ),
    )
    if seats.most is not None and seats.most < seats.least:
        raise BadProblem(f"{place}.most", f"is {seats.most}, below the least {seats.least}")
    return seats


def _kinds(value: object, experts: int, shape: list[Seats]) -> list[str]:
    if value is None:
        if shape:
            raise BadProblem("kinds", "is missing, and shape speaks of kinds")
        return []
    kinds = listed(value, "kinds")
    if len(kinds) != experts:
        raise BadProblem("kinds", f"has {len(kinds)} names, there are {experts} experts")
    for at, kind in enumerate(kinds):
        if not isinstance(kind, str):
            raise BadProblem(f"kinds[{at}]", f"is {said(kind)}, a name is needed")
    return list(kinds)


def _cap(value: object) -> float:
    cap = number(value, "cap", 0.0, 1.0)
    if cap < 0.01:  # noqa: PLR2004
        raise BadProblem("cap", f"is {said(value)}, it must be from 0.01 to 1")
    return cap


def _aim(value: object) -> Aim:
    try:
        return Aim(str(value))
    except ValueError:
        names = " or ".join(aim.value for aim in Aim)
        raise BadProblem("objective", f"is {said(value)}, {names} is needed") from None


def _switch(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise BadProblem(place, f"is {said(value)}, true or false is needed")
    return value
