"""The outcome: the meetings of a day and what bounds their worth, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum

from citystage.engines.scheduling.problem import Meeting, Side

type Someone = tuple[Side, int]


class Status(StrEnum):
    """Optimal: proven. Feasible: every rule kept, the bound says what is left open."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class ObstacleCode(StrEnum):
    """Why arrangements already made cannot stand together. `fixed` are their numbers."""

    TWICE = "twice"
    """The same two are arranged more than once."""
    AWAY = "away"
    """`someone` is not there in `slot`."""
    BREAK = "break"
    """`slot` is a break."""
    CLASH = "clash"
    """`someone` is in two places in `slot`."""
    TABLES = "tables"
    """`slot` has more arrangements (`wanted`) than tables (`available`)."""
    TABLE = "table"
    """Two arrangements are at one table in `slot`."""
    MOST = "most"
    """`someone` has `wanted` arrangements and may have `available`."""
    KIND = "kind"
    """`someone` has `wanted` with partners of `kind` and may have `available`."""
    SPACING = "spacing"
    """Too little time for `someone` between two arrangements, or to go from room to room."""
    ROOM = "room"
    """A table, or the other's room, lies outside the room of `someone`."""
    TOGETHER = "together"
    """Each is possible alone, all together are not (rooms and the ways between them)."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    code: ObstacleCode
    fixed: tuple[int, ...] = ()
    someone: Someone | None = None
    slot: int | None = None
    kind: str = ""
    wanted: int = 0
    available: int = 0


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the rule of fairness did.

    `applied`: the plan worth most left somebody with nothing while another of the same side had
    `Problem.fair_from` meetings or more, so a second one was sought. `total_without` and
    `bound_without`: what the plan worth most had. `without`: people who have wishes that could be
    met and no meeting; `least_without`: fewer is not possible.
    """

    applied: bool = False
    total_without: float = 0.0
    bound_without: float = 0.0
    without: tuple[Someone, ...] = ()
    least_without: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`total`: the sum of the weights of all meetings. No plan under the same rules has more than
    `bound`; where fairness was applied, no fair plan has.
    """

    status: Status
    meetings: tuple[Meeting, ...] = ()
    total: float = 0.0
    bound: float = 0.0
    fairness: Fairness = Fairness()
    table_changes: int = 0
    obstacles: tuple[Obstacle, ...] = ()
    seconds: float = 0.0
