"""The tolerance ledger: who decides on which rule, what falls under it, and that it ends."""

from datetime import timedelta

import pytest

from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.trials.actions.keep_tolerance import (
    BadTolerance,
    Granted,
    grant_tolerance,
    withdraw_tolerance,
)
from citystage.stages.trials.actions.mind_incident import (
    Happened,
    NotTolerated,
    Verdict,
    judge_incident,
    report_incident,
)
from citystage.stages.trials.actions.mind_tolerances import mind_tolerances
from citystage.stages.trials.jobs import watching
from citystage.stages.trials.queries import tolerances as queries
from citystage.stages.trials.queries.tolerances import Cut
from citystage.stages.trials.states.trials import Judgement
from tests.conftest import NOON
from tests.trials.trying import TODAY, Tried

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def trial(tried):
    return tried.signed()


def granted(tried, trial=None, **changes):
    known = {
        "organisation": tried.blue,
        "trial": trial,
        "title": "误报宽容",
        "what": "误报停机不超过30分钟不予处罚。",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=60),
        "rule": "包容审慎监管办法",
    }
    return Granted(**(known | changes))


def enter(tried, trial=None, person=None, **changes):
    stamp = tried.by(person or tried.town.officer)
    return grant_tolerance(tried.town.city, granted=granted(tried, trial, **changes), stamp=stamp)


def test_an_office_over_the_trial_decides(tried, trial):
    for person in (tried.town.owner, tried.town.jimo_officer):
        with pytest.raises(NotAllowed):
            enter(tried, trial, person)

    made = enter(tried, trial)

    assert (made.decided_for, made.state) == (tried.town.laoshan, "standing")
    assert Notice.objects.filter(person=tried.blue_person, template__contains="tolerance").exists()
    with pytest.raises(BadTolerance):
        enter(tried, trial, ends_on=TODAY)
    with pytest.raises(BadTolerance):
        enter(tried, trial, organisation=tried.red)


def test_the_office_of_a_district_decides_for_its_own(tried):
    town = tried.town
    assert enter(tried).district == town.laoshan
    assert enter(tried, district=town.laoshan).district == town.laoshan
    with pytest.raises(BadTolerance, match="its own district"):
        enter(tried, district=town.jimo)

    assert enter(tried, person=town.city_officer).district is None
    assert enter(tried, person=town.city_officer, district=town.jimo).district == town.jimo


def test_an_incident_is_judged_by_what_held_that_day(tried, trial):
    made = enter(tried, trial, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))
    later = tried.by(tried.town.officer, NOON + timedelta(days=5))
    stamps = [tried.by(tried.blue_person, NOON + timedelta(days=day)) for day in (0, 3)]
    inside, after = (
        report_incident(trial, happened=Happened(what="误报", at=one.at), stamp=one)
        for one in stamps
    )
    verdict = Verdict(judgement=Judgement.INSIDE, reasons="停机12分钟", tolerance=made)

    assert queries.holding_at(inside) == [made]
    judged = judge_incident(inside, verdict=verdict, stamp=later)
    with pytest.raises(NotTolerated):
        judge_incident(after, verdict=verdict, stamp=later)

    assert judged.tolerance == made
    assert queries.incidents_of(made) == [inside]


def test_it_is_announced_and_ends_by_itself(tried, trial):
    made = enter(tried, trial)

    def minded(day):
        return mind_tolerances(stamp=tried.by(tried.town.officer, NOON + timedelta(days=day)))

    assert [minded(day) for day in (29, 30, 31, 59, 60, 61)] == [0, 0, 0, 0, 1, 0]
    made.refresh_from_db()
    assert (made.state, made.reminded_at) == ("ended", NOON + timedelta(days=30))
    with pytest.raises(WrongState):
        withdraw_tolerance(made, reason="晚了", stamp=tried.by(tried.town.officer))
    assert watching.mind_tolerances.func() == 0


def test_it_is_withdrawn_by_who_decided_or_above(tried):
    made = enter(tried)
    with pytest.raises(WrongState):
        withdraw_tolerance(made, reason="无关", stamp=tried.by(tried.town.jimo_officer))

    gone = withdraw_tolerance(made, reason="规则废止", stamp=tried.by(tried.town.city_officer))

    assert (gone.state, gone.reason) == ("withdrawn", "规则废止")


def test_the_ledger_shows_each_what_concerns_them(tried, trial):
    made, other = enter(tried, trial), enter(tried, title="另一项", organisation=tried.red)

    def seen(person, **cut):
        return {one.pk for one in queries.tolerances(tried.by(person).actor, Cut(**cut))}

    assert seen(tried.blue_person) == {made.pk}
    assert seen(tried.town.owner) == {made.pk}
    assert seen(tried.town.city_officer) == {made.pk, other.pk}
    assert seen(tried.town.city_officer, words="另一", states=("standing",)) == {other.pk}
    with pytest.raises(NotFound):
        queries.reach_tolerance(tried.by(tried.blue_person).actor, other.pk)
    assert queries.supplier_named(tried.town.city, "示例蓝色科技") == tried.blue
    assert queries.supplier_named(tried.town.city, "没有") is None
