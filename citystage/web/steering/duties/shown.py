"""The duty matrix as it is drawn: each place a number that opens, or a white spot that is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.stages.evaluation.queries.duties import MEASURES, NONE, Cell, Matrix
from citystage.web.shell.addresses import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the matrix."""

    number: int
    url: str
    # Nothing was opened here, and both sides have a name.
    white: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: its places, then its sums along the measures."""

    label: str
    white: bool
    places: Sequence[Place]
    sums: Sequence[Place]


def drawn(matrix: Matrix, here: Address, measure: str) -> list[Line]:
    """The rows, each number with the way to its records."""
    behind = _behind(here)
    found = []
    for duty in matrix.rows:
        mine = behind.having("row", duty.key)
        places = [
            _place(cell, mine.having("district", key), measure, named=NONE not in {duty.key, key})
            for (key, _label), cell in zip(matrix.columns, duty.cells, strict=True)
        ]
        sums = [_place(duty.total, mine, name, named=False) for name in MEASURES]
        label = duty.label or _("nobody named")
        white = duty.white and duty.key != NONE
        found.append(Line(label=label, white=white, places=places, sums=sums))
    return found


def below(matrix: Matrix, here: Address, measure: str) -> list[Place]:
    """The sums of the columns."""
    return [
        _place(cell, _behind(here).having("district", key), measure, named=False)
        for (key, _label), cell in zip(matrix.columns, matrix.below, strict=True)
    ]


def sums(matrix: Matrix, here: Address) -> list[Place]:
    """The sums of everything, along the measures."""
    return [_place(matrix.whole, _behind(here), name, named=False) for name in MEASURES]


def _behind(here: Address) -> Address:
    return here.at(reverse("steering:duty_records")).without("measure")


def _place(cell: Cell, address: Address, measure: str, *, named: bool) -> Place:
    return Place(
        number=cell[measure],
        url=str(address.having("measure", measure)),
        white=named and not cell.opened,
    )
