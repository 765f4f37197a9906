"""Scenarios: corrections keep versions, outcomes need a reason, contact data leaves a trace."""

from datetime import timedelta

import pytest

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger import queries as ledger
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.actions.correct import StaleRecord, correct
from citystage.stages.catalogue.actions.follow import follow, unfollow
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.actions.record_outcome import ReasonNeeded, record_outcome
from citystage.stages.catalogue.actions.unmask_contact import unmask_contact
from citystage.stages.catalogue.entering import next_numbers, scenario_of
from citystage.stages.catalogue.models import Follow
from citystage.stages.catalogue.queries.scenarios import as_of, reach_scenario, visible
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.review.models import Fingerprint
from tests.conftest import HOUSE, NOON


def test_a_correction_keeps_the_version_before_it(town):
    scenario = town.scenario()
    later = town.stamp(town.city_officer, at=NOON + timedelta(hours=1))

    changed = correct(scenario, changes={"title": "新标题"}, version=1, stamp=later)

    assert [v.snapshot["title"] for v in scenario.versions.all()] == [
        "港区无人集卡水平运输",
        "新标题",
    ]
    assert as_of(changed, NOON).number == 1
    assert as_of(changed, NOON - timedelta(days=1)) is None
    entry = ledger.timeline(scenario).last()
    assert entry.payload["fields"] == ["title"]


def test_a_stale_correction_is_refused(town):
    scenario, stamp = town.scenario(), town.stamp(town.city_officer)
    correct(scenario, changes={"title": "甲"}, version=1, stamp=stamp)

    with pytest.raises(StaleRecord, match="2"):
        correct(scenario, changes={"title": "乙"}, version=1, stamp=stamp)


def test_a_correction_that_changes_nothing_leaves_no_trace(town):
    scenario = town.scenario()

    correct(
        scenario,
        changes={"title": scenario.title},
        version=1,
        stamp=town.stamp(town.city_officer),
    )

    assert scenario.versions.count() == 1


def test_a_changed_contact_is_told_without_its_content(town):
    scenario = town.scenario()

    correct(
        scenario,
        changes={"contact": {"name": "王某", "phone": "13800000000"}},
        version=1,
        stamp=town.stamp(town.city_officer),
    )

    entry = ledger.timeline(scenario).last()
    assert entry.payload["fields"] == ["contact"]
    assert "13800000000" not in str(entry.payload) + str(scenario.versions.last().snapshot)


def test_private_columns_cannot_be_corrected(town):
    with pytest.raises(ValueError, match="state"):
        correct(town.scenario(), changes={"state": "x"}, version=1, stamp=HOUSE)


def test_others_may_not_correct(town):
    with pytest.raises(NotAllowed):
        correct(town.scenario(), changes={"title": "x"}, version=1, stamp=town.stamp())


def test_publishing_dates_the_scenario_and_withdrawing_hides_it(town):
    scenario = town.scenario(state=ScenarioState.RESERVE, published_on=None, year=None)
    stamp = town.stamp(town.city_officer)

    published = publish(scenario, stamp=stamp)
    assert (published.state, published.published_on) == (ScenarioState.OPEN, NOON.date())

    record_outcome(scenario, outcome="withdraw", note="业主撤回", stamp=stamp)
    assert not visible(NOBODY).exists()
    assert visible(stamp.actor).exists()


def test_outcomes_need_a_reason_and_follow_the_flow(town):
    scenario, stamp = town.scenario(), town.stamp(town.city_officer)

    with pytest.raises(ReasonNeeded):
        record_outcome(scenario, outcome="land", note="  ", stamp=stamp)
    landed = record_outcome(scenario, outcome="land", note="已在前湾港运行", stamp=stamp)
    assert landed.state == ScenarioState.LANDED
    with pytest.raises(WrongState):
        record_outcome(scenario, outcome="match", note="再来", stamp=stamp)


