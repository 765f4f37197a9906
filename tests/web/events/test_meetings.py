"""The one-to-one day page by page, on both sides of the table."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.stages.events.jobs.meetings import compute_plan as job
from citystage.stages.events.models import Attendance, MeetingDay, MeetingPlan, MeetingWish
from tests.events.building import announced
from tests.events.meeting_days import a_day, computed
from tests.web.bureau.people import browser

pytestmark = pytest.mark.django_db(transaction=True)
_SOON = timezone.now() + timedelta(days=30)
_PAGES = ("meetings", "meetings_people", "meetings_unmet", "meetings_replan")
TIMES = {"kind": "one_to_one", "starts_at": _SOON, "ends_at": _SOON + timedelta(hours=3)}


def at(name, *args):
    return reverse(f"events:{name}", args=args)


@pytest.fixture
def officer(town):
    return browser(town.city_officer)


@pytest.fixture
def day(town):
    event = announced(town, **TIMES)
    return a_day(town, event=event, first_at=_SOON)


def framed(**changes):
    return {
        "first_at": f"{timezone.localtime(_SOON):%Y-%m-%dT14:00}",
        "slots": "6",
        "slot_minutes": "20",
        "pause_minutes": "5",
        "breaks": "3",
        "tables": "4",
        "way": "opt_out",
        "most_of_kind": "fund 2",
        "spacing": "0",
        "travel": "0",
        "fair_from": "5",
    } | changes


def test_an_officer_sets_the_frame_and_is_told_what_is_wrong(town, officer):
    event = announced(town, **TIMES)
    pk = event.pk
    assert officer.get(at("meetings", pk)).status_code == 200

    assert officer.post(at("meetings_frame", pk), framed(breaks="x")).status_code == 422
    assert officer.post(at("meetings_frame", pk), framed(breaks="9")).status_code == 422
    assert (
        officer.post(at("meetings_frame", pk), framed(most_of_kind="dragon 2")).status_code == 422
    )
    assert officer.post(at("meetings_frame", pk), framed()).status_code == 302

    day = MeetingDay.objects.get(event=event)
    assert (day.slots, day.breaks, day.most_of_kind) == (6, [2], {"fund": 2})
    assert officer.post(at("meetings_frame", pk), framed()).status_code == 409
    assert officer.get(at("meetings", pk)).status_code == 200


def test_both_sides_tell_wishes_and_see_their_meetings(town, officer, day):
    made, supply, demand = day
    pk = made.event_id
    firm = browser(supply[0].place.person)
    place = supply[0].place_id

    assert at("my_wishes", place) in firm.get(at("place", place)).content.decode()
    assert firm.get(at("my_wishes", place)).status_code == 200
    assert firm.post(at("my_wish", place, demand[0].pk), {"word": "3"}).status_code == 302
    assert firm.post(at("my_wish", place, demand[1].pk), {"word": "decline"}).status_code == 302
    assert firm.post(at("my_wish", place, demand[1].pk), {"word": "9"}).status_code == 302
    assert firm.post(at("my_times", place), {"away": ["3"], "most": "2"}).status_code == 302
    assert firm.post(at("my_times", place), {"away": ["9"]}).status_code == 422
    said = list(MeetingWish.objects.order_by("pk").values_list("kind", "weight"))
    assert said == [("wish", 3), ("decline", 1)]
    assert Attendance.objects.get(pk=supply[0].pk).away == [3]
    assert firm.get(at("my_meetings", place)).status_code == 200
    assert firm.get(at("my_meetings_pdf", place)).status_code == 404
    assert firm.get(at("my_meetings_calendar", place)).status_code == 404

    plan = computed(town, made)
    assert officer.post(at("meetings_publish", pk, plan.number)).status_code == 302

    assert demand[0].place.organisation.name in firm.get(at("my_meetings", place)).content.decode()
    assert firm.get(at("my_meetings_pdf", place)).content[:5] == b"%PDF-"
    calendar = firm.get(at("my_meetings_calendar", place)).content.decode()
    assert calendar.count("BEGIN:VEVENT") == 1
    stranger = browser(supply[1].place.person)
    assert stranger.get(at("my_wishes", place)).status_code == 404


def test_the_desk_computes_shows_and_hands_out_the_plan(town, officer, day):
    made, supply, demand = day
    pk = made.event_id
    page = at("meetings_participant", pk, supply[0].pk)
    assert officer.get(page).status_code == 200
    wish = at("meetings_wish", pk, supply[0].pk, demand[0].pk)
    assert officer.post(wish, {"word": "2"}).status_code == 302
    times = at("meetings_times", pk, supply[0].pk)
    assert officer.post(times, {"most": "1"}).status_code == 302
    assert officer.post(times, {"most": "x"}).status_code == 422
    assert officer.post(at("meetings_propose", pk)).status_code == 302

    assert officer.post(at("meetings_compute", pk), {"seed": "0"}).status_code == 302
    job.func(MeetingPlan.objects.get().pk)

    for name in (
        "meetings",
        "meetings_people",
        "meetings_unmet",
        "meetings_arrange",
        "meetings_replan",
    ):
        assert officer.get(at(name, pk)).status_code == 200
    assert officer.get(at("meetings_pdf", pk)).content[:5] == b"%PDF-"
    assert officer.get(at("meetings_people_pdf", pk)).content[:5] == b"%PDF-"
    assert officer.get(at("meetings_file", pk, "xlsx")).content[:2] == b"PK"
    assert officer.get(at("meetings_file", pk, "csv")).status_code == 200
    assert officer.get(at("meetings_file", pk, "exe")).status_code == 404


def test_a_meeting_is_changed_with_the_effect_shown_first(town, officer, day):
    made, supply, demand = day
    pk = made.event_id
    officer.post(at("meetings_wish", pk, supply[0].pk, demand[0].pk), {"word": "2"})
    plan = computed(town, made)
    (one,) = plan.meetings.all()
    here = at("meeting", pk, one.pk)

    assert officer.get(here).context["moved"] is None
    shown = officer.get(here, {"slot": "2", "table": "1"}).context["moved"]
    assert (shown.refused, shown.before, shown.after) == ("", 2.0, 2.0)
    moved = {"slot": "2", "table": "1", "seen": str(plan.version)}
    assert officer.post(at("meeting_move", pk, one.pk), moved).status_code == 302
    assert officer.post(at("meeting_move", pk, one.pk), moved).status_code == 409
    assert officer.post(at("meeting_move", pk, one.pk), {}).status_code == 404
    one.refresh_from_db()
    assert (one.slot, one.table) == (2, 1)
    assert officer.post(at("meeting_pin", pk, one.pk), {"pinned": "0"}).status_code == 302
    asked = {"supply": supply[1].pk, "demand": demand[1].pk, "slot": 0, "table": 0}
    assert officer.get(at("meetings_arrange", pk), asked).context["effect"].refused == ""
    assert officer.post(at("meetings_arrange", pk), asked | {"seen": 2}).status_code == 302
    gone = {f"there_{supply[1].pk}": "gone", f"there_{demand[1].pk}": "2"}
    assert officer.post(at("meetings_replan", pk), gone).status_code == 302
    assert plan.meetings.filter(cancelled_at__isnull=True).count() == 1
    cancelled = {"reason": "示例", "seen": "4"}
    assert officer.post(at("meeting_cancel", pk, one.pk), cancelled).status_code == 302
    assert officer.get(here).status_code == 404


def test_what_is_not_within_reach_is_not_there(town, day):
    made, supply, _demand = day
    firm = browser(supply[0].place.person)

    for name in (
        "meetings",
        "meetings_people",
        "meetings_unmet",
        "meetings_replan",
        "meetings_pdf",
    ):
        assert firm.get(at(name, made.event_id)).status_code == 404
