"""A project from its beginning to its landing or its honest end, and what others learn of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.actions.keep_agreement import enter_agreement
from citystage.stages.docking.agreeing import Terms, side_named
from citystage.stages.docking.models import Progress
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import DealKind, Force
from citystage.stages.matchmaking.models import Outcome
from citystage.stages.projects.actions.accept_project import (
    ask_acceptance,
    return_project,
    sign_acceptance,
)
from citystage.stages.projects.actions.end_project import cancel_project, fail_project
from citystage.stages.projects.actions.keep_milestone import (
    change_milestone,
    judge_milestone,
    set_milestone,
)
from citystage.stages.projects.actions.withdraw_evidence import withdraw_evidence
from citystage.stages.projects.models import Acceptance, Evidence, Project
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.proceeding import NotPossible, NoWords, Outrun
from citystage.stages.projects.queries import beginning
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.queries.projects import Cut
from citystage.stages.projects.states.projects import ProjectState, Standing
from tests.conftest import NOON
from tests.projects.landing import TODAY
from tests.racing import at_once

pytestmark = pytest.mark.usefixtures("english")


def _verbs(project):
    rows = Entry.objects.filter(subject=f"projects.project:{project.pk}").order_by("id")
    return [one.verb.removeprefix("projects.") for one in rows]


def test_a_project_begins_with_its_places_and_milestones(landing):
    project = landing.begin()

    milestone = project.milestones.get()
    assert (project.owner_unit, project.supplier) == (landing.town.firm, landing.maker)
    assert (project.district, project.department) == (landing.town.laoshan, landing.town.transport)
    assert (milestone.target, milestone.standing) == (Decimal(1000), Standing.OPEN)
    assert _verbs(project) == ["project.begun", "milestone.set"]
    payload = Entry.objects.get(verb="projects.project.begun").payload
    assert payload["key"] == f"scenario:{landing.scenario.pk}"
    assert (payload["district"], payload["department"]) == ("laoshan", "transport")
    assert payload["happened_on"] == (TODAY - timedelta(days=100)).isoformat()
    assert Notice.objects.filter(person=landing.maker_person).count() == 1


def test_a_stranger_begins_nothing_and_sees_nothing(landing):
    other = landing.town.person("stranger")
    with pytest.raises(NotAllowed):
        landing.begin(other)
    project = landing.begin()

    with pytest.raises(NotFound):
        queries.reach_project(landing.stamp(landing.town.jimo_officer).actor, project.pk)
    seen = queries.reach_project(landing.stamp(landing.town.officer).actor, project.pk)
    assert seen == project


def test_an_agreement_brings_its_amount_and_its_supplier(landing):
    terms = Terms(
        kind=DealKind.PURCHASE, title="采购集卡", amount=90_000_000, scenario=landing.scenario
    )
    signature = Signature(force=Force.BINDING, signed_on=TODAY)
    sides = [side_named("示例港口集团"), side_named("示例机器人公司")]
    agreement = enter_agreement(
        landing.town.city,
        terms=terms,
        signature=signature,
        sides=sides,
        stamp=landing.stamp(),
    )

    actor = landing.stamp().actor
    found = beginning.origin(actor, trial="", agreement=str(agreement.pk), answer="", scenario="")
    project = landing.begin(landing.maker_person, agreement=agreement, aims=())

    assert found.supplier == landing.maker
    assert (project.agreement, project.amount) == (agreement, 90_000_000)
    assert beginning.begun_from(trial=None, agreement=agreement) == project


def test_what_does_not_hold_together_does_not_begin(landing):
    wrong = (
        {"title": " "},
        {"supplier": None, "supplier_name": ""},
        {"due_on": TODAY - timedelta(days=200)},
    )
    for changes in wrong:
        with pytest.raises(NotPossible):
            landing.begin(**changes)

    assert not Project.objects.exists()


def test_nothing_is_met_without_evidence_or_below_its_target(landing):
    project = landing.begin()
    with pytest.raises(NotPossible):
        landing.judge(project)
    landing.photo(project)

    with pytest.raises(NotPossible):
        landing.judge(project, actual="900")
    with pytest.raises(NotPossible):
        landing.judge(project, actual="")
    with pytest.raises(NoWords):
        landing.judge(project, standing=Standing.PARTLY, actual="900", words=" ")
    with pytest.raises(NotAllowed):
        landing.judge(project, person=landing.maker_person)
    judged = landing.judge(project, standing=Standing.PARTLY, actual="900", words="雨季停运")
    assert (judged.standing, judged.suggested()) == (Standing.PARTLY, Standing.PARTLY)


def test_figures_that_fall_are_read_the_other_way_round(landing):
    project = landing.begin(aims=[])
    aim = Aim(title="差错率", due_on=TODAY, baseline=Decimal(5), target=Decimal(1))
    milestone = set_milestone(project, aim=aim, stamp=landing.stamp())

    said = []
    for value in ("0.5", "3", "6"):
        milestone.actual = Decimal(value)
        said.append(milestone.suggested())
    assert said == [Standing.MET, Standing.PARTLY, Standing.NOT]


def test_a_changed_milestone_says_why_and_is_judged_again(landing):
    project = landing.begin()
    landing.photo(project)
    judged = landing.judge(project)
    aim = Aim(title="夜间运行里程", due_on=judged.due_on, unit="公里", target=Decimal(2000))

    with pytest.raises(Outrun):
        change_milestone(judged, aim=aim, reason="扩大范围", version=1, stamp=landing.stamp())
    with pytest.raises(NoWords):
        change_milestone(judged, aim=aim, reason="", version=judged.version, stamp=landing.stamp())
    changed = change_milestone(
        judged, aim=aim, reason="扩大范围", version=judged.version, stamp=landing.stamp()
    )
    assert (changed.standing, changed.fallen) == (Standing.OPEN, "扩大范围")
    same = change_milestone(
        changed, aim=aim, reason="", version=changed.version, stamp=landing.stamp()
    )
    assert same.version == changed.version


def test_both_sides_sign_and_it_lands(landing):
    project = landing.accepting()
    first = sign_acceptance(project, words="同意", stamp=landing.stamp())
    waiting = [one.side for one in queries.signatures_of(first) if one.signed is None]
    landed = sign_acceptance(first, words="", stamp=landing.stamp(landing.maker_person))

    assert (first.state, waiting) == (ProjectState.ACCEPTING, ["supplier"])
    assert (landed.state, landed.landed_at) == (ProjectState.LANDED, NOON)
    landing.scenario.refresh_from_db()
    assert landing.scenario.state == ScenarioState.LANDED
    assert Progress.objects.filter(step="landed", organisation=landing.maker).count() == 1
    assert Outcome.objects.filter(kind=Outcome.Kind.LANDED).count() == 1


def test_acceptance_waits_for_the_essentials_and_is_signed_once(landing):
    project = landing.begin()
    with pytest.raises(NotAllowed, match="Not met yet"):
        ask_acceptance(project, stamp=landing.stamp())
    landing.photo(project)
    landing.judge(project)
    project = ask_acceptance(project, stamp=landing.stamp(landing.maker_person))
    sign_acceptance(project, words="", stamp=landing.stamp())

    with pytest.raises(NotAllowed):
        sign_acceptance(project, words="", stamp=landing.stamp())
    with pytest.raises(NotAllowed):
        landing.judge(project)
    with pytest.raises(NotAllowed):
        sign_acceptance(project, words="", stamp=landing.stamp(landing.town.officer))


def test_a_project_without_essentials_does_not_land(landing):
    project = landing.begin(aims=[Aim(title="宣传", due_on=TODAY, essential=False)])

    with pytest.raises(NotAllowed, match="essential milestone first"):
        ask_acceptance(project, stamp=landing.stamp())


def test_sent_back_the_signatures_count_no_more(landing):
    project = landing.accepting()
    sign_acceptance(project, words="", stamp=landing.stamp())
    returned = return_project(
        project, reason="缺少培训记录", stamp=landing.stamp(landing.maker_person)
    )
    again = ask_acceptance(returned, stamp=landing.stamp())

    assert (returned.state, again.round) == (ProjectState.RUNNING, 2)
    assert [one.signed for one in queries.signatures_of(again)] == [None, None]


def test_a_supplier_without_a_seat_signs_on_paper(landing):
    project = landing.begin(supplier=None, supplier_name="外地某公司")
    landing.photo(project, landing.town.owner)
    landing.judge(project)
    project = ask_acceptance(project, stamp=landing.stamp())

    landed = sign_acceptance(project, words="", stamp=landing.stamp())
    assert landed.state == ProjectState.LANDED
    assert Progress.objects.get(step="landed").organisation is None


def test_withdrawn_evidence_takes_milestone_and_landing_along(landing):
    project = landing.landed()
    evidence = project.evidence.get()
    withdrawn = withdraw_evidence(
        evidence, reason="照片并非本项目", stamp=landing.stamp(landing.town.officer)
    )

    project.refresh_from_db()
    milestone = project.milestones.get()
    landing.scenario.refresh_from_db()
    assert (withdrawn.withdrawn_reason, milestone.fallen) == ("照片并非本项目", "照片并非本项目")
    assert (milestone.standing, project.state) == (Standing.OPEN, ProjectState.RUNNING)
    assert project.landed_at is None
    assert landing.scenario.state == ScenarioState.OPEN
    assert Progress.objects.get(step="landed").taken_back_at == NOON
    assert not Outcome.objects.filter(kind=Outcome.Kind.LANDED).exists()
    assert _verbs(project)[-3:] == ["evidence.withdrawn", "milestone.fallen", "project.reopened"]


def test_two_acceptances_at_once_land_once(db, transactional_db, landing):
    project = landing.accepting()
    owner, maker = landing.stamp(), landing.stamp(landing.maker_person)

    at_once(
        lambda: sign_acceptance(project, words="", stamp=owner),
        lambda: sign_acceptance(project, words="", stamp=maker),
        lambda: sign_acceptance(project, words="", stamp=owner),
    )

    project.refresh_from_db()
    assert (project.state, Acceptance.objects.count()) == (ProjectState.LANDED, 2)
    assert Entry.objects.filter(verb="projects.project.landed").count() == 1


def test_evidence_withdrawn_while_accepting_never_leaves_a_landing_behind(
    db, transactional_db, landing
):
    project = landing.accepting()
    sign_acceptance(project, words="", stamp=landing.stamp())
    evidence = Evidence.objects.get()
    maker, owner = landing.stamp(landing.maker_person), landing.stamp()

    at_once(
        lambda: sign_acceptance(project, words="", stamp=maker),
        lambda: withdraw_evidence(evidence, reason="有误", stamp=owner),
    )

    project.refresh_from_db()
    assert project.state == ProjectState.RUNNING
    assert not Progress.objects.filter(taken_back_at=None).exists()


def test_it_did_not_work_because(landing):
    project = landing.begin()
    with pytest.raises(NoWords):
        fail_project(project, reason="  ", stamp=landing.stamp())
    failed = fail_project(project, reason="雨雾天识别率不足六成", stamp=landing.stamp())

    assert failed.state == ProjectState.FAILED
    assert Progress.objects.get(step="failed").words == "雨雾天识别率不足六成"
    assert Outcome.objects.get().kind == Outcome.Kind.FAILED
    actor = landing.stamp(landing.town.jimo_officer).actor
    assert list(queries.failures(actor, "识别率")) == [project]
    assert not queries.failures(actor, "无关").exists()
    with pytest.raises(NotAllowed):
        landing.photo(project)


def test_cancelled_is_no_outcome(landing):
    project = landing.begin()
    cancelled = cancel_project(
        project, reason="预算取消", stamp=landing.stamp(landing.town.officer)
    )

    assert (cancelled.state, cancelled.reason) == (ProjectState.CANCELLED, "预算取消")
    assert not Progress.objects.exists()
    with pytest.raises((NotAllowed, WrongState)):
        cancel_project(project, reason="再次", stamp=landing.stamp())


def test_the_list_is_cut_by_what_asks_for_attention(landing):
    project = landing.begin(due_on=TODAY - timedelta(days=1))
    actor = landing.stamp().actor

    def found(**cut):
        return list(queries.projects(actor, Cut(**cut), at=NOON))

    assert found(marks=("late",)) == [project]
    assert found(marks=("flag",)) == []
    assert found(states=("running",), districts=("laoshan",), words="机器人") == [project]
    assert found(departments=("health",)) == []
    assert (found()[0].aims, found()[0].met) == (1, 0)


def test_a_judgement_on_an_older_page_is_refused(landing):
    project = landing.begin()
    landing.photo(project)
    stale = project.milestones.get()
    landing.judge(project)

    with pytest.raises(Outrun):
        judge_milestone(
            stale,
            standing=Standing.NOT,
            actual=None,
            words="没有",
            version=stale.version,
            stamp=landing.stamp(),
        )
