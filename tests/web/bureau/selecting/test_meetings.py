"""Meetings of the panel at the office, and what members see of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.ledger.models import Entry
from citystage.stages.selection.models import Conflict, Meeting
from tests.conftest import NOON
from tests.selection.scoring.marking import handed_in, panel, scored_programme, scoring
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db
SAID = {"title": "评审会", "held_at": "2026-11-23T14:00", "place": "三楼会议室"}


def built(town, **changes):
    made = scored_programme(town, timezone.now() - timedelta(days=55), **changes)
    rows = panel(town, made, cases=3)
    for held, marks in zip(rows, ((70, 70, 70), (60, 90, 30), (90, 85, 90)), strict=True):
        for one, mark in zip(held, marks, strict=True):
            handed_in(one, mark, mark)
    return made, rows


@pytest.fixture
def made(town):
    return built(town)


@pytest.fixture
def office(town):
    return browser(town.city_officer)


def at(name, *args):
    return reverse(f"bureau:selection_{name}", args=args)


def planned(office, programme, order="number"):
    sent = office.post(at("meetings", programme.pk), SAID | {"order": order})
    assert sent.status_code == 302
    return Meeting.objects.latest("pk")


def bar(candidacy, user):
    Conflict.objects.create(
        candidacy=candidacy,
        user=user,
        kind="kin",
        origin="declared",
        standing="bars",
        made_at=NOON,
    )


@pytest.mark.parametrize(
    ("order", "numbers"),
    [("number", [1, 2, 3]), ("rank", [3, 1, 2]), ("disagreement", [2, 3, 1])],
)
def test_the_agenda_follows_the_order_wanted(made, office, order, numbers):
    meeting = planned(office, made[0], order)

    assert list(meeting.items.values_list("candidacy__number", flat=True)) == numbers


def test_a_meeting_is_held_item_by_item(made, office):
    programme = made[0]
    meeting = planned(office, programme)
    first, second, _third = meeting.items.all()

    def act(verb, **said):
        address = at("meeting_act", programme.pk, meeting.pk, verb)
        return office.post(address, said).status_code

    done = [
        act("end"),
        act("call", item=first.pk),
        act("note", item=first.pk, outcome="同意推荐", notes="成本可控"),
        act("call", item=second.pk),
        act("end"),
        act("call", item=first.pk),
        act("minutes", minutes="会议认为可行。", _version="1"),
        act("minutes", minutes="另一版", _version="1"),
        act("call", item=999),
        act("nothing"),
    ]

    first.refresh_from_db()
    second.refresh_from_db()
    meeting.refresh_from_db()
    assert done == [409, 302, 302, 302, 302, 409, 302, 409, 404, 404]
    assert None not in (first.ended_at, second.ended_at, meeting.ended_at)
    assert (first.outcome, meeting.minutes) == ("同意推荐", "会议认为可行。")
    assert Entry.objects.filter(verb="selection.meeting.item_discussed").count() == 2
    page = office.get(at("meeting", programme.pk, meeting.pk)).content.decode()
    assert "The meeting is over." in page
    paper = office.get(at("minutes", programme.pk, meeting.pk))
    assert paper.content.startswith(b"%PDF")


def test_the_tracker_alone_is_drawn_for_script(made, office):
    meeting = planned(office, made[0])

    part = office.get(
        at("meeting", made[0].pk, meeting.pk), headers={"HX-Request": "true"}
    ).content.decode()

    assert part.strip().startswith('<div id="tracker"')
    assert "<html" not in part


def test_members_follow_and_leave_the_room_in_conflict(made, office):
    programme, rows = made
    meeting = planned(office, programme)
    judge = rows[0][0].expert.user
    bar(rows[0][0].candidacy, judge)
    item = meeting.items.first()
    office.post(at("meeting_act", programme.pk, meeting.pk, "call"), {"item": item.pk})
    address = reverse("expert:meeting", args=[meeting.pk])

    page = browser(judge).get(address).content.decode()
    other = browser(rows[0][1].expert.user).get(address).content.decode()

    assert "Please leave the room until it is over." in page
    assert "Please leave the room until it is over." not in other
    assert rows[0][0].candidacy.application.title in other


def test_strangers_do_not_follow(town, made, office):
    meeting = planned(office, made[0])
    address = reverse("expert:meeting", args=[meeting.pk])

    assert browser(town.officer).get(address).status_code == 404
    assert office.get(at("meeting", made[0].pk, 999)).status_code == 404


def test_blind_members_see_numbers_only(town, office):
    programme, rows = built(town, scoring=scoring(blind=True))
    application = rows[0][0].candidacy.application
    application.title = "示例港口的无人船"
    application.save(update_fields=["title"])
    meeting = planned(office, programme)
    item = meeting.items.first()
    office.post(at("meeting_act", programme.pk, meeting.pk, "call"), {"item": item.pk})

    page = browser(rows[0][0].expert.user).get(reverse("expert:meeting", args=[meeting.pk]))

    assert application.title not in page.content.decode()


def test_an_officer_in_conflict_neither_plans_nor_writes_minutes(town, made, office):
    programme, rows = made
    meeting = planned(office, programme)
    bar(rows[0][0].candidacy, town.city_officer)
    item = meeting.items.get(candidacy=rows[0][0].candidacy)

    plan = office.post(at("meetings", programme.pk), SAID | {"order": "rank"})
    act = at("meeting_act", programme.pk, meeting.pk, "minutes")
    write = office.post(act, {"minutes": "x", "_version": "1"})
    note = office.post(
        at("meeting_act", programme.pk, meeting.pk, "note"), {"item": item.pk, "outcome": "x"}
    )
    page = office.get(at("meeting", programme.pk, meeting.pk)).content.decode()

    assert {plan.status_code, write.status_code, note.status_code} == {403}
    assert rows[0][0].candidacy.application.title not in page.split("<ol")[-1].split("</li>")[0]
    assert office.get(at("minutes", programme.pk, meeting.pk)).status_code == 200


def test_a_meeting_needs_its_words_and_something_to_discuss(town, office):
    programme = scored_programme(town, timezone.now() - timedelta(days=55))

    empty = office.post(at("meetings", programme.pk), {"title": ""})
    nothing = office.post(at("meetings", programme.pk), SAID | {"order": "rank"})

    assert (empty.status_code, nothing.status_code) == (422, 409)


def test_the_list_asks_as_much_for_many_as_for_one(made, office):
    planned(office, made[0])
    one = queries_of(office, at("meetings", made[0].pk))
    planned(office, made[0])
    planned(office, made[0])

    assert queries_of(office, at("meetings", made[0].pk)) == one
