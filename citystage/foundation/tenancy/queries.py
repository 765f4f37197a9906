"""Reading the tree of units: cities, and one unit by its code."""

from citystage.foundation.tenancy.models import Unit


def cities() -> list[Unit]:
    """The cities that are set up here, in their order; one query."""
    return list(Unit.objects.filter(kind=Unit.Kind.CITY))


def city_coded(code: str) -> Unit | None:
    """The city of this code."""
    return Unit.objects.filter(kind=Unit.Kind.CITY, code=code).first()
