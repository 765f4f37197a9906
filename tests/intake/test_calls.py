"""The coordinating office prepares, opens, changes and closes calls."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.intake import queries
from citystage.stages.intake.actions.change_call import CallMoved, change_call
from citystage.stages.intake.actions.close_call import close_call
from citystage.stages.intake.actions.open_call import open_call
from citystage.stages.intake.actions.prepare_call import prepare_call
from citystage.stages.intake.calling import BadSettings, CallSettings
from citystage.stages.intake.preparing import CodeTaken
from citystage.stages.intake.states import CallState
from tests.conftest import HOUSE, NOON
from tests.intake.acting import recommended, verbs


def settings(town, **changes):
    known = {"code": "labs", "title": "实验室征集", "form": town.form, "opens_at": NOON}
    return CallSettings(**(known | changes))


def prepared(town, **changes):
    return prepare_call(
        town.city, settings=settings(town, **changes), stamp=town.stamp(town.city_officer)
    )


def test_prepare_call_gives_every_district_and_department_its_places(town):
    call = prepared(town, default_places=3, places={town.laoshan.pk: 8})

    assert queries.places_of(call) == {
        town.laoshan.pk: 8,
        town.jimo.pk: 3,
        town.transport.pk: 3,
        town.health.pk: 3,
    }
    assert call.state == CallState.PREPARING
    assert verbs() == ["intake.call.prepared"]


def test_prepare_call_may_be_done_by_the_house_when_a_pack_is_loaded(town):
    assert prepare_call(town.city, settings=settings(town), stamp=HOUSE).code == "labs"


def test_prepare_call_refuses_others_and_a_code_that_is_taken(town):
    with pytest.raises(NotAllowed):
        prepare_call(town.city, settings=settings(town), stamp=town.stamp())
    with pytest.raises(CodeTaken):
        prepared(town, code="2026-open")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"closes_at": NOON}, "closes_at"),
        ({"recommend_until": NOON}, "recommend_until"),
        (
            {"closes_at": NOON + timedelta(2), "recommend_until": NOON + timedelta(1)},
            "recommend_until",
        ),
        ({"default_places": -1}, "places"),
        ({"eligible_kinds": ["ghost"]}, "eligible_kinds"),
    ],
)
def test_settings_that_contradict_themselves_are_named(town, changes, field):
    with pytest.raises(BadSettings) as refusal:
        prepared(town, **changes)

    assert list(refusal.value.errors) == [field]


def test_settings_take_only_forms_of_the_city(town):
    town.form.city = town.laoshan

    with pytest.raises(BadSettings) as refusal:
        prepared(town)

    assert list(refusal.value.errors) == ["form"]


def test_open_call_fills_missing_places_and_close_call_ends_it(town):
    call = prepared(town)
    later = town.unit("district", "市南区", "shinan")
    stamp = town.stamp(town.city_officer)

    opened = open_call(call, stamp=stamp)
    closed = close_call(call, stamp=stamp)

    assert queries.places_of(opened)[later.pk] == 5
    assert closed.state == CallState.CLOSED
    assert verbs() == ["intake.call.prepared", "intake.call.opened", "intake.call.closed"]


def test_open_call_refuses_what_cannot_work(town):
    stamp = town.stamp(town.city_officer)
    over = prepared(town, code="a", opens_at=NOON - timedelta(9), closes_at=NOON)
    empty = prepared(town, code="b", default_places=0)

    for call in (over, empty):
        with pytest.raises(Refusal):
            open_call(call, stamp=stamp)
    with pytest.raises(WrongState):
        open_call(town.call, stamp=stamp)
    with pytest.raises(NotAllowed):
        close_call(town.call, stamp=town.stamp())


def test_change_call_records_old_and_new_values(town):
    call = prepared(town)
    changed = settings(
        town, title="新标题", places={town.jimo.pk: 9}, closes_at=NOON + timedelta(5)
    )

    call = change_call(call, settings=changed, version=1, stamp=town.stamp(town.city_officer))

    told = Entry.objects.get(verb="intake.call.changed").payload["changes"]
    assert call.version == 2
    assert told["title"] == ["实验室征集", "新标题"]
    assert told["closes_at"] == [None, "2026-11-26T12:00:00+00:00"]
    assert told["places"] == [{str(town.jimo.pk): 5}, {str(town.jimo.pk): 9}]


def test_change_call_says_nothing_when_nothing_differs(town):
    call = prepared(town)

    call = change_call(
        call, settings=settings(town), version=1, stamp=town.stamp(town.city_officer)
    )

    assert call.version == 1
    assert verbs() == ["intake.call.prepared"]


def test_change_call_refuses_an_older_look_and_fewer_places_than_used(town):
    recommended(town)
    stamp = town.stamp(town.city_officer)
    same = {"code": "2026-open", "title": town.call.title, "opens_at": town.call.opens_at}

    with pytest.raises(CallMoved):
        change_call(town.call, settings=settings(town, **same), version=7, stamp=stamp)
    with pytest.raises(Refusal, match="崂山区"):
        change_call(
            town.call,
            settings=settings(town, **same, places={town.laoshan.pk: 0}),
            version=1,
            stamp=stamp,
        )
