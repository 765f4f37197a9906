"""Events are found like everything else; one that is not for everybody betrays itself to none."""

from datetime import timedelta

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.stages.catalogue.indexing import fill_left_out, rebuild
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import fresh
from citystage.stages.catalogue.queries.asking.answer import Source
from citystage.stages.catalogue.queries.asking.answering import answer, count
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.stages.catalogue.queries.asking.suggestions import suggestions
from citystage.stages.events.actions.announce_event import reschedule_event
from citystage.stages.events.actions.change_event import change_event
from citystage.stages.events.actions.invite import invite, withdraw_invitation
from citystage.stages.events.actions.keep_agenda import (
    SessionWords,
    keep_session,
    remove_session,
)
from citystage.stages.events.models import Invitation
from citystage.stages.events.queries import events
from citystage.stages.events.searchable import KIND
from tests.catalogue.asking.conftest import index  # noqa: F401 -- the same running index
from tests.conftest import NOON
from tests.events.building import BEGINS, announced, comes, draft, firm, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vocabulary_anew():
    fresh.forget()


def found(text, actor=NOBODY, **chosen):
    """The events a question finds."""
    got = answer(read(text, chosen), actor).found
    return [one.object_id for one in got if one.kind == KIND]


def host(town):
    return town.stamp(town.city_officer).actor


@pytest.mark.parametrize(
    "text",
    [
        "海洋场景",
        "海洋場景",
        "marine",
        "对对碰",
        "示例会展中心",
        "slhzzx",
        "类型:活动 示例",
        "kind:event 示例",
    ],
)
def test_an_announced_event_is_found_by_what_it_says(town, text):
    event = announced(town)

    assert found(text) == [event.pk]


def test_its_number_its_agenda_and_its_day_find_it(town):
    event = announced(town)
    officer = town.stamp(town.city_officer)
    item = SessionWords(
        title="量子水声通信路演", starts_at=BEGINS, ends_at=BEGINS + timedelta(minutes=30)
    )
    kept = keep_session(event, pk=None, said=item, stamp=officer)

    assert [found(text) for text in (event.number, "水声通信")] == [[event.pk], [event.pk]]
    assert found(f"日期:{BEGINS:%Y-%m-%d}") == [event.pk]

    remove_session(event, pk=kept.pk, stamp=officer)
    moved = BEGINS + timedelta(days=40)
    ends = moved + timedelta(hours=2)
    reschedule_event(event, starts_at=moved, ends_at=ends, reason="场地维护", stamp=officer)

    assert found("水声通信") == []
    assert found(f"日期:{BEGINS:%Y-%m-%d}") == []
    assert found(f"日期:{moved:%Y-%m-%d}") == [event.pk]


def test_a_draft_is_found_by_its_organisers_alone(town):
    event = draft(town)
    owner = town.stamp(town.owner).actor

    seen = {who: answer(read("海洋场景"), who) for who in (NOBODY, owner, host(town))}

    assert [one.total for one in seen.values()] == [0, 0, 1]
    assert [dict(one.kinds) for one in seen.values()] == [{}, {}, {KIND: 1}]
    assert [len(suggestions("示例海洋", who)) for who in seen] == [0, 0, 1]
    assert found("海洋场景", host(town), type=["event_session"]) == [event.pk]


def test_one_by_invitation_is_found_by_whom_it_is_for_while_it_is(town):
    event = announced(town, audience="invited")
    asked, person = firm(town, "受邀示例公司")
    invited = town.stamp(person).actor
    _other, stranger = firm(town, "路过示例公司")
    officer = town.stamp(town.city_officer)
    before = SearchDocument.objects.get(kind=KIND).place

    assert [found("海洋场景", who) for who in (NOBODY, invited, host(town))] == [[], [], [event.pk]]

    invite(event, organisations=[asked.pk], words="请来", stamp=officer)
    readers = (NOBODY, town.stamp(stranger).actor, invited)
    assert [found("海洋场景", who) for who in readers] == [[], [], [event.pk]]
    assert [count(read("海洋场景"), who) for who in readers] == [0, 0, 1]
    assert [len(suggestions("示例海洋", who)) for who in readers] == [0, 0, 1]

    withdraw_invitation(Invitation.objects.get(), stamp=officer)
    assert found("海洋场景", invited) == []
    # Whom it is for is asked of the reader: nothing had to be written anew.
    assert SearchDocument.objects.get(kind=KIND).place == before


def test_who_has_a_place_finds_what_was_closed_later(town):
    event = announced(town)
    place = comes(town, event)
    officer = town.stamp(town.city_officer)

    event.refresh_from_db()
    change_event(event, said=said(audience="invited"), version=event.version, stamp=officer)

    guest = town.stamp(place.person).actor
    assert [found("海洋场景", who) for who in (NOBODY, guest)] == [[], [event.pk]]


def test_the_index_finds_them_with_counts_that_betray_nothing(town, index):  # noqa: F811
    shown, hidden = announced(town), announced(town, title="示例海洋闭门会", audience="invited")
    index()

    public, hosts = (answer(read("示例海洋"), who) for who in (NOBODY, host(town)))

    assert (public.source, hosts.source) == (Source.INDEX, Source.INDEX)
    assert {one.object_id for one in public.found} == {shown.pk}
    assert {one.object_id for one in hosts.found} == {shown.pk, hidden.pk}
    assert (public.kinds, hosts.kinds) == ({KIND: 1}, {KIND: 2})
    assert public.facets["type"] == {"event_session": 1}
    assert found("-类型:活动 示例海洋") == []
    assert [one.object_id for one in suggestions("示例海洋", NOBODY)] == [shown.pk]


def test_what_the_index_still_holds_is_asked_of_the_database_again(town):
    event = announced(town, audience="invited")
    SearchDocument.objects.filter(kind=KIND).update(audience=["public"], public=True)

    assert found("海洋场景") == [event.pk]
    assert events.found(NOBODY, [event.pk]) == {}
    assert events.found(host(town), [event.pk]) == {event.pk: event}


def test_documents_can_be_made_anew(town):
    event = announced(town)
    SearchDocument.objects.all().delete()

    assert (fill_left_out(), fill_left_out()) == (1, 0)
    SearchDocument.objects.create(
        kind=KIND, object_id=event.pk + 1, title="没有了", changed_at=NOON, vector=""
    )
    rebuild()
    assert list(SearchDocument.objects.filter(kind=KIND).values_list("object_id", flat=True)) == [
        event.pk
    ]


def test_documents_of_before_their_meaning_counted_are_made_anew(town):
    announced(town)
    SearchDocument.objects.filter(kind=KIND).update(meaning=None)

    assert (fill_left_out(), fill_left_out()) == (1, 0)
    assert SearchDocument.objects.filter(kind=KIND, meaning__isnull=False).exists()


def test_an_event_is_found_by_meaning_alone(town, index):  # noqa: F811
    event = announced(town)
    index()

    got = answer(read("船舶救援", {}), NOBODY).found

    assert [one.object_id for one in got if one.kind == KIND and one.by_meaning] == [event.pk]


def test_asking_for_none_asks_nobody(town, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert events.found(NOBODY, []) == {}
