"""Where the places of a lineage are drawn: one row each, steps to the right by generation."""

from dataclasses import dataclass
from typing import Final

from citystage.stages.projects.queries.patterns import Node

_STEP: Final = 150
_ROW: Final = 44
_BOX: Final = 136
_HEIGHT: Final = 32


@dataclass(frozen=True, slots=True)
class Box:
    """One place, and the line that leads to it from its parent."""

    x: int
    y: int
    text: str
    here: bool
    line: str

    @property
    def text_y(self) -> int:
        """Where its words stand."""
        return self.y + 21

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + 8


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole tree."""

    boxes: list[Box]
    width: int
    height: int
    box: int = _BOX
    box_height: int = _HEIGHT


def drawn_tree(root: Node) -> Drawing:
    """From the oldest pattern on the left."""
    boxes: list[Box] = []
    _place(root, 0, None, boxes)
    width = max(one.x for one in boxes) + _BOX + 4
    return Drawing(boxes, width, len(boxes) * _ROW)


def _place(node: Node, depth: int, parent: tuple[int, int] | None, boxes: list[Box]) -> None:
    x, y = depth * _STEP + 2, len(boxes) * _ROW + 2
    line = ""
    if parent is not None:
        start = parent[1] + _HEIGHT
        line = f"M{parent[0] + 16},{start} V{y + _HEIGHT // 2} H{x}"
    boxes.append(Box(x, y, node.place, node.here, line))
    for child in node.children:
        _place(child, depth + 1, (x, y), boxes)
