"""Steps are unlocked by evidence and agreement, and lost at once by an incident."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.models import Progress
from citystage.stages.matchmaking.models import Outcome as PairOutcome
from citystage.stages.trials.actions.climb import (
    NoStep,
    agree_to_step,
    take_back_agreement,
    unlock_step,
)
from citystage.stages.trials.actions.conclude_trial import (
    Outcome,
    close_as_failed,
    leave,
    take_over,
)
from citystage.stages.trials.actions.mind_incident import (
    BadIncident,
    Happened,
    JudgedAlready,
    NotTolerated,
    Verdict,
    judge_incident,
    report_incident,
    resume_trial,
)
from citystage.stages.trials.actions.mind_trials import mind_trials
from citystage.stages.trials.actions.publish_trial import allow_public, stop_public
from citystage.stages.trials.jobs import watching
from citystage.stages.trials.parties import WordsMissing
from citystage.stages.trials.queries import standing, tolerances
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.queries.trials import PublicCut
from citystage.stages.trials.states.trials import Judgement
from tests.conftest import HOUSE, NOON
from tests.trials.trying import TODAY, Tried, row

pytestmark = pytest.mark.usefixtures("english")
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def trial(tried):
    return tried.signed()


def happened(**changes):
    return Happened(**({"what": "碰撞护栏", "at": NOON, "back_to": 1} | changes))


def incident(tried, trial, person=None, **changes):
    stamp = tried.by(person or tried.blue_person, LATER)
    return report_incident(trial, happened=happened(**changes), stamp=stamp)


def test_a_step_takes_evidence_and_every_body(tried, trial):
    unlock = {"step": 2, "stamp": tried.by(tried.town.owner)}
    with pytest.raises(WrongState, match="evidence"):
        unlock_step(trial, **unlock)
    tried.proven(trial)
    with pytest.raises(WrongState, match="Not agreed yet"):
        unlock_step(trial, **unlock)
    assert list(queries.to_agree(tried.by(tried.town.officer).actor)) == [trial]
    tried.agreed(trial)
    assert list(queries.to_agree(tried.by(tried.town.officer).actor)) == []
    assert list(queries.to_unlock(tried.by(tried.blue_person).actor)) == [trial]

    unlocked = unlock_step(trial, **unlock)

    assert (unlocked.step, unlocked.ready) == (2, False)
    entry = Entry.objects.get(verb="trials.step.unlocked")
    assert entry.payload["evidence"] == {"hours": "240", "kilometres": "0", "at-fault": "0"}
    with pytest.raises(NoStep):
        unlock_step(trial, **unlock)
    frame = standing.frame(unlocked)
    assert standing.ahead(unlocked, frame) is None
    assert [one.standing for one in standing.ladder(unlocked, frame)] == ["done", "now"]


def test_only_the_named_bodies_agree_and_each_once(tried, trial):
    def agree(person):
        return agree_to_step(trial, step=2, words="限夜间", stamp=tried.by(person))

    for person in (tried.blue_person, tried.town.clerk, tried.town.jimo_officer):
        with pytest.raises(NotAllowed):
            agree(person)
    # The city stands over the district, and does not speak for it.
    with pytest.raises(NotAllowed):
        agree(tried.town.city_officer)
    assert agree(tried.town.officer).unit == tried.town.laoshan
    with pytest.raises(NotAllowed):
        agree(tried.town.officer)

    back = {"step": 2, "stamp": tried.by(tried.town.officer)}
    take_back_agreement(trial, reason="需复核", **back)
    with pytest.raises(NoStep):
        take_back_agreement(trial, reason="再撤", **back)
    assert agree(tried.town.officer).words == "限夜间"
    with pytest.raises(NoStep):
        agree_to_step(trial, step=1, words="", stamp=tried.by(tried.town.officer))

    leave(trial, outcome=Outcome(words="费用过高"), stamp=tried.by(tried.town.owner))
    with pytest.raises(NoStep):
        take_back_agreement(trial, reason="迟了", **back)


def test_a_lowest_step_that_asks_for_bodies_waits_for_them(tried):
    trial = tried.signed(ladder="road")
    assert trial.step == 0
    doctor = tried.town.person("doctor", "department_officer", tried.town.health)

    for person in (tried.town.clerk, doctor):
        agree_to_step(trial, step=1, words="", stamp=tried.by(person))
    unlocked = unlock_step(trial, step=1, stamp=tried.by(tried.blue_person))

    assert unlocked.step == 1


def test_an_incident_suspends_and_throws_back_at_once(tried, trial):
    tried.proven(trial)
    tried.agreed(trial)
    unlock_step(trial, step=2, stamp=tried.by(tried.town.owner))

    made = incident(tried, trial, person=tried.town.clerk)

    trial.refresh_from_db()
    assert (trial.state, trial.step, trial.step_since) == ("suspended", 1, LATER)
    assert (made.step_before, made.step_after, made.suspended) == (2, 1, True)
    assert list(queries.to_resume(tried.by(tried.town.owner).actor)) == [trial]
    with pytest.raises(WrongState):
        resume_trial(trial, reason="已整改", stamp=tried.by(tried.blue_person, LATER))
    goes_on = resume_trial(trial, reason="已整改", stamp=tried.by(tried.town.owner, LATER))
    assert (goes_on.state, goes_on.step) == ("running", 1)
    # What was measured before counts no more for the step.
    ahead = standing.ahead(goes_on, standing.frame(goes_on))
    assert (ahead.proven, ahead.given) == (False, [])
    with pytest.raises(WrongState):
        resume_trial(trial, reason="再次", stamp=tried.by(tried.town.owner, LATER))


def test_words_given_for_a_step_fall_with_an_incident(tried, trial):
    tried.agreed(trial)
    incident(tried, trial)

    assert not trial.permits.filter(fallen_at__isnull=True).exists()


def test_an_incident_may_only_be_noted(tried, trial):
    made = incident(tried, trial, back_to=None)

    trial.refresh_from_db()
    assert (trial.state, made.suspended) == ("running", False)
    with pytest.raises(BadIncident):
        incident(tried, trial, at=NOON + timedelta(days=1))
    with pytest.raises(WrongState):
        incident(tried, trial, person=tried.red_person)
    with pytest.raises(WordsMissing):
        incident(tried, trial, what=" ")


def test_an_incident_outside_tolerance_counts_as_evidence(tried, trial):
    tried.proven(trial)
    made = incident(tried, trial, back_to=None)
    officer = tried.by(tried.town.officer, LATER)
    assert list(tolerances.to_judge(officer.actor)) == [made]
    outside = Verdict(judgement=Judgement.OUTSIDE, reasons="操作不当", consequence="培训")
    inside = Verdict(judgement=Judgement.INSIDE, reasons="误报")

    with pytest.raises(NotAllowed):
        judge_incident(made, verdict=outside, stamp=tried.by(tried.town.owner, LATER))
    with pytest.raises(NotTolerated):
        judge_incident(made, verdict=inside, stamp=officer)
    judged = judge_incident(made, verdict=outside, stamp=officer)

    trial.refresh_from_db()
    assert (judged.consequence, trial.proven) == ("培训", False)
    with pytest.raises(JudgedAlready):
        judge_incident(made, verdict=outside, stamp=officer)
    assert list(tolerances.to_judge(officer.actor)) == []
    with pytest.raises(NotFound):
        tolerances.reach_incident(tried.by(tried.red_person).actor, made.pk)


def test_a_trial_is_taken_over_by_its_owner(tried, trial):
    outcome = Outcome(words="连续达标")
    with pytest.raises(NotAllowed):
        take_over(trial, outcome=outcome, price=1, stamp=tried.by(tried.blue_person))

    taken = take_over(trial, outcome=outcome, price=75_000_000, stamp=tried.by(tried.town.owner))

    assert (taken.state, taken.taken_price) == ("taken", 75_000_000)
    entry = Entry.objects.get(verb="trials.trial.ended")
    assert (entry.payload["outcome"], entry.payload["amount"]) == ("taken", 75_000_000)
    with pytest.raises(NotAllowed):
        tried.read(trial, row())
    assert not Progress.objects.filter(step="failed").exists()


def test_what_failed_honestly_is_an_outcome_that_matching_learns(tried, trial):
    incident(tried, trial)
    with pytest.raises(NotAllowed):
        take_over(trial, outcome=Outcome(words="x"), price=None, stamp=tried.by(tried.town.owner))
    with pytest.raises(WordsMissing):
        close_as_failed(trial, outcome=Outcome(words=" "), stamp=tried.by(tried.blue_person))

    outcome = Outcome(words="雨雾中识别不了锁具", lessons="先看一周录像")
    failed = close_as_failed(trial, outcome=outcome, stamp=tried.by(tried.blue_person))

    assert (failed.state, failed.lessons) == ("failed", "先看一周录像")
    assert PairOutcome.objects.filter(kind="failed", organisation=tried.blue).count() == 1
    with pytest.raises(NotAllowed):
        leave(trial, outcome=outcome, stamp=tried.by(tried.town.owner))


def test_only_what_both_sides_allow_is_public(tried, trial):
    leave(trial, outcome=Outcome(words="费用过高"), stamp=tried.by(tried.town.owner))
    allow_public(trial, stamp=tried.by(tried.town.owner))
    assert list(queries.closed(PublicCut())) == []
    with pytest.raises(NotFound):
        queries.reach_public(trial.pk)

    allow_public(trial, stamp=tried.by(tried.blue_person))
    allow_public(trial, stamp=tried.by(tried.blue_person))

    found = PublicCut(outcomes=("not_taken",), districts=("laoshan",), words="费用")
    assert list(queries.closed(found)) == [trial]
    assert list(queries.closed(PublicCut(words="没有"))) == []
    assert queries.public_of_scenario(trial.scenario_id) == [trial]
    assert Entry.objects.filter(verb="trials.trial.publicity_changed").count() == 2
    stop_public(trial, stamp=tried.by(tried.blue_person))
    assert list(queries.closed(PublicCut())) == []


def test_the_clock_announces_the_end_and_a_missing_outcome(tried, trial):
    def told(day):
        at = NOON + timedelta(days=day)
        return mind_trials(stamp=tried.town.stamp(tried.town.city_officer, at=at))

    assert [told(day) for day in (149, 150, 151, 209, 210, 211)] == [0, 1, 0, 0, 1, 0]
    assert list(queries.to_end(tried.by(tried.blue_person).actor, TODAY)) == []
    over = TODAY + timedelta(days=180)
    assert list(queries.to_end(tried.by(tried.blue_person).actor, over)) == [trial]
    assert watching.mind_trials.func() == 0
    assert HOUSE.actor.user_id is None
