"""Two who act on a project at once: a call counts once, a judgement is not written over."""

from datetime import timedelta
from decimal import Decimal

import pytest

from citystage.stages.projects.actions.feed_series import feed_series
from citystage.stages.projects.actions.give_access import SameName, Series, give_access
from citystage.stages.projects.actions.keep_milestone import judge_milestone
from citystage.stages.projects.actions.mind_payments import remind_payments
from citystage.stages.projects.actions.plan_payment import Owed, plan_payment
from citystage.stages.projects.feeding import Row
from citystage.stages.projects.models import Access, Evidence, Milestone, Sending
from citystage.stages.projects.proceeding import Outrun
from citystage.stages.projects.states.projects import Standing
from tests.conftest import HOUSE, NOON, Town
from tests.projects.landing import TODAY, Landing
from tests.racing import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def landing(transactional_db):
    return Landing(Town())


def given(landing, project, name="网关3"):
    series = Series(name=name, title="夜间里程")
    return give_access(project, series=series, stamp=landing.stamp())[0]


def test_the_same_call_twice_at_once_counts_once(landing):
    access = given(landing, landing.begin())
    rows = [Row(at=NOON - timedelta(hours=1), value=1.0)]

    made = at_once(
        *[lambda: feed_series(access, rows=rows, key="k1", sha256="a" * 64, stamp=HOUSE)] * 2
    )

    assert made[0] == made[1]
    assert (Sending.objects.count(), len(Evidence.objects.get().points)) == (1, 1)


def test_two_devices_of_one_project_send_at_once_and_nothing_is_lost(landing):
    project = landing.begin()
    first, second = given(landing, project), given(landing, project, "网关4")

    def send(access, hours):
        rows = [Row(at=NOON - timedelta(hours=hours), value=1.0)]
        return feed_series(access, rows=rows, key=f"k{hours}", sha256="a" * 64, stamp=HOUSE)

    told = refusals(lambda: send(first, 1), lambda: send(first, 2), lambda: send(second, 1))

    assert told == [None, None, None]
    kept = Evidence.objects.order_by("access_id").values_list("points", flat=True)
    assert [len(one) for one in kept] == [2, 1]


def test_one_name_gets_one_access(landing):
    project = landing.begin()

    told = refusals(*[lambda: given(landing, project)] * 2)

    assert sorted(isinstance(one, SameName) for one in told) == [False, True]
    assert Access.objects.count() == 1


def test_of_two_judgements_on_the_same_page_the_second_is_told(landing):
    project = landing.begin()
    landing.photo(project)
    milestone = Milestone.objects.get()

    def judge(standing):
        return judge_milestone(
            milestone,
            standing=standing,
            actual=Decimal(700),
            words="雨天停运",
            version=1,
            stamp=landing.stamp(),
        )

    told = refusals(lambda: judge(Standing.PARTLY), lambda: judge(Standing.NOT))

    assert sorted(isinstance(one, Outrun) for one in told) == [False, True]
    assert Milestone.objects.get().version == 2


def test_two_clocks_remind_once(landing):
    project = landing.begin()
    plan_payment(project, owed=Owed(amount=1, due_on=TODAY), stamp=landing.stamp())

    told = at_once(*[lambda: remind_payments(landing.town.city, stamp=HOUSE)] * 2)

    assert sorted(told) == [0, 1]
