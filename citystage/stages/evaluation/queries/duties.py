"""The duty matrix 管行业管区域必须管场景: who opened what where, and where nobody did."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Answer, FollowUp, Opening, Progress
from citystage.stages.docking.states.answers import GIVEN
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.evaluation.queries.stands import count_of, stands_of
from citystage.stages.evaluation.queries.wall import area_of, scenarios_of

type Text = str | Promise

MEASURES: Final[dict[str, Text]] = {
    "opened": _("Scenes opened"),
    "answered": _("Answered"),
    "landed": _("Landed"),
    "overdue": _("Overdue"),
}
ROWS: Final[dict[str, Text]] = {
    "department": _("Departments"),
    "firm": _("State firms"),
}
# In addresses: what has no department, no firm, no district.
NONE: Final = "none"
_OVER: Final = (ScenarioState.LANDED, ScenarioState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How the matrix is cut: by what its rows go, and which year."""

    rows: str = "department"
    year: int | None = None


@dataclass(slots=True)
class Cell:
    """The four numbers of one place."""

    opened: int = 0
    answered: int = 0
    landed: int = 0
    overdue: int = 0

    def add(self, other: "Cell") -> None:
        """Count another place in."""
        for name in MEASURES:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __getitem__(self, measure: str) -> int:
        return int(getattr(self, measure))


@dataclass(slots=True, kw_only=True)
class Duty:
    """One row: a department or a firm, its cells along the columns, and its sum."""

    key: str
    label: str
    cells: list[Cell]
    total: Cell = field(default_factory=Cell)

    @property
    def white(self) -> bool:
        """Whether nothing was opened anywhere."""
        return not self.total.opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows by columns; ``columns`` are (key, label), their sums stand in ``below``."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Duty]
    below: Sequence[Cell]
    whole: Cell
    # As of when, and whether it is what was kept by then.
    at: datetime
    kept: bool

    @property
    def white_rows(self) -> list[Duty]:
        """Departments or firms that opened nothing."""
        return [row for row in self.rows if row.white and row.key != NONE]

    @property
    def white_columns(self) -> list[tuple[str, str]]:
        """Districts in which nothing was opened."""
        return [
            column
            for column, cell in zip(self.columns, self.below, strict=True)
            if not cell.opened and column[0] != NONE
        ]

    @property
    def white_cells(self) -> int:
        """Places, of those with a name on both sides, where nothing was opened."""
        return sum(
            not cell.opened
            for row in self.rows
            for (key, _label), cell in zip(self.columns, row.cells, strict=True)
            if NONE not in {row.key, key}
        )


def matrix(actor: Actor, city: Unit, cut: Cut, *, at: datetime) -> Matrix:
    """The matrix of the actor's area: of what is kept, else counted now; four queries."""
    kept = count_of(city, at=at)
    numbers = _kept(actor, city, cut) if kept else _counted(actor, city, cut, at=at)
    cells = {(row, district): Cell(*rest) for row, district, *rest in numbers}
    units = list(_offices(actor, city))
    districts = [one for one in units if one.kind == Unit.Kind.DISTRICT]
    named = _named(city, cut, [one for one in units if one.kind == Unit.Kind.DEPARTMENT])
    columns = [(one.pk, one.code, one.label) for one in districts]
    found = _laid_out(cells, named, columns)
    return replace(found, at=kept.counted_at, kept=True) if kept else replace(found, at=at)


def _counted(actor: Actor, city: Unit, cut: Cut, *, at: datetime) -> QuerySet[Any, Any]:
    """Row, district and the four numbers, counted from the scenarios."""
    rows = _marked(actor, city, cut, at=at).order_by()
    return rows.values_list(_COLUMNS[cut.rows], "district_id").annotate(
        opened=Count("pk"),
        answered=Count("pk", filter=Q(is_answered=True)),
        landed=Count("pk", filter=Q(is_landed=True)),
        overdue=Count("pk", filter=Q(is_overdue=True)),
    )


def _kept(actor: Actor, city: Unit, cut: Cut) -> QuerySet[Any, Any]:
    """The same of what was counted last."""
    rows = stands_of(actor, city).order_by()
    if cut.year:
        rows = rows.filter(year=cut.year)
    if cut.rows == "firm":
        rows = rows.filter(firm__isnull=False)
    column = "firm_id" if cut.rows == "firm" else "department_id"
    sums = {f"all_{name}": Sum(name) for name in MEASURES}
    return rows.values_list(column, "district_id").annotate(**sums)


def _offices(actor: Actor, city: Unit) -> QuerySet[Unit]:
    """The offices that make rows and columns; an officer's own one is no white spot of others."""
    kinds = (Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)
    found = Unit.objects.filter(city=city, kind__in=kinds)
    area = area_of(actor, city)
    return found.exclude(~Q(pk=area.pk), kind=area.kind) if area.kind in kinds else found


_COLUMNS: Final = {"department": "lead_department_id", "firm": "owner_id"}


def _named(city: Unit, cut: Cut, departments: list[Unit]) -> list[tuple[int, str, str]]:
    """(pk, key in the address, label) of each row."""
    if cut.rows == "department":
        return [(one.pk, one.code, one.label) for one in departments if not one.coordinates]
    return [(one.pk, str(one.pk), one.label) for one in _firms(city).order_by("name", "pk")]


