"""Instances: days and plans as JSON, with messages that name the key and the place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from citystage.engines.scheduling import values
from citystage.engines.scheduling.explaining import why_not
from citystage.engines.scheduling.outcome import Plan, Someone
from citystage.engines.scheduling.problem import (
    FAIR_FROM,
    BadProblem,
    Fixed,
    Meeting,
    Person,
    Problem,
    Side,
    Wish,
)
from citystage.engines.scheduling.replanning import Replan
from citystage.engines.scheduling.wording import Names, told

type Name = str | int

MOST_SLOTS: Final = 1_000
MOST_TABLES: Final = 100_000
MOST_PEOPLE: Final = 20_000
MOST_WISHES: Final = 1_000_000
KEYS: Final = (
    "slots",
    "tables",
    "rooms",
    "left",
    "right",
    "wishes",
    "fixed",
    "breaks",
    "spacing",
    "travel",
    "fair_from",
    "seed",
    "thorough",
    "patience",
)
_NEEDED: Final = ("slots", "left", "right", "wishes")
_LONGEST: Final = 3_600


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem and the names its numbers stand for."""

    problem: Problem
    names: Mapping[Side, tuple[Name, ...]]


def read(instance: object) -> Instance:
    """A problem from what a JSON file said. Raises `BadProblem`."""
    if not isinstance(instance, Mapping):
        raise BadProblem("(the file)", "is not a JSON object")
    for key in _NEEDED:
        if key not in instance:
            raise BadProblem(key, "is missing")
    slots = values.whole(instance["slots"], "slots", most=MOST_SLOTS)
    rooms, tables = _rooms(instance)
    people, numbers = {}, {}
    for side in Side:
        people[side], numbers[side] = _people(instance[side], side.value, slots, rooms)
    problem = Problem(
        slots,
        tables,
        people[Side.LEFT],
        people[Side.RIGHT],
        _wishes(instance["wishes"], numbers),
        _fixed(instance.get("fixed", []), numbers, slots, sum(tables)),
        frozenset(values.slots(instance.get("breaks", []), "breaks", slots)),
        values.whole(instance.get("spacing", 0), "spacing", most=MOST_SLOTS),
        values.whole(instance.get("travel", 0), "travel", most=MOST_SLOTS),
        _fair_from(instance.get("fair_from", FAIR_FROM)),
        values.whole(instance.get("seed", 0), "seed", most=2**63 - 1),
        values.switch(instance.get("thorough", False), "thorough"),
        values.number(instance.get("patience", 15.0), "patience", most=_LONGEST),
    )
    return Instance(problem, {side: tuple(numbers[side]) for side in Side})


def not_known(instance: Mapping[str, Any]) -> list[str]:
    """Keys of an instance that say nothing here."""
    return [key for key in instance if key not in KEYS]


def write(instance: Instance, plan: Plan) -> dict[str, Any]:
    """The plan as JSON. `why_infeasible` is null where there is a plan."""
    there = not plan.obstacles
    fairness, names = plan.fairness, Names(instance.names)
    return {
        "status": plan.status.value,
        "meetings": _meetings(instance, plan.meetings),
        "objective": plan.total if there else None,
        "bound": plan.bound if there else None,
        "seconds": round(plan.seconds, 6),
        "why_infeasible": [
            {"code": one.code.value, "fixed": list(one.fixed), "words": told(one, names)}
            for one in plan.obstacles
        ]
        or None,
        "fairness": {
            "applied": fairness.applied,
            "without": [_someone(instance, one) for one in fairness.without],
            "least_without": fairness.least_without,
            "objective_without": fairness.total_without,
            "bound_without": fairness.bound_without,
        }
        if there
        else None,
        "table_changes": plan.table_changes,
        "unmet": _unmet(instance, plan.meetings) if there else [],
    }


def read_plan(instance: Instance, plan: object) -> tuple[Meeting, ...]:
    """The meetings of an earlier plan; those of people who are not in the instance are gone."""
    if not isinstance(plan, Mapping):
        raise BadProblem("(the plan)", "is not a JSON object")
    number = {side: {name: at for at, name in enumerate(instance.names[side])} for side in Side}
    meetings = []
    for at, row in enumerate(values.items(plan.get("meetings"), "meetings")):
        place = f"meetings[{at}]"
        left, right, slot, table = values.row(row, place, "left, right, slot, table")
        slot = values.whole(slot, f"{place}[2]", most=MOST_SLOTS)
        table = values.whole(table, f"{place}[3]", most=MOST_TABLES)
        left = number[Side.LEFT].get(values.name(left, f"{place}[0]"))
        right = number[Side.RIGHT].get(values.name(right, f"{place}[1]"))
        if left is not None and right is not None:
            meetings.append(Meeting(left, right, slot, table))
    return tuple(meetings)


def write_replan(instance: Instance, done: Replan) -> dict[str, Any]:
    return {
        "status": "feasible",
        "meetings": _meetings(instance, done.meetings),
        "objective": done.total,
        "seconds": round(done.seconds, 6),
        "kept": len(done.kept),
        "moved": [[*_meetings(instance, [before, after])] for before, after in done.moved],
        "dropped": _meetings(instance, done.dropped),
        "added": _meetings(instance, done.added),
        "unmet": _unmet(instance, done.meetings),
    }


def _meetings(instance: Instance, meetings: Iterable[Meeting]) -> list[list[Name]]:
    left, right = instance.names[Side.LEFT], instance.names[Side.RIGHT]
    return [[left[one.left], right[one.right], one.slot, one.table] for one in meetings]


