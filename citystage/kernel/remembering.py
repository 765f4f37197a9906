"""Remember for a few seconds what every page asks and only the loading of a city pack changes."""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Final

FRESH_SECONDS: Final = 5.0
_MOST: Final = 1000

# By this clock all that is kept for a while grows old; tests stop it.
clock: Callable[[], float] = time.monotonic

_remembered: list[dict[Hashable, tuple[float, object]]] = []


def remembered_for[**P, R](
    seconds: float, *, most: int = _MOST
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Answer from memory when the same was asked within ``seconds``; of ``most`` askings at most.

    Arguments must be hashable. What is returned is shared between threads: give only what nobody
    changes. Each process remembers on its own.
    """

    def remember(function: Callable[P, R]) -> Callable[P, R]:
        kept: dict[Hashable, tuple[float, object]] = {}
        _remembered.append(kept)

        @wraps(function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            now = clock()
            found = kept.get(key)
            if found is not None and now - found[0] < seconds:
                return found[1]  # type: ignore[return-value]
            answer = function(*args, **kwargs)
            if len(kept) >= most:
                kept.clear()
            kept[key] = (now, answer)
            return answer

        return ask

    return remember


def remembered[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Answer from memory when the same was asked within ``FRESH_SECONDS`` (see above)."""
    keep: Callable[[Callable[P, R]], Callable[P, R]] = remembered_for(FRESH_SECONDS)
    return keep(function)


def spell(seconds: float) -> int:
    """The number of the present spell of so many seconds, for the key of what is kept for one."""
    return int(clock() // seconds)


def forget_everything() -> None:
    """Ask anew (after a pack was loaded in this process, and between tests)."""
    for kept in _remembered:
        kept.clear()
