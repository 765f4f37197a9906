"""Preparing, announcing and changing an event; who is told of what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail, Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.events import asking
from citystage.stages.events.actions.announce_event import (
    NoReason,
    NotYet,
    cancel_event,
    close_event,
    postpone_event,
    publish_event,
    reschedule_event,
)
from citystage.stages.events.actions.change_event import (
    EventMoved,
    TooFew,
    change_event,
    show_scenarios,
)
from citystage.stages.events.actions.keep_agenda import (
    Clash,
    RoomWords,
    SessionWords,
    keep_room,
    keep_session,
    remove_room,
)
from citystage.stages.events.actions.prepare_event import prepare_event
from citystage.stages.events.describing import Unclear
from citystage.stages.events.models import Event, Session
from tests.events.building import BEGINS, announced, comes, draft, firm, said

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def told(person):
    return [one.template for one in Notice.objects.filter(person=person).order_by("pk")]


def test_an_officer_prepares_for_the_own_unit_only(town):
    with pytest.raises(NotAllowed):
        prepare_event(town.jimo, said=said(), stamp=town.stamp(town.officer))

    made = prepare_event(town.laoshan, said=said(), stamp=town.stamp(town.officer))

    assert (made.number, made.state, made.city) == ("QI-2026-E001", "draft", town.city)


def test_numbers_follow_one_another(town):
    assert [draft(town).number, draft(town).number] == ["QI-2026-E001", "QI-2026-E002"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"ends_at": BEGINS},
        {"starts_at": None},
        {"capacity": 0},
        {"registration_opens_at": BEGINS},
        {"registration_opens_at": BEGINS - HOUR, "registration_closes_at": BEGINS - 2 * HOUR},
    ],
)
def test_what_does_not_fit_together_is_refused(town, changes):
    with pytest.raises(Unclear):
        draft(town, **changes)


@pytest.mark.parametrize("changes", [{"starts_at": None, "ends_at": None}, {"place": ""}])
def test_an_event_without_time_or_place_is_not_announced(town, changes):
    with pytest.raises(NotYet):
        announced(town, **changes)


def test_a_past_event_is_not_announced(town):
    event = draft(town)

    with pytest.raises(NotYet):
        publish_event(event, stamp=town.stamp(town.city_officer, at=BEGINS))


def test_a_change_tells_participants_what_changed(town):
    event = announced(town)
    place = comes(town, event)

    change_event(
        event, said=said(place="示例大厦"), version=event.version,
        stamp=town.stamp(town.city_officer),
    )  # fmt: skip

    notice = Notice.objects.filter(person=place.person).order_by("pk").last()
    assert notice.values["after"] == "示例大厦"
    assert notice.values["before"] == "示例会展中心"
    assert Mail.objects.filter(to=place.person.email).count() == 2


def test_several_changes_saved_at_once_are_one_message(town):
    event = announced(town)
    place = comes(town, event)
    before = Notice.objects.filter(person=place.person).count()

    change_event(
        event,
        said=said(place="示例大厦", text="新的安排。", starts_at=BEGINS + HOUR),
        version=event.version,
        stamp=town.stamp(town.city_officer),
    )

    (notice,) = list(Notice.objects.filter(person=place.person).order_by("pk"))[before:]
    assert notice.values["place"] == "示例大厦"
    assert notice.values["day"] == f"{timezone.localtime(BEGINS + HOUR):%Y-%m-%d %H:%M}"


def test_a_draft_tells_nobody(town):
    event = draft(town)

    change_event(event, said=said(place="B"), version=1, stamp=town.stamp(town.city_officer))

    assert Notice.objects.count() == 0


def test_who_looked_at_an_older_version_changes_nothing(town):
    event = announced(town)

    with pytest.raises(EventMoved):
        change_event(event, said=said(), version=1, stamp=town.stamp(town.city_officer))


def test_saving_the_same_again_writes_nothing(town):
    event = announced(town)
    before = Entry.objects.count()

    change_event(event, said=said(), version=event.version, stamp=town.stamp(town.city_officer))

    assert Entry.objects.count() == before


def test_there_are_never_fewer_places_than_people(town):
    event = announced(town, capacity=2)
    comes(town, event, "甲")
    comes(town, event, "乙")

    with pytest.raises(TooFew):
        change_event(
            event, said=said(capacity=1), version=event.version,
            stamp=town.stamp(town.city_officer),
        )  # fmt: skip


def test_more_places_let_the_waiting_list_move_up(town):
    event = announced(town, capacity=1)
    comes(town, event, "甲")
    second = comes(town, event, "乙")
    assert second.state == "queued"

    change_event(
        event, said=said(capacity=2), version=event.version, stamp=town.stamp(town.city_officer)
    )

    second.refresh_from_db()
    assert second.state == "confirmed"


def test_a_new_time_moves_the_agenda_and_tells_why(town):
    event = announced(town)
    place = comes(town, event)
    officer = town.stamp(town.city_officer)
    words = SessionWords(title="开场", starts_at=BEGINS, ends_at=BEGINS + HOUR)
    keep_session(event, pk=None, said=words, stamp=officer)

    postpone_event(event, reason="台风", stamp=officer)
    later = BEGINS + timedelta(days=3)
    event = reschedule_event(
        event, starts_at=later, ends_at=later + HOUR, reason="场地改期", stamp=officer
    )

    assert event.state == "published"
    assert Session.objects.get().starts_at == later
    reasons = [
        one.values.get("reason")
        for one in Notice.objects.filter(person=place.person).order_by("pk")
    ]
    assert reasons[-2:] == ["台风", "场地改期"]


def test_calling_off_needs_a_reason_and_tells_the_invited_once(town):
    event = announced(town)
    place = comes(town, event)
    officer = town.stamp(town.city_officer)

    with pytest.raises(NoReason):
        cancel_event(event, reason=" ", stamp=officer)
    cancelled = cancel_event(event, reason="暴雪", stamp=officer)

    assert cancelled.state == "cancelled"
    assert "called off" in told(place.person)[-1]


def test_only_what_has_begun_is_noted_as_held(town):
    event = announced(town)

    with pytest.raises(NotYet):
        close_event(event, stamp=town.stamp(town.city_officer))
    held = close_event(event, stamp=town.stamp(town.city_officer, at=BEGINS))

    assert held.state == "held"


def test_a_room_holds_one_item_at_a_time(town):
    event = draft(town)
    officer = town.stamp(town.city_officer)
    room = keep_room(event, pk=None, said=RoomWords(name="一号厅"), stamp=officer)
    words = {"starts_at": BEGINS, "ends_at": BEGINS + HOUR, "room_id": room.pk}
    keep_session(event, pk=None, said=SessionWords(title="甲", **words), stamp=officer)

    with pytest.raises(Clash):
        keep_session(event, pk=None, said=SessionWords(title="乙", **words), stamp=officer)
    with pytest.raises(Clash):
        keep_room(event, pk=None, said=RoomWords(name="一号厅"), stamp=officer)

    remove_room(event, pk=room.pk, stamp=officer)
    assert Session.objects.get().room is None


def test_scenarios_are_set_by_number_and_unknown_ones_named(town):
    event, scenario = draft(town), town.scenario()

    unknown = show_scenarios(
        event, numbers=[scenario.number, "QD-1"], stamp=town.stamp(town.city_officer)
    )

    assert unknown == ["QD-1"]
    assert list(Event.objects.get().scenarios.all()) == [scenario]


def test_questions_are_read_and_written_back():
    text = "参会人数 *\n用餐 // Meals | 不用餐 // none；清真；常规"

    kept = asking.read(text)

    assert asking.written(kept) == text
    assert [one["type"] for one in kept["fields"]] == ["text", "choice"]
    assert asking.read("") == {}


def test_questions_take_other_kinds_of_answers():
    lines = [
        "人数 | 数字 *",
        "来程 | 日期",
        "住宿 | 是否",
        "介绍 | 长文",
        "饮食 | 多选：清真；素食",
    ]

    kept = asking.read("\n".join(lines))
    english = asking.read("People | Number\nFood | several: halal; vegetarian")

    kinds = [one["type"] for one in kept["fields"]]
    assert kinds == ["number", "date", "boolean", "long_text", "multi_choice"]
    assert asking.written(kept) == "\n".join(lines)
    assert [one["type"] for one in english["fields"]] == ["number", "multi_choice"]
    assert len(asking.form_of(kept).fields) == len(lines)


@pytest.mark.parametrize(
    "text", ["| 一；二", "饮食 | 多选：清真", "用餐 | 只有一个", "问" * 101, "\n".join("甲" * 13)]
)
def test_a_line_that_is_no_question_is_refused(text):
    with pytest.raises(asking.BadQuestions):
        asking.read(text)


def test_a_firm_s_person_prepares_nothing(town):
    _organisation, person = firm(town, "甲")

    with pytest.raises(NotAllowed):
        prepare_event(town.city, said=said(), stamp=town.stamp(person))
