"""A series of readings as a line, in units of its drawing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 160
_MOST: Final = 300


def line_of(points: Sequence[Sequence[str | float]]) -> str:
    """The points of a polyline; of a long series every so-manieth reading is drawn."""
    if len(points) < 2:  # noqa: PLR2004 -- a line has two ends
        return ""
    step = max(1, len(points) // _MOST)
    drawn = [*points[::step], points[-1]]
    times = [datetime.fromisoformat(str(one[0])).timestamp() for one in drawn]
    values = [float(one[1]) for one in drawn]
    low, high = min(values), max(values)
    span, height = (times[-1] - times[0]) or 1.0, (high - low) or 1.0
    return " ".join(
        f"{(at - times[0]) / span * WIDTH:.1f},{HEIGHT - (value - low) / height * HEIGHT:.1f}"
        for at, value in zip(times, values, strict=True)
    )
