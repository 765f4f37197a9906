"""A newcomer plays all sides, page by page: from the opening of a scenario to the city's board."""

from datetime import timedelta

import pytest
from django.urls import reverse

from citystage.stages.docking.models import Answer, Opening, Promise, Question
from citystage.stages.events.actions.change_event import show_scenarios
from citystage.stages.events.models import Event, Place
from tests.conftest import NOON
from tests.docking.answering import AFTER, CLOSES
from tests.events.building import announced
from tests.events.meeting_days import a_day, computed, says
from tests.web.docking.answering_pages import MOMENT, after, handed, text_of
from tests.web.docking.clicking import note, post
from tests.web.docking.conftest import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db, town):
    return town


def opened(docked, owner):
    """The owner takes answers, a visitor's question is answered to all."""
    number = docked.scenario.number
    sent = {
        "closes_at": CLOSES.strftime(MOMENT),
        "questions_until": (CLOSES - timedelta(days=3)).strftime(MOMENT),
        "essentials": "Runs at night\nThree cases",
        "asks_price": "on",
    }
    after(owner.post(f"/docking/scenarios/{number}/open/", sent))
    return Opening.objects.get()


def chosen(docked, opening, owner):
    """The owner records the outcome; the other one gets the reason."""
    first, second = Answer.objects.order_by("pk")
    meant = {
        "outcome": "chosen",
        "reason": "Best at night",
        "chosen": str(first.pk),
        f"reason-{second.pk}": "Fewer cases",
        "do": "send",
    }
    after(owner.post(f"/docking/openings/{opening.pk}/outcome/", meant))


def held(docked):
    """A one-to-one day of thirty firms and eight buyers, its plan published."""
    town = docked.town
    times = {"starts_at": AFTER + timedelta(days=1), "ends_at": AFTER + timedelta(days=1, hours=6)}
    event = announced(town, kind="one_to_one", **times)
    officer = town.stamp(town.city_officer)
    show_scenarios(event, numbers=[docked.scenario.number], stamp=officer)
    begins = times["starts_at"]
    day, firms, buyers = a_day(
        town, event=event, firms=30, buyers=8, slots=8, tables=8, first_at=begins
    )
    for number, one in enumerate(firms):
        says(town, one, buyers[number % len(buyers)], weight=2)
    plan = computed(town, day)
    desk = browser(town.city_officer)
    after(desk.post(reverse("events:meetings_publish", args=[event.pk, plan.number])))
    # The funnel goes by the clock of the database.
    Event.objects.filter(pk=event.pk).update(starts_at=NOON - timedelta(days=1), ends_at=NOON)
    return event


def promised(event, docked, owner, blue):
    """Three promises at the table: one kept, one dropped, one still owed."""
    for what in ("提供样机", "开放夜间窗口", "派工程师"):
        said = {"ours": "示例蓝色科技", "other": "示例港口集团", "what": what}
        after(note(blue, event=event.pk, **said))
    Promise.objects.update(scenario=docked.scenario)
    kept, broken, owed = Promise.objects.order_by("pk")
    for one in (kept, broken, owed):
        after(post(owner, "promise_step", one.pk, "confirm", version=1))
    after(post(blue, "promise_step", kept.pk, "report", words="已送达"))
    after(post(owner, "promise_step", kept.pk, "accept"))
    after(post(blue, "promise_step", broken.pk, "drop", reason="场地另有安排"))


def test_a_newcomer_walks_from_the_opening_to_the_board(docked, owner, blue, red, clock):
    number = docked.scenario.number
    opening = opened(docked, owner)
    asked = f"/docking/scenarios/{number}/questions/"
    after(blue.post(asked, {"text": "When does the night begin?"}))
    reply = {"do": "answer", "reply": "At ten.", "addendum": ""}
    after(owner.post(f"/docking/questions/{Question.objects.get().pk}/", reply))
    for company in (blue, red):
        handed(company, opening)
    clock.now = AFTER
    chosen(docked, opening, owner)
    event = held(docked)
    clock.now = AFTER + timedelta(days=2)
    promised(event, docked, owner, blue)
    city = browser(docked.town.city_officer)

    public = text_of(city.get(f"/scenarios/{number}/"))
    page = text_of(city.get(reverse("events:event", args=[event.number])))
    funnel = city.get(reverse("docking:funnel_export", args=["csv"])).content.decode("utf-8-sig")
    behind = {
        step: number in city.get(f"{reverse('docking:funnel_records')}?step={step}").text
        for step in ("answer", "meeting", "agreement", "landing")
    }
    minutes = text_of(city.get(reverse("docking:minutes_of_event", args=[event.pk])))

    assert Place.objects.filter(event=event).count() == 38
    assert "At ten." in public
    assert "1 of 3 promises were kept." in public
    assert "1 of 3 promises were kept." in page
    assert "场地另有安排" in minutes
    assert "All" in funnel
    assert behind == {"answer": True, "meeting": True, "agreement": False, "landing": False}
