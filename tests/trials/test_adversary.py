"""What somebody might try, or what happens in an unlucky order: trials hold all the same."""

from datetime import UTC, datetime, timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.trials import parties, reckoning
from citystage.stages.trials.actions.amend_trial import propose_amendment
from citystage.stages.trials.actions.begin_trial import write_anew
from citystage.stages.trials.actions.conclude_trial import Outcome, exit_trial, take_over
from citystage.stages.trials.actions.keep_tolerance import (
    Granted,
    grant_tolerance,
    withdraw_tolerance,
)
from citystage.stages.trials.actions.mind_incident import (
    BadIncident,
    Happened,
    NotTolerated,
    Verdict,
    judge_incident,
    report_incident,
    resume_trial,
)
from citystage.stages.trials.contents import BadContent
from citystage.stages.trials.numbers import read_numbers
from citystage.stages.trials.queries import standing
from citystage.stages.trials.states.trials import Judgement
from citystage.stages.trials.taking import BadReading
from citystage.stages.trials.terms import TrialTerms
from tests.conftest import NOON
from tests.trials.trying import TERMS, TODAY, Tried, content, row

pytestmark = pytest.mark.usefixtures("english")
HOUR = timedelta(hours=1)
KNOWN = TrialTerms.model_validate(TERMS).measures


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def trial(tried):
    return tried.signed()


def suspend(tried, trial):
    happened = Happened(what="碰撞护栏", at=NOON, back_to=1)
    return report_incident(trial, happened=happened, stamp=tried.by(tried.town.owner, NOON + HOUR))


def amended(tried, trial, **changes):
    changed = content(**({"district": tried.town.laoshan.pk} | changes))
    stamp = tried.by(tried.town.owner)
    propose_amendment(trial, content=changed, reason="换场地", stamp=stamp)
    for person in (tried.town.owner, tried.blue_person):
        tried.sign(trial, person)
    trial.refresh_from_db()


def test_an_amendment_is_signed_while_the_trial_stands_still(tried, trial):
    suspend(tried, trial)

    amended(tried, trial, ends_on=TODAY + timedelta(days=200))

    assert (trial.state, trial.ends_on) == ("suspended", TODAY + timedelta(days=200))
    assert trial.suspended_at == NOON + HOUR
    resume_trial(trial, reason="已整改", stamp=tried.by(tried.town.owner, NOON + 2 * HOUR))
    trial.refresh_from_db()
    assert (trial.state, trial.step) == ("running", 1)


def test_what_moves_elsewhere_needs_the_words_of_its_bodies_again(tried, trial):
    tried.proven(trial)
    tried.agreed(trial)
    trial.refresh_from_db()
    assert trial.ready is True
    known = list(Notice.objects.values_list("pk", flat=True))

    amended(tried, trial, district=tried.town.jimo.pk, place="即墨堆场")

    assert (trial.proven, trial.ready) == (True, False)
    ahead = standing.ahead(trial, standing.frame(trial))
    assert ahead.given == []
    assert [one.code for one in ahead.lacking] == ["", "jimo"]
    asked = Notice.objects.exclude(pk__in=known).filter(template__contains="asks for your")
    assert {one.person for one in asked} == {tried.town.owner, tried.town.jimo_officer}


def test_a_longer_period_leaves_the_words_of_bodies_alone(tried, trial):
    tried.proven(trial)
    tried.agreed(trial)

    amended(tried, trial, ends_on=TODAY + timedelta(days=200))

    assert trial.ready is True


def test_an_amendment_that_changes_nothing_cannot_be_written(tried, trial):
    same = content(district=tried.town.laoshan.pk)
    stamp = tried.by(tried.town.owner)
    other = content(district=tried.town.laoshan.pk, place="五号")
    made = propose_amendment(trial, content=other, reason="换场地", stamp=stamp)

    with pytest.raises(BadContent):
        write_anew(trial, content=same, number=made.number, stamp=stamp)


def test_numbers_of_something_the_trial_does_not_measure_are_refused(tried):
    speed = KNOWN[0].model_copy(update={"code": "speed"})
    with pytest.raises(BadContent, match="speed"):
        tried.begun(numbers=read_numbers("240 小时", [speed]))


def test_a_threshold_is_met_exactly_and_not_a_ten_thousandth_before(tried, trial):
    tried.read(trial, row(value="239.9999", site="A"))
    frame = standing.frame(trial)
    assert standing.ahead(trial, frame).proven is False

    tried.read(trial, row(value="0.0001", site="B"))

    ahead = standing.ahead(trial, frame)
    assert (ahead.proven, ahead.lines[0].choices[0].needs[0].had) == (True, "240")


