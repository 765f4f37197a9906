"""Who could do this: ranked with reasons, people's decisions over it, cut to who may see it."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel.refusals import NotFound
from citystage.kernel.remembering import forget_everything
from citystage.stages.catalogue.actions.label import withdraw_label
from citystage.stages.matchmaking.actions.judge import judge, withdraw_judgement
from citystage.stages.matchmaking.actions.mandates import end_mandate, give_mandate
from citystage.stages.matchmaking.actions.propose import propose
from citystage.stages.matchmaking.finding import candidates
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.queries.reach import reach_matchable
from citystage.stages.matchmaking.queries.suppliers import (
    able_suppliers,
    able_suppliers_of_draft,
)
from citystage.stages.matchmaking.queries.wanted import suppliers_wanted
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode
from tests.matchmaking.builders import (
    PHARMACY,
    TRUCKS,
    WORKSHOP,
    broker,
    matching,
    member,
    organisation_of,
    recognised_lab,
    supplier,
)

NEED = "码头前沿至堆场之间的水平运输由外包司机完成，希望以无人驾驶集卡替代，实现自动接驳。"


@pytest.fixture
def scenario(town):
    matching(town)
    return town.scenario(summary=NEED, owner_unit=town.firm)


@pytest.fixture
def officer(town):
    return town.stamp(town.city_officer)


def names(rows):
    return [row.organisation.name for row in rows]


def said(  # noqa: PLR0913 -- what a decision is made of
    scenario, organisation, kind, stamp, *, reason="", words="", seen=None
):
    return judge(
        scenario,
        organisation=organisation,
        kind=kind,
        reason=reason,
        words=words,
        capability=None,
        seen=seen,
        stamp=stamp,
    )


def test_the_supplier_whose_sentence_answers_the_need_comes_first(town, scenario, officer):
    trucks = supplier(town)
    supplier(town, "示例港机有限公司", title="设备维修", text=WORKSHOP)
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)

    found = able_suppliers(officer.actor, scenario)

    assert found.rows[0].organisation == trucks.organisation
    assert found.rows[0].capability == trucks
    # Who says nothing of what is asked is no supplier of it.
    assert names(found.rows) == ["示例无人车有限公司", "示例港机有限公司"]
    assert [row.rank for row in found.rows] == [1, 2]
    assert found.by == "all"


def test_every_reason_stands_in_the_record_it_is_ascribed_to(town, scenario, officer):
    supplier(town)

    row = able_suppliers(officer.actor, scenario).rows[0]

    assert row.reasons != ()
    for reason in row.reasons:
        if reason.demand.label in {"title", "summary"}:
            assert reason.demand.text in f"{scenario.title}\n{scenario.summary}"
        if reason.supply.label in {"title", "description"}:
            assert reason.supply.text in f"{row.capability.title}\n{row.capability.description}"


def test_parts_are_named_and_weighed_as_the_pack_says(scenario, officer):
    weights = able_suppliers(officer.actor, scenario).weights

    assert weights[0].name == "需求与能力"
    assert weights[0].why == "逐句比较。"
    assert {part.code for part in weights} >= {"need", "field"}


def test_an_organisation_is_one_row_with_its_best_capability(town, scenario, officer):
    from tests.matchmaking.builders import capability  # noqa: PLC0415 -- beside its use

    best = supplier(town)
    capability(town, best.organisation, title="发药机器人", text=PHARMACY)

    found = able_suppliers(officer.actor, scenario)

    assert names(found.rows) == ["示例无人车有限公司"]
    assert found.rows[0].capability == best


def test_an_organisation_without_capability_is_known_by_its_introduction(town, scenario, officer):
    organisation_of(town, "示例运输科技有限公司", introduction="研发码头无人驾驶集卡。")

    found = able_suppliers(officer.actor, scenario)

    assert names(found.rows) == ["示例运输科技有限公司"]
    assert found.rows[0].capability is None


def test_the_owner_is_no_supplier_of_itself(town, officer):
    matching(town)
    own = supplier(town)
    scenario = town.scenario(summary=NEED, owner=own.organisation)

    found = able_suppliers(officer.actor, scenario)

    assert found.rows == ()
    assert [row.unmet[0].code for row in found.barred] == ["conflict"]


def test_no_good_match_is_said_with_what_comes_nearest(town, scenario, officer):
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    supplier(town, "示例港机有限公司", title="设备维修", text=WORKSHOP)

    found = able_suppliers(officer.actor, scenario)

    assert found.verdict == "none"
    assert found.good == 0
    assert names(found.rows) == ["示例港机有限公司"]
    assert found.shortfalls != ()


def test_nobody_at_all_is_no_match(town, scenario, officer):
    found = able_suppliers(officer.actor, scenario)

    assert (found.verdict, found.rows, found.shortfalls) == ("none", (), ())


def test_a_pinned_weak_supplier_hides_no_better_one(town, officer):
    matching(town)
    need = f"{NEED}定位精度±2 cm，支持夜间作业，单车连续运行20小时。"
    scenario = town.scenario(title="港区无人集卡", summary=need, owner_unit=town.firm)
    trucks = supplier(town)
    weak = supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    before = able_suppliers(officer.actor, scenario)
    said(scenario, weak.organisation, JudgementKind.PIN, officer)

    found = able_suppliers(officer.actor, scenario)

    assert names(found.rows) == [weak.organisation.name, trucks.organisation.name]
    assert found.rows[0].verdict == "none"
    assert found.verdict == before.verdict == found.rows[1].verdict != "none"
    assert (found.good, found.shortfalls) == (before.good, before.shortfalls)


def test_the_city_says_how_many_suppliers_it_wants(town):
    usual = suppliers_wanted(town.city.pk)
    PackSetting.objects.create(
        city=town.city, name="quality", version=1, value={"gate": {"suppliers_wanted": 5}}
    )
    forget_everything()

    assert (usual, suppliers_wanted(town.city.pk)) == (3, 5)


def test_a_rejected_supplier_stays_out_with_its_reason(town, scenario, officer):
    trucks = supplier(town)
    said(
        scenario,
        trucks.organisation,
        JudgementKind.REJECT,
        officer,
        reason=ReasonCode.SIZE,
        words="太小",
    )

    found = able_suppliers(officer.actor, scenario)

    assert found.rows == ()
    assert found.verdict == "none"
    assert [(row.judgement.reason, row.judgement.words) for row in found.out] == [("size", "太小")]


def test_a_pinned_supplier_comes_first_whatever_its_score(town, scenario, officer):
    supplier(town)
    other = supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    said(scenario, other.organisation, JudgementKind.PIN, officer)

    found = able_suppliers(officer.actor, scenario)

    assert names(found.rows) == ["示例药房设备有限公司", "示例无人车有限公司"]
    assert found.rows[0].pinned


def test_a_judgement_taken_back_leaves_the_ranking_as_it_was(town, scenario, officer):
    trucks = supplier(town)
    made = said(
        scenario, trucks.organisation, JudgementKind.EXCLUDE, officer, reason=ReasonCode.CONFLICT
    )
    withdraw_judgement(scenario, organisation=trucks.organisation, seen=made.pk, stamp=officer)

    found = able_suppliers(officer.actor, scenario)

    assert names(found.rows) == ["示例无人车有限公司"]
    assert found.rows[0].judgement is None


def test_a_proposed_supplier_that_no_text_tells_of_is_shown(town, scenario, officer):
    person, seat = broker(town)
    unknown = organisation_of(town, "示例新创企业有限公司")
    give_mandate(scenario, broker=seat, stamp=officer)
    propose(
        scenario,
        organisation=unknown,
        capability=None,
        words="刚完成码头试用。",
        stamp=town.stamp(person),
    )

    found = able_suppliers(officer.actor, scenario)

    assert names(found.rows) == ["示例新创企业有限公司"]
    assert found.rows[0].proposal.words == "刚完成码头试用。"
    assert found.rows[0].score is None


@pytest.mark.parametrize("suppliers", [1, 3])
def test_the_number_of_queries_does_not_grow(
    town, scenario, officer, suppliers, django_assert_num_queries
):
    for number in range(suppliers):
        supplier(town, f"示例无人车{number}有限公司")
    able_suppliers(officer.actor, scenario)

    with django_assert_num_queries(8):
        able_suppliers(officer.actor, scenario)


@pytest.mark.parametrize("few", [candidates.FEW, 0])
def test_a_lab_brings_its_builder_by_its_direction(town, scenario, officer, few, monkeypatch):
    monkeypatch.setattr(candidates, "FEW", few)
    builder = organisation_of(town, "示例港口研究院")
    label = recognised_lab(town, builder)

    row = able_suppliers(officer.actor, scenario).rows[0]

    assert (row.organisation, row.lab, row.capability) == (builder, label.lab, None)
    said = [reason.supply.text for reason in row.reasons if reason.supply.label == "direction"]
    assert said != []
    assert all(words in TRUCKS for words in said)


def test_a_builder_stands_once_with_what_fits_best(town, scenario, officer):
    trucks = supplier(town)
    recognised_lab(town, trucks.organisation, name="示例药房实验室", direction=PHARMACY)

    rows = able_suppliers(officer.actor, scenario).rows

    assert [(row.capability, row.lab) for row in rows] == [(trucks, None)]


def test_a_lab_whose_label_was_withdrawn_brings_nobody(town, scenario, officer):
    label = recognised_lab(town, organisation_of(town, "示例港口研究院"))

    withdraw_label(label, reason="未按期运行。", stamp=officer)

    assert able_suppliers(officer.actor, scenario).rows == ()


def test_whom_people_spoke_of_stays_though_it_says_nothing(town, scenario, officer):
    pharmacy = supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    before = able_suppliers(officer.actor, scenario)

    said(scenario, pharmacy.organisation, JudgementKind.PIN, officer)

    assert before.rows == ()
    found = able_suppliers(officer.actor, scenario)
    assert names(found.rows) == ["示例药房设备有限公司"]
    assert found.rows[0].score is not None


def test_a_draft_is_weighed_as_it_is_typed(town):
    matching(town)
    supplier(town)
    application = town.application()

    found = able_suppliers_of_draft(application, {"title": "港区无人集卡", "need": NEED})

    assert names(found.rows) == ["示例无人车有限公司"]
    other = able_suppliers_of_draft(application, {"title": "发药", "need": "药房自动发药机器人"})
    assert other.good == 0


def test_owner_officers_and_broker_reach_the_scenario_and_nobody_else(town, scenario, officer):
    person, seat = broker(town)
    trucks = supplier(town)
    company = member(town, trucks.organisation)
    mandate = give_mandate(scenario, broker=seat, stamp=officer)

    for user in (town.owner, town.officer, town.city_officer, person):
        assert reach_matchable(town.stamp(user).actor, scenario.number) == scenario
    end_mandate(mandate, stamp=officer)
    for actor in (
        NOBODY,
        town.stamp(person).actor,
        town.stamp(company).actor,
        town.stamp(town.jimo_officer).actor,
        town.stamp(town.clerk).actor,
    ):
        with pytest.raises(NotFound):
            reach_matchable(actor, scenario.number)
        with pytest.raises(NotFound):
            able_suppliers(actor, scenario)
    assert Judgement.objects.count() == 0
