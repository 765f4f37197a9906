"""Reading the tree of units: cities, and one unit by its code."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from citystage.foundation.tenancy.models import PackSetting, Unit, setting
from citystage.kernel.remembering import remembered

# So many keys of units are written into a question at most.
_WRITTEN_OUT: Final = 300


def cities() -> list[Unit]:
    """The cities that are set up here, in their order; at most one query."""
    return list(_cities())


@remembered
def _cities() -> tuple[Unit, ...]:
    return tuple(Unit.objects.filter(kind=Unit.Kind.CITY))


@remembered
def setting_of(city_id: int, name: str) -> PackSetting | None:
    """The newest version of a city's setting, as it stood a few seconds ago at most."""
    return setting(city_id, name)


def cities_under(tops: Iterable[Unit]) -> QuerySet[Unit]:
    """The cities among and under these units."""
    return Unit.objects.under(*tops).filter(kind=Unit.Kind.CITY)


def inside(tops: Iterable[Unit], column: str) -> Q:
    """The filter "``column``, the key of a unit, is one of ``tops`` or lies under one".

    A few keys are written out, as they stood a few seconds ago: the planner knows how many rows
    they have. `subtree` joins the units to every row instead.
    """
    offices = tuple(tops)
    keys = _keys_under(offices)
    few = len(keys) <= _WRITTEN_OUT
    return Q(**{f"{column}__in": keys if few else Unit.objects.under(*offices).values("pk")})


@remembered
def _keys_under(tops: tuple[Unit, ...]) -> tuple[int, ...]:
    found = Unit.objects.under(*tops).order_by("pk")
    return tuple(found.values_list("pk", flat=True)[: _WRITTEN_OUT + 1])


def city_coded(code: str) -> Unit | None:
    """The city of this code."""
    return Unit.objects.filter(kind=Unit.Kind.CITY, code=code).first()


def coded(kinds: Iterable[Unit.Kind], codes: Iterable[str]) -> dict[str, Unit]:
    """Units of these kinds by their codes; one query. A code of two cities gives the first."""
    found = Unit.objects.filter(kind__in=list(kinds), code__in=list(codes)).order_by("-ordinal")
    return {unit.code: unit for unit in found}


def districts(city: Unit) -> list[Unit]:
    """The districts of a city in their order; one query."""
    return list(Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT))


@remembered
def placed_districts() -> tuple[Unit, ...]:
    """The districts of all cities that have a place on their city's schematic map, in order."""
    placed = Unit.objects.filter(kind=Unit.Kind.DISTRICT, tile_column__isnull=False)
    return tuple(placed.exclude(tile_row=None).select_related("city"))


def unit_called(name: str) -> Unit | None:
    """The unit of this name, in either language; of several the first."""
    named = Q(name=name.strip()) | Q(name_en__iexact=name.strip())
    return Unit.objects.filter(named).exclude(name="").order_by("pk").first()