def test_what_nobody_has_read_stays_below_no_bound(tried):
    numbers = read_numbers("成功率不超过 95%\n责任事件不超过 0 起", KNOWN)
    trial = tried.signed(numbers=numbers)
    frame = standing.frame(trial)

    def reached():
        have = reckoning.measured(trial, frame)
        return [line.reached for line in reckoning.against(numbers, frame, have)]

    assert reached() == [False, True]
    tried.read(trial, row("success", "95"))
    assert reached() == [True, True]


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        # The first day begins at midnight where the trial is, at 16:00 of the day before in UTC.
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 15, 59, tzinfo=UTC), False),
    ],
)
def test_the_first_day_is_that_of_the_city(tried, trial, moment, taken):
    if taken:
        assert tried.read(trial, row(at=moment)).number == 1
        assert trial.step_since <= moment
    else:
        with pytest.raises(BadReading):
            tried.read(trial, row(at=moment))


def test_what_is_measured_after_the_last_day_takes_an_amendment(tried, trial):
    after = NOON + timedelta(days=181)
    with pytest.raises(BadReading, match="last day"):
        tried.read(trial, row(at=after), at=after)

    amended(tried, trial, ends_on=TODAY + timedelta(days=200))

    assert tried.read(trial, row(at=after), at=after).number == 1


def test_months_are_counted_by_days_of_the_city(tried, trial):
    # 17:00 UTC on 19 January is the 20th where the trial is: the second month is complete.
    first, last = NOON, datetime(2027, 1, 19, 17, tzinfo=UTC)
    tried.read(trial, row(at=first), row(at=last), at=last + HOUR)

    have = reckoning.measured(trial, parties.frame(trial))

    assert have["months"] == 2


def test_a_first_and_a_last_reading_are_no_half_year(tried, trial):
    days = (0, 100, 179)
    moments = [NOON + timedelta(days=day) for day in days]
    tried.read(trial, *[row(at=one) for one in moments], at=moments[-1] + HOUR)

    # Of the five whole months the first and the fourth have a reading.
    assert reckoning.measured(trial, parties.frame(trial))["months"] == 2


def test_an_incident_of_before_the_trial_is_none_of_it(tried, trial):
    with pytest.raises(BadIncident):
        report_incident(
            trial,
            happened=Happened(what="旧事", at=NOON - timedelta(days=3), back_to=None),
            stamp=tried.by(tried.town.owner),
        )


def test_a_tolerance_withdrawn_in_the_evening_covers_the_morning(tried, trial):
    officer = tried.by(tried.town.officer)
    made = grant_tolerance(
        tried.town.city,
        granted=Granted(
            organisation=tried.blue,
            trial=trial,
            title="误报宽容",
            what="停机不超过30分钟不予处罚。",
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=60),
            rule="包容审慎监管办法",
        ),
        stamp=officer,
    )
    stamps = [tried.by(tried.blue_person, NOON + n * HOUR) for n in (1, 3)]
    withdraw_tolerance(made, reason="规则废止", stamp=tried.by(tried.town.officer, NOON + 2 * HOUR))
    before, after = (
        report_incident(trial, happened=Happened(what="误报", at=one.at), stamp=one)
        for one in stamps
    )
    verdict = Verdict(judgement=Judgement.INSIDE, reasons="停机12分钟", tolerance=made)
    late = tried.by(tried.town.officer, NOON + 4 * HOUR)

    assert judge_incident(before, verdict=verdict, stamp=late).tolerance == made
    with pytest.raises(NotTolerated):
        judge_incident(after, verdict=verdict, stamp=late)


def test_the_supplier_leaves_by_the_clause_on_exit(tried, trial):
    outcome = Outcome(words="资金不足，提前15日通知")
    with pytest.raises(NotAllowed):
        exit_trial(trial, outcome=outcome, stamp=tried.by(tried.town.owner))

    ended = exit_trial(trial, outcome=outcome, stamp=tried.by(tried.blue_person))

    assert (ended.state, ended.outcome_words) == ("not_taken", "资金不足，提前15日通知")
    with pytest.raises(NotAllowed):
        take_over(trial, outcome=outcome, price=1, stamp=tried.by(tried.town.owner))
    assert Entry.objects.get(verb="trials.trial.ended").payload["outcome"] == "not_taken"


def test_a_message_of_an_office_nobody_named_goes_to_the_city(tried):
    tried.scenario.lead_department = None
    tried.scenario.save(update_fields=["lead_department"])
    trial = tried.begun()
    trial.district = None
    trial.save(update_fields=["district"])

    people = parties.people_of(trial, "offices", tried.by(tried.town.owner))

    assert people == [tried.town.city_officer]
