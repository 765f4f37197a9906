"""Counts that hold until the next change: first pages and common words are asked for all day."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final

from citystage.engines.search.conditions import Condition

_MOST: Final = 512


class Counts:
    """Of conditions: how many documents hold them, and how many of each value of a facet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._at = 0
        self._known: OrderedDict[tuple[str, Condition], dict[str, int]] = OrderedDict()

    def changed(self) -> None:
        """Something was written; what is being counted just now is not kept either."""
        with self._lock:
            self._at += 1
            self._known.clear()

    def of(self, key: str, where: Condition, count: Callable[[], dict[str, int]]) -> dict[str, int]:
        """As counted before, or now."""
        asked = key, where
        with self._lock:
            at, known = self._at, self._known.get(asked)
            if known is not None:
                self._known.move_to_end(asked)
                return dict(known)
        counted = count()
        with self._lock:
            if at == self._at:
                self._known[asked] = counted
                if len(self._known) > _MOST:
                    self._known.popitem(last=False)
        return dict(counted)