def _someone(instance: Instance, someone: Someone) -> dict[str, Name]:
    return {"side": someone[0].value, "id": instance.names[someone[0]][someone[1]]}


def _unmet(instance: Instance, meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    left, right = instance.names[Side.LEFT], instance.names[Side.RIGHT]
    return [
        {
            "left": left[one.wish.left],
            "right": right[one.wish.right],
            "weight": one.wish.weight,
            "reason": one.code.value,
            "of": None if one.someone is None else _someone(instance, one.someone),
            "slot": one.slot,
            "instead": _meetings(instance, one.instead),
        }
        for one in why_not(instance.problem, meetings)
    ]


def _rooms(instance: Mapping[str, Any]) -> tuple[dict[Name, int], tuple[int, ...]]:
    """Numbers of the rooms by name, and the tables of each."""
    if "rooms" not in instance:
        if "tables" not in instance:
            raise BadProblem("tables", "is missing")
        return {}, (values.whole(instance["tables"], "tables", most=MOST_TABLES),)
    names: dict[Name, int] = {}
    tables = []
    for at, row in enumerate(values.items(instance["rooms"], "rooms")):
        place = f"rooms[{at}]"
        room = values.record(row, place, ("id", "tables"), ())
        names[values.new_name(room["id"], f"{place}.id", names)] = at
        tables.append(values.whole(room["tables"], f"{place}.tables", most=MOST_TABLES))
    if not tables:
        raise BadProblem("rooms", "has no room; leave it out and give tables alone")
    said = instance.get("tables", sum(tables))
    if said != sum(tables):
        raise BadProblem("tables", f"is {values.said(said)}, the rooms have {sum(tables)}")
    return names, tuple(tables)


def _people(
    value: object, side: str, slots: int, rooms: Mapping[Name, int]
) -> tuple[list[Person], dict[Name, int]]:
    rows = values.items(value, side)
    if len(rows) > MOST_PEOPLE:
        raise BadProblem(side, f"has more than {MOST_PEOPLE} people")
    people: list[Person] = []
    names: dict[Name, int] = {}
    for at, row in enumerate(rows):
        place = f"{side}[{at}]"
        said = values.record(row, place, ("id",), ("available", "max", "kind", "max_of", "room"))
        names[values.new_name(said["id"], f"{place}.id", names)] = at
        people.append(_person(said, place, slots, rooms))
    return people, names


def _person(row: Mapping[str, Any], place: str, slots: int, rooms: Mapping[Name, int]) -> Person:
    available, most, room = row.get("available"), row.get("max"), row.get("room")
    if available is None:
        available = list(range(slots))
    if room is not None and room not in rooms:
        raise BadProblem(f"{place}.room", f"is {values.said(room)}, there is no such room")
    of = row.get("max_of", {})
    if not isinstance(of, Mapping):
        raise BadProblem(f"{place}.max_of", 'is not an object such as {"bank": 2}')
    return Person(
        frozenset(values.slots(available, f"{place}.available", slots)),
        None if most is None else values.whole(most, f"{place}.max", most=MOST_WISHES),
        str(row.get("kind", "")),
        tuple(
            (str(kind), values.whole(one, f"{place}.max_of.{kind}", most=MOST_WISHES))
            for kind, one in of.items()
        ),
        None if room is None else rooms[room],
    )


def _wishes(value: object, numbers: Mapping[Side, Mapping[Name, int]]) -> list[Wish]:
    rows = values.items(value, "wishes")
    if len(rows) > MOST_WISHES:
        raise BadProblem("wishes", f"has more than {MOST_WISHES} wishes")
    seen: set[tuple[int, int]] = set()
    wishes = []
    for at, row in enumerate(rows):
        place = f"wishes[{at}]"
        left, right, weight = values.row(row, place, "left, right, weight")
        pair = _pair(left, right, place, numbers)
        if pair in seen:
            raise BadProblem(place, f"{left} and {right} stand there twice")
        seen.add(pair)
        wishes.append(Wish(*pair, values.number(weight, f"{place}[2]", most=1e12)))
    return wishes


def _fixed(
    value: object, numbers: Mapping[Side, Mapping[Name, int]], slots: int, tables: int
) -> list[Fixed]:
    fixed = []
    for at, row in enumerate(values.items(value, "fixed")):
        place = f"fixed[{at}]"
        table = None
        if isinstance(row, list) and len(row) == 4:  # noqa: PLR2004
            left, right, slot, said = row
            table = None if said is None else values.index(said, f"{place}[3]", tables, "tables")
        else:
            left, right, slot = values.row(row, place, "left, right, slot")
        pair = _pair(left, right, place, numbers)
        fixed.append(Fixed(*pair, values.index(slot, f"{place}[2]", slots, "slots"), table))
    return fixed


def _pair(
    left: object, right: object, place: str, numbers: Mapping[Side, Mapping[Name, int]]
) -> tuple[int, int]:
    found = []
    for at, (side, one) in enumerate(((Side.LEFT, left), (Side.RIGHT, right))):
        name = values.name(one, f"{place}[{at}]")
        if name not in numbers[side]:
            other = Side.RIGHT if side is Side.LEFT else Side.LEFT
            hint = f"; it is on the {other}" if name in numbers[other] else ""
            raise BadProblem(f"{place}[{at}]", f"{values.said(one)} is no id of the {side}{hint}")
        found.append(numbers[side][name])
    return found[0], found[1]


def _fair_from(value: object) -> int | None:
    """Null leaves fairness out."""
    return None if value is None else values.whole(value, "fair_from", least=1, most=MOST_WISHES)
