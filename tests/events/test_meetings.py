"""One-to-one days: wishes of both sides, plans, changes by hand, replans, who is told."""

import pytest
from django.db import IntegrityError, transaction

from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.events.actions.compute_plan import (
    NothingToPlan,
    ask_plan,
    begin_plan,
    fail_plan,
)
from citystage.stages.events.actions.propose_wishes import propose_wishes
from citystage.stages.events.actions.publish_plan import publish_plan
from citystage.stages.events.actions.say_attendance import NoSuchTime, say_attendance
from citystage.stages.events.actions.set_up_meetings import (
    ChangedMeanwhile,
    FrameWrong,
    set_up_meetings,
)
from citystage.stages.events.actions.tell_wish import SameSide
from citystage.stages.events.meeting.posing import pose, weight_of
from citystage.stages.events.models import Meeting, MeetingPlan, MeetingWish
from citystage.stages.events.queries.meetings import shown
from citystage.stages.matchmaking.models import Suggestion
from tests.conftest import NOON
from tests.events.building import BEGINS, announced, comes
from tests.events.meeting_days import a_day, computed, frame, pairs, says, sides

pytestmark = pytest.mark.django_db(transaction=True)


def officer(town):
    return town.stamp(town.city_officer)


def test_a_frame_is_set_once_and_changed_with_what_one_saw(town):
    day, _supply, _demand = a_day(town)

    changed = set_up_meetings(day.event, frame=frame(slots=6), seen=1, stamp=officer(town))

    assert (changed.pk, changed.slots, changed.version) == (day.pk, 6, 2)
    with pytest.raises(ChangedMeanwhile):
        set_up_meetings(day.event, frame=frame(), seen=1, stamp=officer(town))


@pytest.mark.parametrize(
    "wrong",
    [{"slots": 0}, {"breaks": [4]}, {"breaks": [0, 1, 2, 3]}, {"wishes_until": "later"}],
)
def test_a_frame_that_makes_no_day_is_refused(town, wrong):
    if "wishes_until" in wrong:
        wrong = {"wishes_until": BEGINS.replace(year=BEGINS.year + 1)}

    with pytest.raises(FrameWrong):
        set_up_meetings(announced(town), frame=frame(**wrong), seen=0, stamp=officer(town))


def test_whoever_gets_a_place_later_meets_too(town):
    day, supply, _demand = a_day(town, firms=1, buyers=1)

    comes(town, day.event, "示例后来公司", side="supply")

    assert len(sides(day, "supply")) == len(supply) + 1


def test_only_the_participant_speaks_and_only_until_wishes_close(town):
    day, supply, demand = a_day(town, wishes_until=NOON.replace(hour=23))

    said = says(town, supply[0], demand[0], weight=3)
    again = says(town, supply[0], demand[0], weight=3)
    assert said == again

    stranger = town.stamp(supply[1].place.person)
    with pytest.raises(NotAllowed):
        say_attendance(day, supply[0].place, away=[], most=None, room=None, stamp=stranger)
    with pytest.raises(NotAllowed):
        says(town, supply[0], demand[1], at=BEGINS)
    with pytest.raises(SameSide):
        says(town, supply[0], supply[1])
    assert says(town, supply[0], demand[0], kind="") is None
    assert MeetingWish.objects.count() == 0
    assert says(town, supply[0], demand[0], kind="") is None


def test_times_must_be_of_the_day(town):
    day, supply, _demand = a_day(town)
    own = town.stamp(supply[0].place.person)

    kept = say_attendance(day, supply[0].place, away=[3, 1, 1], most=2, room=None, stamp=own)

    assert (kept.away, kept.most) == ([1, 3], 2)
    with pytest.raises(NoSuchTime):
        say_attendance(day, supply[0].place, away=[4], most=None, room=None, stamp=own)


@pytest.mark.parametrize(
    ("ours", "theirs", "opt_in", "opt_out"),
    [(1, None, 0, 1), (2, 3, 7, 7), (1, "decline", 0, 0), ("decline", None, 0, 0)],
)
def test_what_a_meeting_is_worth_by_what_both_said(ours, theirs, opt_in, opt_out):
    said = [
        MeetingWish(kind="decline") if word == "decline" else MeetingWish(kind="wish", weight=word)
        for word in (ours, theirs)
        if word is not None
    ]

    assert weight_of(said, "opt_in") == opt_in
    assert weight_of(said, "opt_out") == opt_out


