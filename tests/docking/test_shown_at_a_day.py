"""An invitation to show becomes a meeting of a one-to-one day to which both sides come."""

from datetime import timedelta

import pytest

from citystage.foundation.notices.models import Notice
from citystage.stages.docking.actions.judge_answer import (
    BadDate,
    NotStanding,
    Show,
    answer_invitation,
    invite_to_show,
)
from citystage.stages.docking.actions.submit_answer import withdraw_answer
from citystage.stages.docking.models import Answer
from citystage.stages.docking.showing import NoTime
from citystage.stages.docking.writing import NoWords
from citystage.stages.events.models import Meeting, MeetingDay, MeetingWish
from tests.docking.answering import AFTER
from tests.docking.showing_days import BEGINS, coming, free, offered, published
from tests.events.meeting_days import computed
from tests.racing import refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture
def docked(town):
    return coming(town)


def invited(town, docked, **changes):
    known = {"at": None, "place": "", "talk": ""}
    stamp = town.stamp(town.owner, at=AFTER)
    return invite_to_show(docked.answer, show=Show(**(known | changes)), stamp=stamp)


def live(docked):
    return Meeting.objects.filter(plan=docked.plan, cancelled_at__isnull=True)


def test_times_are_offered_once_a_plan_is_published_and_nobody_gives_way(town, docked):
    assert free(docked) == []

    published(town, docked)

    # One table, one meeting there already, four times: three are left.
    assert len(free(docked)) == 3
    taken = live(docked).get().slot
    assert taken not in {one.slot for one in free(docked)}


def test_before_there_is_a_plan_the_invitation_is_a_wish_of_the_owner(town, docked):
    (day,) = offered(docked)

    answer = invited(town, docked, talk=day.key)

    assert (answer.show_at, answer.show_meeting) == (BEGINS, None)
    assert answer.show_place.startswith("示例海洋场景对对碰")
    wish = MeetingWish.objects.get(by=day.demand, to=day.supply)
    assert (wish.kind, wish.weight) == ("wish", 3)
    plan = computed(town, day.day)
    met = plan.meetings.filter(supply=day.supply, demand=day.demand)
    assert met.count() == 1


def test_the_invitation_is_kept_in_the_plan_and_both_are_told(town, docked):
    published(town, docked)
    talk = free(docked)[0]
    before = Notice.objects.filter(template__contains="have changed").count()

    answer = invited(town, docked, talk=talk.key)

    assert answer.show_at == talk.begins
    assert answer.show_place.startswith("示例海洋场景对对碰")
    assert (answer.show_meeting.slot, answer.show_meeting.pinned) == (talk.slot, True)
    assert live(docked).count() == 2
    assert Notice.objects.filter(template__contains="have changed").count() == before + 2
    assert free(docked) == []


@pytest.mark.parametrize("way", ["not coming", "withdrawn", "another time"])
def test_the_time_is_free_again_when_nobody_comes(town, docked, way):
    published(town, docked)
    talk = free(docked)[0]
    answer = invited(town, docked, talk=talk.key)
    blue = town.stamp(docked.blue_person, at=AFTER)

    if way == "not coming":
        answer_invitation(answer, comes=False, words="当日有投标", stamp=blue)
    elif way == "withdrawn":
        withdraw_answer(answer, reason="不再参加", stamp=blue)
    else:
        invited(town, docked, at=AFTER + timedelta(days=1), place="示例大厦")

    assert live(docked).count() == 1
    kept = Answer.objects.get(pk=answer.pk).show_meeting
    assert kept is None or kept.cancelled_at == AFTER
    assert talk.slot in {one.slot for one in free(docked)}


def test_who_gave_the_time_up_comes_only_when_invited_again(town, docked):
    published(town, docked)
    answer = invited(town, docked, talk=free(docked)[0].key)
    blue = town.stamp(docked.blue_person, at=AFTER)
    answer_invitation(answer, comes=False, words="当日有投标", stamp=blue)

    with pytest.raises(NotStanding):
        answer_invitation(answer, comes=True, words="", stamp=blue)
    invited(town, docked, talk=free(docked)[0].key)
    comes = answer_invitation(answer, comes=True, words="", stamp=blue)

    assert comes.show_accepted is True
    assert live(docked).filter(pk=comes.show_meeting_id).exists()


def test_a_day_that_takes_no_wishes_any_more_is_not_offered(town, docked):
    MeetingDay.objects.update(wishes_until=AFTER - timedelta(hours=1))

    assert offered(docked) == []


def test_a_time_that_is_gone_or_no_time_at_all_is_refused(town, docked):
    published(town, docked)
    talk = free(docked)[0]
    invited(town, docked, talk=talk.key)

    for wrong in ({"talk": "1-2-3-4"}, {}):
        with pytest.raises(NoTime):
            invited(town, docked, **wrong)
    with pytest.raises(NoWords):
        invited(town, docked, at=AFTER + timedelta(days=1))
    with pytest.raises(BadDate):
        invited(town, docked, at=AFTER - timedelta(days=1), place="示例大厦")
    assert live(docked).count() == 2


def test_of_two_invited_to_one_time_at_once_one_has_it(town, docked):
    published(town, docked)
    slot = free(docked)[0].slot
    keys = {
        one.pk: next(talk.key for talk in free(docked, one) if talk.slot == slot)
        for one in (docked.answer, docked.other)
    }

    def invite(answer, person):
        stamp = town.stamp(person, at=AFTER)
        show = Show(None, "", talk=keys[answer.pk])
        return lambda: invite_to_show(answer, show=show, stamp=stamp)

    told = refusals(invite(docked.answer, town.owner), invite(docked.other, town.city_officer))

    assert len([one for one in told if one]) == 1
    assert live(docked).filter(slot=slot).count() == 1
    assert Answer.objects.filter(show_meeting__isnull=False).count() == 1