def _firms(city: Unit) -> QuerySet[Organisation]:
    return Organisation.objects.filter(city=city, kind=Organisation.Kind.STATE_FIRM)


def _laid_out(
    cells: dict[tuple[int | None, int | None], Cell],
    named: list[tuple[int, str, str]],
    districts: list[tuple[int, str, str]],
) -> Matrix:
    """Rows that have a name, then one for what has none; the same with columns."""
    rows = {pk: Duty(key=key, label=label, cells=[]) for pk, key, label in named}
    columns = {pk: (code, label) for pk, code, label in districts}
    if any(row not in rows for row, _district in cells):
        rows[0] = Duty(key=NONE, label="", cells=[])
    if any(district not in columns for _row, district in cells):
        columns[0] = (NONE, "")
    places = {pk: place for place, pk in enumerate(columns)}
    below, whole = [Cell() for _one in columns], Cell()
    for duty in rows.values():
        duty.cells = [Cell() for _one in columns]
    for (row, district), worth in cells.items():
        duty = rows[row if row in rows else 0]
        place = places[district if district in places else 0]
        for cell in (duty.cells[place], duty.total, below[place], whole):
            cell.add(worth)
    return Matrix(
        columns=list(columns.values()),
        rows=list(rows.values()),
        below=below,
        whole=whole,
        at=timezone.now(),
        kept=False,
    )


def _marked(actor: Actor, city: Unit, cut: Cut, *, at: datetime) -> QuerySet[Scenario]:
    """Scenarios of the area with what is true of each: answered, landed, overdue."""
    found = scenarios_of(actor, city)
    if cut.year:
        found = found.filter(year=cut.year)
    if cut.rows == "firm":
        found = found.filter(owner__kind=Organisation.Kind.STATE_FIRM)
    return marked(found, at=at)


def marked(found: QuerySet[Scenario], *, at: datetime) -> QuerySet[Scenario]:
    """Scenarios with ``is_answered``, ``is_landed`` and ``is_overdue``."""
    here = OuterRef("pk")
    given = Answer.objects.filter(opening__scenario=here, state__in=GIVEN).unsealed()
    landed = Progress.objects.standing().filter(scenario=here, step=ProgressStep.LANDED)
    late_line = FollowUp.objects.filter(scenario=here, next_on__lt=timezone.localdate(at))
    late_outcome = Opening.objects.without_outcome().filter(scenario=here, outcome_due_at__lte=at)
    return found.annotate(
        is_answered=Exists(given),
        is_landed=Q(state=ScenarioState.LANDED) | Exists(landed),
        is_overdue=~Q(state__in=_OVER) & (Exists(late_line) | Exists(late_outcome)),
    )


def records(  # noqa: PLR0913 -- the parts of one address
    actor: Actor,
    city: Unit,
    cut: Cut,
    *,
    measure: str,
    row: str = "",
    district: str = "",
    at: datetime,
) -> QuerySet[Scenario]:
    """The scenarios behind one number, the newest first."""
    found = _marked(actor, city, cut, at=at)
    if measure != "opened":
        found = found.filter(**{f"is_{measure}": True})
    if district:
        found = found.filter(_of_district(actor, city, district))
    if row:
        found = found.filter(_of_row(actor, city, cut, row))
    along = ("city", "district", "lead_department", "field", "owner")
    return found.select_related(*along).order_by("-pk")


def _of_district(actor: Actor, city: Unit, code: str) -> Q:
    """A column; what has none of those that are named stands in the last."""
    if code != NONE:
        return Q(district__code=code)
    named = _offices(actor, city).filter(kind=Unit.Kind.DISTRICT)
    return Q(district__isnull=True) | ~Q(district__in=named)


def _of_row(actor: Actor, city: Unit, cut: Cut, key: str) -> Q:
    """The same of a row."""
    if cut.rows == "firm":
        if key == NONE:
            return ~Q(owner__in=_firms(city))
        return Q(owner_id=int(key)) if key.isdecimal() and len(key) < 10 else Q(pk__in=[])  # noqa: PLR2004 -- a column
    if key == NONE:
        named = _offices(actor, city).filter(kind=Unit.Kind.DEPARTMENT, coordinates=False)
        return Q(lead_department__isnull=True) | ~Q(lead_department__in=named)
    return Q(lead_department__code=key)


def years(actor: Actor, city: Unit, beside: Matrix) -> list[int]:
    """The years of the scenarios in the area, read where the matrix was."""
    rows: QuerySet[Any] = stands_of(actor, city) if beside.kept else scenarios_of(actor, city)
    found = rows.order_by("-year").values_list("year", flat=True).distinct()
    return [year for year in found if year is not None]


def sorted_by(found: QuerySet[Any], order: str) -> QuerySet[Any]:
    """An order of ``ORDERS``, the newest first otherwise."""
    return found.order_by(*ORDERS.get(order, ORDERS["new"]))


ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "new": ("-pk",),
    "title": ("title", "pk"),
    "owner": ("owner_name", "pk"),
    "district": ("district__ordinal", "pk"),
}
