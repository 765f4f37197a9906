"""How a public notice comes to be: its number, and until when one may object."""

from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.models import Ballot, Notice

ZONE: Final[tzinfo] = ZoneInfo(settings.TIME_ZONE)


def post(ballot: Ballot, *, title: str, text: str, stamp: Stamp) -> Notice:
    """Make the row: it runs to the end of the last working day its terms give.

    The day of posting does not count. The city's row is the lock under which notices are numbered.
    """
    programme = ballot.programme
    city = Unit.objects.select_for_update(of=("self",)).get(pk=programme.city_id)
    rules = programme.read_terms().notice
    year = stamp.at.astimezone(ZONE).year
    begun = Notice.objects.filter(programme__city=city, number__startswith=f"{city.code}-{year}-")
    number = begun.aggregate(made=Count("pk"))["made"] + 1
    return Notice.objects.create(
        programme=programme,
        ballot=ballot,
        number=f"{city.code}-{year}-{number:02d}",
        title=title,
        text=text,
        rules=rules.model_dump(mode="json"),
        posted_at=stamp.at,
        until=calendar_of(city).end_after(stamp.at, rules.working_days, ZONE),
    )