def test_looking_at_contact_data_is_on_record(town):
    scenario = town.scenario(contact={"phone": "13800000000"})

    shown = unmask_contact(scenario, stamp=town.stamp(town.owner))

    assert shown == {"phone": "13800000000"}
    entry = ledger.timeline(scenario).last()
    assert (entry.verb, entry.actor_id) == ("catalogue.contact.unmasked", town.owner.pk)
    assert "13800000000" not in str(entry.payload)
    assert not ledger.public_timeline(scenario).filter(verb=entry.verb).exists()


def test_visitors_do_not_see_contact_data(town):
    visitor = Stamp(NOBODY, NOON, "web", HOUSE.request_id)

    with pytest.raises(NotAllowed):
        unmask_contact(town.scenario(), stamp=visitor)


def test_following_twice_is_following_once(town):
    scenario, stamp = town.scenario(), town.stamp(town.owner)

    follow(scenario, stamp=stamp)
    follow(scenario, stamp=stamp)
    assert Follow.objects.count() == 1
    unfollow(scenario, stamp=stamp)
    assert Follow.objects.count() == 0


def test_a_hidden_scenario_is_not_found(town):
    scenario = town.scenario(state=ScenarioState.RESERVE)

    with pytest.raises(NotFound):
        reach_scenario(NOBODY, scenario.number)
    assert reach_scenario(town.stamp(town.city_officer).actor, scenario.number) == scenario


def test_numbers_run_on_within_a_year(town):
    town.scenario(number="QI-2026-00007")

    assert next_numbers(town.city, year=2026, count=2) == ["QI-2026-00008", "QI-2026-00009"]
    assert next_numbers(town.city, year=2027, count=1) == ["QI-2027-00001"]


@pytest.mark.parametrize(
    ("answers", "column", "value"),
    [
        ({"tier": "narrow"}, "tier", "narrow"),
        ({"tier": "nonsense"}, "tier", ""),
        ({"budget": "约3500万元"}, "budget", 3_500_000_000),
        ({"budget": "面议"}, "budget", None),
        ({"budget": "面议"}, "budget_text", "面议"),
        ({"budget": 500}, "budget", 500),
        ({"deadline": "2026-12-31"}, "valid_until", NOON.date().replace(month=12, day=31)),
        ({"deadline": "年底"}, "valid_until", None),
        ({"period": {"from": "2026-11-21", "until": None}}, "valid_from", NOON.date()),
        ({"goals": "≥20个"}, "answers", {"goals": "≥20个"}),
        ({"contact": "办公室"}, "contact", {"text": "办公室"}),
        ({"contact": {"unit": "处"}}, "contact", {"unit": "处"}),
    ],
)
def test_answers_fill_the_columns_of_a_scenario(town, answers, column, value):
    application = town.application(answers=answers)

    scenario = scenario_of(application, number="QD-1", stamp=HOUSE)

    assert getattr(scenario, column) == value


def test_words_of_the_vocabulary_and_units_become_references(town):
    answers = {"field": "港航", "district": "jimo", "lead_department": "市交通运输局"}

    scenario = scenario_of(town.application(answers=answers), number="QD-1", stamp=HOUSE)

    assert (scenario.field, scenario.district, scenario.lead_department) == (
        town.field,
        town.jimo,
        town.transport,
    )


def test_the_recommending_district_stands_in_for_a_missing_one(town):
    scenario = scenario_of(town.application(), number="QD-1", stamp=HOUSE)

    assert scenario.district == town.laoshan


def test_contact_and_file_answers_stay_with_the_application(town):
    town.form.definition = {
        "fields": [
            {"key": "who", "type": "contact"},
            {"key": "plan", "type": "file"},
            {"key": "goals", "type": "long_text"},
        ]
    }
    town.form.save()
    application = town.application(answers={"who": "13800000000", "plan": "x", "goals": "≥20"})

    assert scenario_of(application, number="QD-1", stamp=HOUSE).answers == {"goals": "≥20"}


def test_catalogue_texts_are_found_as_near_duplicates(town):
    scenario = town.scenario()

    kept = Fingerprint.objects.get(subject=subject_of(scenario))

    assert (kept.public, kept.title, len(kept.bands)) == (True, scenario.title, 64)
