"""Units for forms."""

from django.db.models import QuerySet

from citystage.foundation.tenancy.models import Unit


def districts_of(city: Unit) -> QuerySet[Unit]:
    """The districts of a city, in its own order."""
    return Unit.objects.filter(city=city, kind=Unit.Kind.DISTRICT)
