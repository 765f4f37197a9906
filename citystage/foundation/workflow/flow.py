"""A Flow is a table of moves between states: data that can be checked, drawn and walked."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.utils.functional import Promise

from citystage.foundation.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Move[S: StrEnum]:
    """One named step from any of ``sources`` to ``target``.

    ``verb`` is the fact it writes; ``needs`` the permission it takes, or the name of the rule that
    decides ("rule may_withdraw"); ``tells`` who is notified ("owner", "recommender", "city"), and
    an empty tuple is the decision that nobody is.
    """

    name: str
    sources: frozenset[S]
    target: S
    label: str | Promise
    verb: str
    needs: Permission | str
    tells: tuple[str, ...]


class Flow[S: StrEnum]:
    """The whole chart of one kind of record. Built at import; a broken chart never starts."""

    def __init__(self, *, name: str, states: type[S], start: S, moves: Iterable[Move[S]]) -> None:
        self.name, self.states, self.start, self.moves = name, states, start, tuple(moves)
        if unreached := set(states) - self._reached():
            raise ValueError(f"no move leads to {sorted(unreached)}")
        _flows[name] = cast("Flow[StrEnum]", self)

    def _reached(self) -> set[S]:
        seen, grown = {self.start}, True
        while grown:
            new = {m.target for m in self.moves if m.sources & seen} - seen
            seen, grown = seen | new, bool(new)
        return seen

    def moves_from(self, state: S) -> tuple[Move[S], ...]:
        """The moves open to a record in ``state``."""
        return tuple(move for move in self.moves if state in move.sources)

    def mermaid(self) -> str:
        """The chart as a Mermaid state diagram, for the docs."""
        arrows = [f"{s} --> {m.target}: {m.name}" for m in self.moves for s in sorted(m.sources)]
        return "\n    ".join(["stateDiagram-v2", f"[*] --> {self.start}", *arrows])


_flows: dict[str, "Flow[StrEnum]"] = {}


def flows() -> "dict[str, Flow[StrEnum]]":
    """Every flow of the house by its name."""
    return dict(_flows)
