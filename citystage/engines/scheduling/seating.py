"""Seating: meetings to tables, so that hosts change their table as seldom as can be.

Hosts are the side with fewer people. A host keeps the table; where a table must be taken from
somebody, from the one who needs it last (Belady 1966, optimal where no table is arranged).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from citystage.engines.scheduling.problem import Meeting, Problem, Side


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting without a table; `pool` is a room, or -1 for any. `table` if it is arranged."""

    left: int
    right: int
    slot: int
    pool: int = -1
    table: int | None = None


@dataclass(slots=True)
class _Hall:
    owner: dict[int, int] = field(default_factory=dict)
    table: dict[int, int] = field(default_factory=dict)

    def give(self, host: int, table: int) -> None:
        before = self.owner.get(table)
        if before is not None and before != host:
            del self.table[before]
        last = self.table.get(host)
        if last is not None:
            del self.owner[last]
        self.owner[table] = host
        self.table[host] = table


def hosts(problem: Problem) -> Side:
    return Side.LEFT if len(problem.left) < len(problem.right) else Side.RIGHT


def seat(problem: Problem, placed: Sequence[Placed]) -> tuple[Meeting, ...]:
    """The meetings with their tables, by slot and table."""
    side, rooms, hall = hosts(problem), problem.rooms_of_tables(), _Hall()
    uses: dict[int, list[int]] = {}
    for one in placed:
        uses.setdefault(_host(one, side), []).append(one.slot)
    meetings: list[Meeting] = []
    for slot in range(problem.slots):
        now = sorted((one for one in placed if one.slot == slot), key=lambda one: _host(one, side))
        free = set(range(problem.tables)) - {one.table for one in now if one.table is not None}
        waiting: list[Placed] = []
        for one in now:
            host = _host(one, side)
            kept = hall.table.get(host) if one.table is None else one.table
            if kept is None or (one.table is None and not _fits(kept, one, free, rooms)):
                waiting.append(one)
                continue
            hall.give(host, kept)
            free.discard(kept)
            meetings.append(Meeting(one.left, one.right, slot, kept))
        next_use = {host: _after(slots, slot) for host, slots in uses.items()}
        # Rooms first: who may sit anywhere takes what is left.
        for one in sorted(waiting, key=lambda one: one.pool < 0):
            able = [table for table in free if _fits(table, one, free, rooms)]
            table = max(able, key=lambda table: (*_worth(table, hall, next_use), -table))
            hall.give(_host(one, side), table)
            free.discard(table)
            meetings.append(Meeting(one.left, one.right, slot, table))
    return tuple(sorted(meetings, key=lambda one: (one.slot, one.table)))


def table_changes(problem: Problem, meetings: Sequence[Meeting]) -> int:
    """How often a host sits elsewhere than at the meeting before."""
    side, last, changes = hosts(problem), dict[int, int](), 0
    for one in sorted(meetings, key=lambda one: one.slot):
        host = one.left if side is Side.LEFT else one.right
        changes += last.get(host, one.table) != one.table
        last[host] = one.table
    return changes


def _host(one: Placed, side: Side) -> int:
    return one.left if side is Side.LEFT else one.right


def _fits(table: int, one: Placed, free: set[int], rooms: list[int]) -> bool:
    return table in free and (one.pool < 0 or rooms[table] == one.pool)


def _worth(table: int, hall: _Hall, next_use: dict[int, int]) -> tuple[bool, int]:
    """A table nobody has is best, then the one whose host comes back last."""
    owner = hall.owner.get(table)
    return (owner is None, 0 if owner is None else next_use[owner])


def _after(slots: list[int], slot: int) -> int:
    return min((one for one in slots if one > slot), default=10**9)
