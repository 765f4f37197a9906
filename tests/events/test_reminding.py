"""The day before an event everybody with a confirmed place is reminded, once for each day."""

from datetime import timedelta

import pytest

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.tenancy.models import PackSetting
from citystage.stages.events.actions.announce_event import postpone_event, reschedule_event
from citystage.stages.events.actions.decide_place import give_back
from citystage.stages.events.actions.remind_participants import remind_participants
from citystage.stages.events.queries.events import coming_soon
from tests.events.building import BEGINS, announced, comes

pytestmark = pytest.mark.usefixtures("english")

# 09:00 of the day before, as the pack has it; the town's clock is that of Shanghai.
EVE = BEGINS.replace(hour=1) - timedelta(days=1)


@pytest.fixture
def event(town):
    return announced(town)


def clock(town, at):
    return Stamp(NOBODY, at, "job", town.stamp().request_id)


def reminded():
    return Notice.objects.filter(template__contains="begins on")


def test_everybody_confirmed_is_reminded_once_on_the_day_before(town, event):
    place = comes(town, event)

    early = remind_participants(event, stamp=clock(town, EVE - timedelta(minutes=1)))
    first = remind_participants(event, stamp=clock(town, EVE))
    again = remind_participants(event, stamp=clock(town, EVE + timedelta(hours=2)))

    assert (early, first, again) == (0, 1, 0)
    notice = reminded().get()
    assert (notice.person, notice.values["place"]) == (place.person, "示例会展中心")
    assert Entry.objects.get(verb="events.event.reminded").payload["places"] == [place.pk]


def test_who_registers_on_the_day_itself_is_not_reminded(town, event):
    comes(town, event, at=EVE + timedelta(hours=1))

    assert remind_participants(event, stamp=clock(town, EVE + timedelta(hours=2))) == 0


def test_another_day_is_reminded_of_anew_and_another_hour_is_not(town, event):
    comes(town, event)
    remind_participants(event, stamp=clock(town, EVE))
    officer = town.stamp(town.city_officer, at=EVE)
    later = {"ends_at": BEGINS + timedelta(hours=9), "reason": "场地", "stamp": officer}

    reschedule_event(event, starts_at=BEGINS + timedelta(hours=1), **later)
    same_day = remind_participants(event, stamp=clock(town, EVE + timedelta(hours=3)))
    later["ends_at"] += timedelta(days=3)
    reschedule_event(event, starts_at=BEGINS + timedelta(days=3), **later)
    too_early = remind_participants(event, stamp=clock(town, EVE + timedelta(hours=4)))
    other_day = remind_participants(event, stamp=clock(town, EVE + timedelta(days=3)))

    assert (same_day, too_early, other_day) == (0, 0, 1)
    assert reminded().count() == 2


def test_nobody_is_reminded_of_what_is_put_off_given_back_or_begun(town, event):
    place = comes(town, event)
    comes(town, event, "示例乙公司")
    give_back(place, stamp=town.stamp(place.person))

    begun = remind_participants(event, stamp=clock(town, BEGINS))
    still = remind_participants(event, stamp=clock(town, EVE))
    postpone_event(event, reason="台风", stamp=town.stamp(town.city_officer))
    put_off = remind_participants(event, stamp=clock(town, EVE))

    assert (begun, still, put_off) == (0, 1, 0)


def pack(town, **terms):
    """The city's own terms of events."""
    value = {"events": terms}
    PackSetting.objects.create(city=town.city, name="docking", version=1, value=value)


def test_a_city_may_remind_nobody(town, event):
    pack(town, remind_before_days=0)
    comes(town, event)

    assert remind_participants(event, stamp=clock(town, EVE)) == 0


def test_a_city_may_remind_earlier(town, event):
    pack(town, remind_before_days=3, remind_from_hour=8)
    comes(town, event)
    early = EVE - timedelta(days=2, hours=1)

    assert remind_participants(event, stamp=clock(town, early - timedelta(minutes=1))) == 0
    assert remind_participants(event, stamp=clock(town, early)) == 1


def test_a_guest_is_reminded_by_mail(town, event):
    place = comes(town, event)
    place.person, place.email = None, "guest@example.test"
    place.save()

    remind_participants(event, stamp=clock(town, EVE))

    mail = Mail.objects.get(to="guest@example.test")
    assert f"/events/guests/{place.token}/" in mail.body


def test_events_far_off_or_past_are_not_looked_at(town, event):
    assert list(coming_soon(EVE)) == [event]
    assert list(coming_soon(BEGINS)) == []
    assert list(coming_soon(BEGINS - timedelta(days=40))) == []
