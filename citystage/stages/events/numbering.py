"""The public number of an event."""

from datetime import datetime

from django.utils import timezone

from citystage.foundation.tenancy.models import Unit
from citystage.stages.events.models import Event


def next_number(city: Unit, at: datetime) -> str:
    """The next free number of the city and year; the city's row is locked until the commit."""
    Unit.objects.select_for_update(of=("self",)).get(pk=city.pk)
    initials = (city.facts.get("number_prefix") or city.code[:2]).upper()
    prefix = f"{initials}-{timezone.localtime(at).year}-E"
    last = (
        Event.objects.filter(number__startswith=prefix)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"
