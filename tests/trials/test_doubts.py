"""Evidence that changes after a step was unlocked: the step is told of and judged again."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.trials import doubting
from citystage.stages.trials.actions.add_readings import remove_reading
from citystage.stages.trials.actions.climb import unlock_step
from citystage.stages.trials.actions.conclude_trial import Outcome, leave
from citystage.stages.trials.actions.judge_step import NotDoubted, lose_step, uphold_step
from citystage.stages.trials.actions.mind_incident import (
    Happened,
    Verdict,
    judge_incident,
    report_incident,
    resume_trial,
)
from citystage.stages.trials.models import Ascent, Reading
from citystage.stages.trials.parties import WordsMissing
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.states.trials import Judgement
from tests.conftest import NOON
from tests.trials.trying import Tried, row

pytestmark = pytest.mark.usefixtures("english")
HOUR = timedelta(hours=1)


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def trial(tried):
    """On its second step of three, by 240 hours in two readings."""
    made = tried.signed(ladder="long")
    tried.read(made, row(value="200", site="A"), row(value="40", site="B"))
    unlock_step(made, step=2, stamp=tried.by(tried.town.owner, NOON + 2 * HOUR))
    made.refresh_from_db()
    return made


def remove(tried, site="B", person=None, at=None):
    found = Reading.objects.select_related("trial").get(site=site, removed_at=None)
    stamp = tried.by(person or tried.town.officer, at or NOON + 3 * HOUR)
    return remove_reading(found, reason="表计故障", stamp=stamp)


def verbs(trial):
    rows = Entry.objects.filter(subject=f"trials.trial:{trial.pk}").order_by("id")
    return [one.verb.removeprefix("trials.step.") for one in rows if ".step." in one.verb]


def test_evidence_withdrawn_after_the_step_puts_it_in_doubt(tried, trial):
    actors = [tried.by(one).actor for one in (tried.town.officer, tried.town.owner)]
    assert [list(queries.to_judge_again(one)) for one in actors] == [[], []]

    remove(tried)

    doubted = doubting.doubted(trial)
    assert (doubted.step, doubted.doubt, doubted.doubted_at) == (2, "表计故障", NOON + 3 * HOUR)
    trial.refresh_from_db()
    assert (trial.state, trial.step) == ("running", 2)
    assert [list(queries.to_judge_again(one)) for one in actors] == [[trial], []]
    told = Notice.objects.filter(template__contains="no longer meets the rule")
    # The officer who removed it knows.
    people = {tried.town.owner, tried.blue_person, tried.town.clerk}
    assert {one.person for one in told} == people
    (line, _faults) = standing.evidence(trial, standing.frame(trial), doubted)
    assert line.choices[0].needs[0].missing == "40"


def test_what_was_taken_at_another_time_leaves_the_step_alone(tried, trial):
    tried.read(trial, row(value="5", site="C", at=NOON + 2 * HOUR), at=NOON + 3 * HOUR)

    remove(tried, "C")

    assert doubting.doubted(trial) is None


def test_more_than_enough_may_lose_some(tried, trial):
    tried.read(trial, row(value="60", site="C", at=NOON + HOUR), at=NOON + 3 * HOUR)

    remove(tried)

    assert doubting.doubted(trial) is None


def test_no_further_step_is_unlocked_before_the_judgement(tried, trial):
    remove(tried)
    tried.read(trial, row(value="240", site="D", at=NOON + 4 * HOUR), at=NOON + 5 * HOUR)
    trial.refresh_from_db()
    assert (trial.proven, trial.ready) == (True, False)

    unlock = {"step": 3, "stamp": tried.by(tried.town.owner, NOON + 5 * HOUR)}
    with pytest.raises(WrongState, match="judged again"):
        unlock_step(trial, **unlock)
    uphold_step(trial, step=2, reason="其余数据充分", stamp=tried.by(tried.town.officer))

    trial.refresh_from_db()
    assert trial.ready is True
    assert unlock_step(trial, **unlock).step == 3
    ascent = Ascent.objects.get(step=2)
    assert (ascent.upheld_reason, ascent.upheld_for) == ("其余数据充分", tried.town.laoshan)


def test_only_an_office_lets_it_stand_and_once(tried, trial):
    remove(tried)

    for person in (tried.town.owner, tried.blue_person, tried.town.jimo_officer):
        with pytest.raises(NotAllowed):
            uphold_step(trial, step=2, reason="没问题", stamp=tried.by(person))
    with pytest.raises(NotAllowed):
        lose_step(trial, step=2, reason="退回", stamp=tried.by(tried.blue_person))
    with pytest.raises(WordsMissing):
        uphold_step(trial, step=2, reason=" ", stamp=tried.by(tried.town.officer))
    uphold_step(trial, step=2, reason="没问题", stamp=tried.by(tried.town.city_officer))
    for judge in (uphold_step, lose_step):
        with pytest.raises(NotDoubted):
            judge(trial, step=2, reason="再来", stamp=tried.by(tried.town.officer))


def test_a_step_taken_back_keeps_the_evidence_that_is_left(tried, trial):
    remove(tried)

    lost = lose_step(trial, step=2, reason="证据不足", stamp=tried.by(tried.town.owner))

    assert (lost.state, lost.step, lost.proven) == ("running", 1, False)
    assert Ascent.objects.get().fallen_reason == "证据不足"
    entry = Entry.objects.get(verb="trials.step.lost")
    assert (entry.payload["from_step"], entry.payload["step"]) == (2, 1)
    tried.read(trial, row(value="40", site="E", at=NOON + 4 * HOUR), at=NOON + 5 * HOUR)
    again = unlock_step(trial, step=2, stamp=tried.by(tried.blue_person, NOON + 6 * HOUR))
    assert again.step == 2
    assert verbs(trial) == ["unlocked", "doubted", "lost", "unlocked"]


def test_after_a_suspension_evidence_of_before_it_does_not_come_back(tried, trial):
    happened = Happened(what="碰撞护栏", at=NOON + HOUR, back_to=2)
    report_incident(trial, happened=happened, stamp=tried.by(tried.town.owner, NOON + 3 * HOUR))
    resume_trial(trial, reason="已整改", stamp=tried.by(tried.town.owner, NOON + 4 * HOUR))
    remove(tried, at=NOON + 5 * HOUR)

    lost = lose_step(
        trial, step=2, reason="证据不足", stamp=tried.by(tried.town.officer, NOON + 6 * HOUR)
    )

    assert (lost.step, lost.step_since) == (1, NOON + 4 * HOUR)


def test_the_right_value_in_its_place_lifts_the_doubt(tried, trial):
    remove(tried)

    tried.read(trial, row(value="40.5", site="B"), at=NOON + 4 * HOUR)

    assert doubting.doubted(trial) is None
    assert verbs(trial) == ["unlocked", "doubted", "confirmed"]


def test_an_incident_before_the_step_that_is_judged_after_it_counts_against_it(tried, trial):
    happened = Happened(what="碰撞护栏", at=NOON + HOUR, back_to=None)
    late = tried.by(tried.blue_person, NOON + 4 * HOUR)
    made = report_incident(trial, happened=happened, stamp=late)
    assert doubting.doubted(trial) is None

    verdict = Verdict(judgement=Judgement.OUTSIDE, reasons="操作不当")
    judge_incident(made, verdict=verdict, stamp=tried.by(tried.town.officer, NOON + 5 * HOUR))

    assert doubting.doubted(trial).doubt == "操作不当"


def test_a_fall_after_an_incident_takes_the_doubt_with_it(tried, trial):
    remove(tried)
    happened = Happened(what="碰撞护栏", at=NOON + HOUR, back_to=1)

    report_incident(trial, happened=happened, stamp=tried.by(tried.town.owner, NOON + 4 * HOUR))

    assert doubting.doubted(trial) is None
    assert Ascent.objects.get().fallen_at == NOON + 4 * HOUR


def test_a_trial_that_has_ended_is_doubted_no_more(tried, trial):
    leave(trial, outcome=Outcome(words="费用过高"), stamp=tried.by(tried.town.owner))

    remove(tried)

    assert doubting.doubted(trial) is None
    assert list(queries.to_judge_again(tried.by(tried.town.officer).actor)) == []


def test_readings_backdated_before_the_unlock_do_not_count_for_the_next_step(tried, trial):
    tried.read(trial, row(value="500", site="F", at=NOON + HOUR), at=NOON + 9 * HOUR)

    trial.refresh_from_db()
    ahead = standing.ahead(trial, standing.frame(trial))
    assert (ahead.number, ahead.proven, trial.proven) == (3, False, False)


def test_a_reading_of_a_clock_that_runs_ahead_counts_for_one_step(tried):
    trial = tried.signed(ladder="long")
    soon = NOON + HOUR + timedelta(minutes=9)
    tried.read(trial, row(value="240", at=soon), at=NOON + HOUR)

    unlocked = unlock_step(trial, step=2, stamp=tried.by(tried.town.owner, NOON + HOUR))

    assert unlocked.step_since == soon + timedelta(microseconds=1)
    assert unlocked.proven is False
    with pytest.raises(WrongState):
        unlock_step(trial, step=3, stamp=tried.by(tried.town.owner, NOON + HOUR))
