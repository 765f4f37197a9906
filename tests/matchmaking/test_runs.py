"""Re-matches: what they keep, what changed, stopping, going on, being killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.models import Capability
from citystage.stages.matchmaking import jobs, running
from citystage.stages.matchmaking.actions import carry_on
from citystage.stages.matchmaking.actions.judge import judge
from citystage.stages.matchmaking.actions.rematch import (
    AlreadyRunning,
    cancel_rematch,
    rematch_city,
    resume_rematch,
)
from citystage.stages.matchmaking.finding.knowledge import knowledge_of
from citystage.stages.matchmaking.finding.whole_city import WholeCity
from citystage.stages.matchmaking.models import Run, RunResult, Suggestion
from citystage.stages.matchmaking.queries import runs
from citystage.stages.matchmaking.queries.suppliers import able_suppliers
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode, RunState
from tests.conftest import HOUSE
from tests.matchmaking.builders import (
    DRONES,
    PHARMACY,
    capability,
    matching,
    organisation_of,
    recognised_lab,
    supplier,
)

NEED = "希望以无人驾驶集卡替代外包司机，实现岸桥与堆场之间的自动接驳。"


@pytest.fixture
def officer(town):
    matching(town)
    return town.stamp(town.city_officer)


def stamps():
    return HOUSE.__class__(HOUSE.actor, timezone.now(), "job", HOUSE.request_id)


def matched(town, officer):
    run = rematch_city(town.city, stamp=officer)
    return running.match_again(run, stamps=stamps)


def pairs():
    found = Suggestion.objects.filter(current=True).order_by("scenario_id", "rank")
    return [(one.scenario.title, one.organisation.name, one.rank) for one in found]


def test_a_run_keeps_the_best_of_every_scenario_with_reasons(town, officer):
    town.scenario(title="港区无人集卡", summary=NEED)
    town.scenario(title="药房发药", summary="需要药房自动发药机器人。")
    supplier(town)
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)

    run = matched(town, officer)

    assert (run.state, run.matched, run.total, run.percent) == (RunState.DONE, 2, 2, 100)
    best = {title: name for title, name, rank in pairs() if rank == 1}
    assert best == {"港区无人集卡": "示例无人车有限公司", "药房发药": "示例药房设备有限公司"}
    # Who says nothing of what is asked is not even near.
    assert len(pairs()) == 2
    first = Suggestion.objects.get(scenario__title="港区无人集卡", rank=1)
    assert first.first_run == run
    assert {reason["part"] for reason in first.reasons} >= {"need"}
    assert run.counts["suppliers"] == 2
    assert run.counts["first"] == 1


def test_a_lab_is_matched_for_its_builder(town, officer):
    town.scenario(summary=NEED)
    recognised_lab(town, organisation_of(town, "示例港口研究院"))

    matched(town, officer)

    found = Suggestion.objects.get()
    assert (found.organisation.name, found.capability) == ("示例港口研究院", None)
    assert any(reason["supply"]["label"] == "direction" for reason in found.reasons)


def test_one_organisation_is_one_supplier(town, officer):
    town.scenario(summary=NEED)
    trucks = supplier(town)
    capability(town, trucks.organisation, title="自动接驳", text=NEED)

    matched(town, officer)

    assert Suggestion.objects.count() == 1


def test_a_decision_survives_the_re_run(town, officer):
    scenario = town.scenario(summary=NEED)
    trucks = supplier(town).organisation
    matched(town, officer)
    judge(
        scenario,
        organisation=trucks,
        kind=JudgementKind.REJECT,
        reason=ReasonCode.SIZE,
        words="",
        capability=None,
        seen=None,
        stamp=officer,
    )

    matched(town, officer)

    found = able_suppliers(officer.actor, scenario)
    assert found.rows == ()
    assert [row.organisation for row in found.out] == [trucks]


def test_what_changed_since_the_last_run_is_told(town, officer, django_assert_num_queries):
    town.scenario(summary=NEED)
    gone = supplier(town)
    first = matched(town, officer)
    Capability.objects.filter(pk=gone.pk).update(public=False)
    supplier(town, "示例新来者有限公司")

    second = matched(town, officer)

    assert second.before == first
    assert (second.counts["new"], second.counts["gone"]) == (1, 1)
    with django_assert_num_queries(4):
        (change,) = runs.changes(second)
    kinds = {one.organisation.name: (one.kind, one.before is None) for one in change.changes}
    assert kinds == {"示例新来者有限公司": ("new", True), "示例无人车有限公司": ("gone", False)}
    assert [name for _title, name, _rank in pairs()] == ["示例新来者有限公司"]
    told = Notice.objects.filter(person=town.city_officer).latest("pk").text
    assert town.city.name in told


def test_a_scenario_that_takes_nobody_any_longer_has_no_suggestions(town, officer):
    scenario = town.scenario(summary=NEED)
    supplier(town)
    matched(town, officer)
    scenario.valid_until = timezone.localdate() - timedelta(days=1)
    scenario.save()

    matched(town, officer)

    assert pairs() == []


def test_a_city_without_suppliers_is_matched_all_the_same(town, officer):
    town.scenario(summary=NEED)

    run = matched(town, officer)

    assert (run.state, run.counts["none"]) == (RunState.DONE, 1)
    assert runs.changes(run) == []


def test_one_re_match_at_a_time_and_only_by_the_office(town, officer):
    with pytest.raises(NotAllowed):
        rematch_city(town.city, stamp=town.stamp(town.officer))
    run = rematch_city(town.city, stamp=officer)

    with pytest.raises(AlreadyRunning):
        rematch_city(town.city, stamp=officer)
    assert runs.reach_run(officer.actor, run.pk) == run
    with pytest.raises(NotFound):
        runs.reach_run(town.stamp(town.owner).actor, run.pk)
    assert [city.pk for city in runs.cities(officer.actor)] == [town.city.pk]


def test_a_waiting_run_is_cancelled_at_once_and_may_go_on(town, officer):
    town.scenario(summary=NEED)
    run = rematch_city(town.city, stamp=officer)

    cancelled = cancel_rematch(run, stamp=officer)
    assert cancelled.state == RunState.CANCELLED
    assert running.match_again(run, stamps=stamps).state == RunState.WAITING  # the stale copy
    resumed = resume_rematch(cancelled, stamp=officer)

    assert resumed.state == RunState.WAITING
    assert running.match_again(resumed, stamps=stamps).state == RunState.DONE
    with pytest.raises(WrongState):
        cancel_rematch(run, stamp=officer)
    with pytest.raises(WrongState):
        resume_rematch(run, stamp=officer)


def test_a_running_run_stops_after_the_scenarios_at_hand(town, officer, monkeypatch):
    for number in range(3):
        town.scenario(title=f"港区无人集卡{number}", summary=NEED)
    supplier(town)
    run = rematch_city(town.city, stamp=officer)
    monkeypatch.setattr(running, "CHUNK", 1)
    begun = carry_on.begin(run, known=knowledge_of(town.city), stamp=stamps())
    whole = WholeCity(town.city, knowledge_of(town.city), today=timezone.localdate())
    (first, *_rest) = whole.after(0)
    carry_on.keep_matches(begun, found=[first], stamp=stamps())
    cancel_rematch(begun, stamp=officer)

    stopped = carry_on.end(begun, failure="", stamp=stamps())
    resumed = resume_rematch(stopped, stamp=officer)
    done = running.match_again(resumed, stamps=stamps)

    assert stopped.state == RunState.CANCELLED
    assert (done.state, done.matched) == (RunState.DONE, 3)
    assert RunResult.objects.filter(run=run).count() == 3


def test_the_same_scenarios_given_twice_count_once(town, officer):
    town.scenario(summary=NEED)
    supplier(town)
    run = carry_on.begin(
        rematch_city(town.city, stamp=officer), known=knowledge_of(town.city), stamp=stamps()
    )
    whole = WholeCity(town.city, knowledge_of(town.city), today=timezone.localdate())
    found = list(whole.after(0))

    carry_on.keep_matches(run, found=found, stamp=stamps())
    again = carry_on.keep_matches(run, found=found, stamp=stamps())

    assert again.matched == 1
    assert RunResult.objects.count() == 1


def test_a_fault_fails_the_run_and_it_goes_on_from_there(town, officer, monkeypatch):
    town.scenario(summary=NEED)
    run = rematch_city(town.city, stamp=officer)

    def broken(*_args, **_kwargs):
        raise RuntimeError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(running, "WholeCity", broken)
        with pytest.raises(RuntimeError):
            running.match_again(run, stamps=stamps)
    failed = runs.run_by_id(run.pk)
    resumed = resume_rematch(failed, stamp=officer)

    assert (failed.state, bool(failed.failure)) == (RunState.FAILED, True)
    assert running.match_again(resumed, stamps=stamps).state == RunState.DONE


def test_a_silent_run_is_taken_up_by_one_worker(town, officer, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    town.scenario(summary=NEED)
    run = rematch_city(town.city, stamp=officer)
    begun = carry_on.begin(run, known=knowledge_of(town.city), stamp=stamps())
    Run.objects.filter(pk=run.pk).update(pulse_at=timezone.now() - timedelta(hours=1))

    found = runs.left_alone(at=timezone.now())
    taken = carry_on.begin(begun, known=knowledge_of(town.city), stamp=stamps())
    second = carry_on.begin(begun, known=knowledge_of(town.city), stamp=stamps())

    assert found == [run.pk]
    assert (taken, second) == (run, None)
    assert jobs.take_up_rematches.func() == 0


def test_the_job_acts_in_the_name_of_whoever_asked(town, officer):
    town.scenario(summary=NEED)
    supplier(town, "示例无人机有限公司", title="无人机", text=DRONES)
    run = rematch_city(town.city, stamp=officer)

    counts = jobs.run_rematch.func(run.pk)

    assert counts["suppliers"] == 1
    assert Run.objects.get(pk=run.pk).state == RunState.DONE
