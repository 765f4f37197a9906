"""What components are given: small plain values, built by the wings, drawn by templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.web.shell.addresses import Address

type Text = str | Promise
type Tone = Literal["plain", "accent", "info", "good", "warn", "bad"]

# The five floors of the house; their number is the place of a record on the stage bar.
FLOORS: tuple[Text, ...] = (
    _("Intake"),
    _("Polishing"),
    _("Release and matching"),
    _("Landing"),
    _("Follow-up"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A short mark. ``sign`` is the shape that tells it apart without colour."""

    label: Text
    tone: Tone = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A scenario (or any record) in a list."""

    title: str
    url: str
    code: str = ""
    summary: str = ""
    owner: str = ""
    place: str = ""
    field: str = ""
    money: str = ""
    floor: int = 0
    badges: Sequence[Badge] = ()
    # What follows at the foot: days left, number of answers, source; short texts.
    notes: Sequence[Text] = ()
    # The title with the found words marked, when the card is an answer to a search.
    title_spans: Sequence[tuple[int, int]] = ()
    excerpt: str = ""
    excerpt_spans: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A labelled address: a document, a crumb, an action."""

    label: Text
    url: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact on a timeline."""

    at: datetime
    what: Text
    who: Text = ""
    note: Text = ""
    icon: str = "check"
    tone: Tone = "plain"
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet, with what choosing it would show."""

    value: str
    label: Text
    count: int | None = None
    url: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One group of filters."""

    name: str
    label: Text
    options: Sequence[Option]
    # How many stand open; the rest unfolds.
    shown: int = 8

    @property
    def first(self) -> Sequence[Option]:
        """What stands open: the active ones, then as many as fit."""
        return sorted(self.options, key=lambda o: not o.active)[: max(self.shown, self._active)]

    @property
    def rest(self) -> Sequence[Option]:
        """What unfolds."""
        return sorted(self.options, key=lambda o: not o.active)[max(self.shown, self._active) :]

    @property
    def _active(self) -> int:
        return sum(option.active for option in self.options)


def facet(
    name: str, label: Text, found: Iterable[tuple[str, Text, int | None]], *, here: Address
) -> Facet:
    """Build a facet of (value, label, count) rows whose links turn one value on or off."""
    options = [
        Option(
            value=value,
            label=text,
            count=number,
            url=str(here.toggled(name, value)),
            active=here.has(name, value),
        )
        for value, text, number in found
    ]
    return Facet(name=name, label=label, options=options)


def chips(facets: Iterable[Facet]) -> list[Link]:
    """The active filters, each a link that takes it away."""
    return [
        Link(
            label=_("%(facet)s: %(value)s") % {"facet": one.label, "value": option.label},
            url=option.url,
        )
        for one in facets
        for option in one.options
        if option.active
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    name: str
    label: Text
    numeric: bool = False
    # The value of ``sort`` that orders by this column; empty when it cannot be sorted.
    sort: str = ""
    # Whether that order runs downwards (newest, largest first).
    descends: bool = False
    # Columns that cannot be put away.
    fixed: bool = False
    default: bool = True


def chosen_columns(columns: Sequence[Column], here: Address) -> list[Column]:
    """The columns to show: those of ``cols=`` in the address, or the default ones."""
    wanted = set(here.values("cols"))
    if not wanted:
        return [column for column in columns if column.fixed or column.default]
    return [column for column in columns if column.fixed or column.name in wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a comparison of two texts."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A district on the schematic map."""

    label: Text
    count: int
    url: str
    column: int
    row: int
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTile:
    """A tile and where it is drawn; ``strength`` is one of five steps, 0 for none."""

    tile: Tile
    x: int
    y: int
    strength: int


_STRONG = 8


@dataclass(frozen=True, slots=True)
class TileMap:
    """Tiles with their places worked out, in units of the drawing."""

    tiles: Sequence[Tile]
    size: int = 84
    gap: int = 6

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return self._extent([tile.column for tile in self.tiles])

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return self._extent([tile.row for tile in self.tiles])

    @property
    def placed(self) -> list[PlacedTile]:
        """Each tile with its corner, counted from the topmost and leftmost one."""
        left = min((tile.column for tile in self.tiles), default=0)
        top = min((tile.row for tile in self.tiles), default=0)
        # A handful of records anywhere is not yet strong.
        most = max([_STRONG, *(tile.count for tile in self.tiles)])
        step = self.size + self.gap
        return [
            PlacedTile(
                tile=tile,
                x=(tile.column - left) * step,
                y=(tile.row - top) * step,
                strength=1 + (4 * tile.count - 1) // most if tile.count else 0,
            )
            for tile in self.tiles
        ]

    def _extent(self, places: list[int]) -> int:
        if not places:
            return 0
        return (max(places) - min(places) + 1) * (self.size + self.gap) - self.gap
