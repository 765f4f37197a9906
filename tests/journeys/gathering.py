"""The other firms and buyers of a one-to-one day, put into the site's database; the day is over."""

import secrets
import sys
from datetime import timedelta

from tests.journeys.selecting import made_by
from tests.journeys.serving import Site

FIRMS, BUYERS = 30, 8


def crowd(site: Site, event: int) -> int:
    """Firms and buyers register until there are thirty and eight; how many came so."""
    return made_by(__file__, site, f"crowd:{event}")


def wishing(site: Site, event: int) -> int:
    """Each of the firms says which buyer it would like to meet; how many wishes there are."""
    return made_by(__file__, site, f"wishes:{event}")


def over(site: Site, event: int) -> int:
    """The day was yesterday."""
    return made_by(__file__, site, f"over:{event}")


def _make(told: str) -> int:
    import django  # noqa: PLC0415 -- only in the process of its own

    django.setup()
    act, _colon, number = told.partition(":")
    return {"crowd": _crowd, "wishes": _wishes, "over": _over}[act](int(number))


def _crowd(number: int) -> int:
    from citystage.stages.events.models import Event, Place  # noqa: PLC0415 -- after set-up

    event, came = Event.objects.select_related("city").get(pk=number), 0
    for side, most in ((Place.Side.SUPPLY, FIRMS), (Place.Side.DEMAND, BUYERS)):
        while event.places.filter(side=side).count() < most:
            _comes(event, str(side))
            came += 1
    return came


def _comes(event, side):
    from citystage.foundation.access.models import Grant, User  # noqa: PLC0415 -- after set-up
    from citystage.foundation.access.roles import Role  # noqa: PLC0415 -- after set-up
    from citystage.foundation.directory.models import (  # noqa: PLC0415 -- after set-up
        Organisation,
    )
    from citystage.foundation.tenancy.models import Unit, plant  # noqa: PLC0415 -- after set-up
    from citystage.stages.events.actions.register import (  # noqa: PLC0415 -- after set-up
        Wish,
        register,
    )

    mark = secrets.token_hex(4)
    name = f"（示例）旅程企业{mark}"
    seat = plant(parent=event.city, kind=Unit.Kind.ORGANISATION, name=name, code="")
    Organisation.objects.create(
        city=event.city, seat=seat, name=name, folded_name=name, standing="approved"
    )
    user = User.objects.create(username=f"journey-{mark}", email=f"{mark}@example.invalid")
    Grant.objects.create(user=user, role=Role.COMPANY_MEMBER, unit=seat)
    register(event, wish=Wish(name=f"代表{mark}", side=side), stamp=stamped(user.username))


def stamped(username: str) -> object:
    """The stamp of an account, now."""
    from citystage.cities.demo.flows import stamp_of  # noqa: PLC0415 -- after set-up

    return stamp_of(username)


def _wishes(number: int) -> int:
    from citystage.stages.events.actions.tell_wish import tell_wish  # noqa: PLC0415 -- after set-up
    from citystage.stages.events.models import Attendance, MeetingWish  # noqa: PLC0415

    rows = Attendance.objects.filter(day__event=number).select_related(
        "place__person", "place__event__organiser", "day__event__organiser"
    )
    firms = [one for one in rows if one.place.side == "supply"]
    buyers = [one for one in rows if one.place.side == "demand"]
    for at, one in enumerate(firms):
        stamp = stamped(one.place.person.username)
        tell_wish(one, to=buyers[at % len(buyers)], kind="wish", weight=2, stamp=stamp)
    return MeetingWish.objects.filter(day__event=number).count()


def _over(number: int) -> int:
    from django.utils import timezone  # noqa: PLC0415 -- after set-up

    from citystage.stages.events.models import Event, MeetingDay  # noqa: PLC0415 -- after set-up

    begun = timezone.now() - timedelta(days=1)
    MeetingDay.objects.filter(event=number).update(first_at=begun)
    ends = begun + timedelta(hours=4)
    return Event.objects.filter(pk=number).update(starts_at=begun, ends_at=ends)


if __name__ == "__main__":
    print(_make(sys.argv[1]))  # noqa: T201 -- read by the journey
