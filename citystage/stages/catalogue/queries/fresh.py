"""Vocabularies are read once in a few seconds: one page asks for them several times."""

from collections.abc import Callable
from functools import lru_cache

from citystage.kernel.remembering import spell

_FRESH_SECONDS = 5
_forget: list[Callable[[], None]] = []


def for_a_while[T](read: Callable[[], T]) -> Callable[[], T]:
    """Remember what ``read`` gave for a few seconds."""

    @lru_cache(maxsize=1)
    def remembered(_spell: int) -> T:
        return read()

    _forget.append(remembered.cache_clear)
    return lambda: remembered(spell(_FRESH_SECONDS))


def forget() -> None:
    """Read everything anew at the next question."""
    for clear in _forget:
        clear()
