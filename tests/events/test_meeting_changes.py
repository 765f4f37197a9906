"""Plans of one-to-one days changed: by hand, and when people are missing."""

import pytest

from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.events.actions.change_meeting import (
    CannotStand,
    PlanMoved,
    arrange_meeting,
    cancel_meeting,
    move_meeting,
    pin_meeting,
)
from citystage.stages.events.actions.decide_place import give_back
from citystage.stages.events.actions.publish_plan import publish_plan
from citystage.stages.events.actions.replan_meetings import replan_meetings
from citystage.stages.events.actions.say_attendance import say_attendance
from citystage.stages.events.models import Meeting
from tests.events.meeting_days import a_day, computed, pairs, says

pytestmark = pytest.mark.django_db(transaction=True)


def officer(town):
    return town.stamp(town.city_officer)


def test_pinned_meetings_stay_and_cancelled_ones_are_not_sought_again(town):
    day, supply, demand = a_day(town, slots=2, tables=1)
    says(town, supply[0], demand[0])
    says(town, supply[1], demand[1])
    plan = computed(town, day)
    first, second = plan.meetings.order_by("slot")
    pin_meeting(second, pinned=True, stamp=officer(town))
    pin_meeting(second, pinned=True, stamp=officer(town))

    cancel_meeting(first, reason="示例理由", seen=1, stamp=officer(town))
    again = computed(town, day, seed=3)

    (kept,) = again.meetings.all()
    assert (kept.supply_id, kept.slot, kept.pinned) == (second.supply_id, second.slot, True)
    with pytest.raises(CannotStand):
        cancel_meeting(kept, reason=" ", seen=1, stamp=officer(town))


def test_a_meeting_moved_by_hand_keeps_its_row_and_others_give_way(town):
    day, supply, demand = a_day(town, slots=2, tables=1)
    says(town, supply[0], demand[0], weight=3)
    says(town, supply[1], demand[1])
    plan = computed(town, day)
    first, second = plan.meetings.order_by("slot")

    done = move_meeting(first, slot=1, table=0, seen=1, stamp=officer(town))

    assert [one.pk for one in done.moved] == [first.pk]
    assert [one.pk for one in done.dropped] == [second.pk]
    first.refresh_from_db()
    assert (first.slot, first.pinned, first.cancelled_at) == (1, True, None)
    with pytest.raises(PlanMoved):
        move_meeting(first, slot=0, table=0, seen=1, stamp=officer(town))
    # It fell away for another, not by a decision: the next computation seeks it again.
    assert len(pairs(computed(town, day))) == 2


def test_a_meeting_arranged_by_hand_is_pinned_and_must_be_possible(town):
    day, supply, demand = a_day(town, slots=3, breaks=[2])
    says(town, supply[0], demand[0])
    plan = computed(town, day)
    settings = {"supply": supply[1], "demand": demand[1], "table": 0, "stamp": officer(town)}

    done = arrange_meeting(plan, **settings, slot=1, seen=1)

    assert [one.pinned for one in done.added] == [True]
    with pytest.raises(CannotStand):
        arrange_meeting(plan, **settings, slot=2, seen=2)
    stranger = town.stamp(supply[0].place.person)
    with pytest.raises(NotAllowed):
        arrange_meeting(plan, **settings | {"stamp": stranger}, slot=1, seen=2)


def test_pinned_meetings_that_contradict_each_other_are_named(town):
    day, supply, demand = a_day(town, slots=2)
    says(town, supply[0], demand[0])
    plan = computed(town, day)
    (one,) = plan.meetings.all()
    pin_meeting(one, pinned=True, stamp=officer(town))
    own = officer(town)
    say_attendance(day, supply[0].place, away=[one.slot], most=None, room=None, stamp=own)

    second = computed(town, day)

    assert second.state == "impossible"
    assert len(second.result["obstacles"]) == 1
    with pytest.raises((NotAllowed, WrongState)):
        publish_plan(second, stamp=officer(town))


def test_a_replan_changes_little_and_tells_only_those_concerned(town):
    day, supply, demand = a_day(town, firms=3, buyers=1, slots=2, tables=1)
    for at, one in enumerate(supply):
        says(town, one, demand[0], weight=3 - at)
    plan = publish_plan(computed(town, day), stamp=officer(town))
    before = {one.supply_id: one for one in plan.meetings.all()}
    Notice.objects.all().delete()

    done = replan_meetings(plan, there_from={supply[0].pk: None}, since=0, stamp=officer(town))

    assert [one.supply_id for one in done.dropped] == [supply[0].pk]
    assert [one.supply_id for one in done.added] == [supply[2].pk]
    assert done.moved == ()
    assert Meeting.objects.get(pk=before[supply[1].pk].pk).cancelled_at is None
    told = set(Notice.objects.values_list("person_id", flat=True))
    assert told == {one.place.person_id for one in (supply[0], supply[2], demand[0])}
    plan.refresh_from_db()
    assert (plan.version, plan.state) == (2, "published")


def test_who_gives_the_place_back_is_left_out_of_the_next_plan(town):
    day, supply, demand = a_day(town)
    says(town, supply[0], demand[0])
    says(town, supply[1], demand[0])
    plan = computed(town, day)

    give_back(supply[0].place, stamp=town.stamp(supply[0].place.person))

    done = replan_meetings(plan, there_from={}, since=0, stamp=officer(town))
    assert [one.supply_id for one in done.dropped] == [supply[0].pk]
    assert pairs(computed(town, day)) == {(supply[1].pk, demand[0].pk)}