def test_a_plan_is_computed_published_and_told(town):
    day, supply, demand = a_day(town)
    for one in supply:
        for other in demand:
            says(town, one, other)

    plan = computed(town, day)

    assert (plan.state, plan.done, plan.result["status"]) == ("ready", plan.STEPS, "optimal")
    assert len(pairs(plan)) == 4
    assert Notice.objects.filter(template__contains="computed").count() == 1
    assert not Notice.objects.filter(template__contains="published").exists()
    published = publish_plan(plan, stamp=officer(town))
    assert publish_plan(plan, stamp=officer(town)).state == "published"
    assert published.published_at is not None
    assert Notice.objects.filter(template__contains="are published").count() == 4
    second = publish_plan(computed(town, day), stamp=officer(town))
    plan.refresh_from_db()
    assert (plan.state, second.state) == ("replaced", "published")


def test_without_wishes_there_is_nothing_to_plan(town):
    day, _supply, _demand = a_day(town)

    with pytest.raises(NothingToPlan):
        ask_plan(day, seed=0, stamp=officer(town))


def test_one_computation_at_a_time_and_a_lost_one_is_given_up(town):
    day, supply, demand = a_day(town)
    says(town, supply[0], demand[0])

    first = ask_plan(day, seed=0, stamp=officer(town))

    assert ask_plan(day, seed=0, stamp=officer(town)) == first
    assert begin_plan(first, stamp=officer(town)) is not None
    assert begin_plan(first, stamp=officer(town)) is None
    later = town.stamp(town.city_officer, at=NOON.replace(hour=23))
    second = ask_plan(day, seed=0, stamp=later)
    first.refresh_from_db()
    assert (first.state, second.number) == ("failed", 2)
    fail_plan(second, stamp=later)
    second.refresh_from_db()
    assert second.state == "failed"


def test_nobody_is_in_two_places_whatever_is_written(town):
    day, supply, demand = a_day(town)
    says(town, supply[0], demand[0])
    plan = computed(town, day)
    (one,) = plan.meetings.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(
            plan=plan, supply=supply[0], demand=demand[1], slot=one.slot, table=one.table + 1
        )


def test_wishes_are_proposed_from_what_matching_found(town):
    day, supply, demand = a_day(town)
    scenario = town.scenario(owner=demand[0].place.organisation)
    Suggestion.objects.create(
        scenario=scenario,
        organisation=supply[1].place.organisation,
        score=0.8,
        verdict="match",
        rank=1,
        changed_at=NOON,
    )

    assert propose_wishes(day, stamp=officer(town)) == 1
    assert propose_wishes(day, stamp=officer(town)) == 0

    wish = MeetingWish.objects.get()
    assert (wish.by_id, wish.to_id, wish.proposed) == (demand[0].pk, supply[1].pk, True)


def test_tables_of_rooms_count_and_kinds_are_limited(town):
    day, supply, demand = a_day(town, most_of_kind={"company": 1}, most_supply=3)
    day.event.rooms.create(name="甲厅", tables=1)
    day.event.rooms.create(name="乙厅", tables=2)
    for other in demand:
        says(town, supply[0], other)

    posed = pose(day)
    plan = computed(town, day)

    assert posed.problem.rooms == (1, 2)
    assert posed.problem.left[0].most == 3
    assert len(pairs(plan)) == 1
    (unmet,) = shown.unmet(day, plan)
    assert unmet.weight == 1
    assert len(unmet.instead) == 1


def test_the_queries_of_the_plan_do_not_grow_with_it(town, django_assert_num_queries):
    day, supply, demand = a_day(town, firms=3, buyers=1)
    says(town, supply[0], demand[0])
    plan = MeetingPlan.objects.get(pk=computed(town, day).pk)
    with django_assert_num_queries(2):
        assert len(shown.meetings_shown(day, plan)) == 1
    for one in supply[1:]:
        says(town, one, demand[0])
    plan = MeetingPlan.objects.get(pk=computed(town, day).pk)

    with django_assert_num_queries(2):
        assert len(shown.meetings_shown(day, plan)) == 3
