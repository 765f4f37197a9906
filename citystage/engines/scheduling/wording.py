"""Wording: why arrangements cannot stand, in plain English for the command's reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from citystage.engines.scheduling.outcome import Obstacle, ObstacleCode, Someone
from citystage.engines.scheduling.problem import Side


@dataclass(frozen=True, slots=True)
class Names:
    names: Mapping[Side, tuple[str | int, ...]]

    def of(self, someone: Someone | None) -> str:
        return "" if someone is None else f"{someone[0]} {self.names[someone[0]][someone[1]]}"


def told(obstacle: Obstacle, names: Names) -> str:
    which = " and ".join(f"fixed[{at}]" for at in obstacle.fixed[:4])
    if len(obstacle.fixed) > 4:  # noqa: PLR2004
        which = f"{which} and {len(obstacle.fixed) - 4} more"
    who, slot = names.of(obstacle.someone), obstacle.slot
    numbers = f"{obstacle.wanted}, and {obstacle.available} is the most"
    sentences = {
        ObstacleCode.TWICE: "the same two meet in each of them",
        ObstacleCode.AWAY: f"{who} is not available in slot {slot}",
        ObstacleCode.BREAK: f"slot {slot} is a break",
        ObstacleCode.CLASH: f"{who} would be in two meetings in slot {slot}",
        ObstacleCode.TABLES: f"slot {slot} would have {obstacle.wanted} meetings at "
        f"{obstacle.available} tables",
        ObstacleCode.TABLE: f"two meetings would be at one table in slot {slot}",
        ObstacleCode.MOST: f"{who} would have {numbers}",
        ObstacleCode.KIND: f"{who} would have with partners of kind {obstacle.kind} {numbers}",
        ObstacleCode.SPACING: f"{who} would have too little time between them",
        ObstacleCode.ROOM: f"{who} must stay in another room",
        ObstacleCode.TOGETHER: "they cannot all stand with the rooms and the ways between them",
    }
    return f"{which}: {sentences[obstacle.code]}" if which else sentences[obstacle.code]
