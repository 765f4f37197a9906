"""Who else may have to do with it: funds beside a scenario, labs beside a lab, with both sides."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.actions.label import withdraw_label
from citystage.stages.matchmaking.finding import candidates, supplies
from citystage.stages.matchmaking.queries.beside import funds_beside, labs_beside
from citystage.stages.matchmaking.queries.scenarios import fitting_organisation
from tests.matchmaking.builders import (
    PHARMACY,
    TRUCKS,
    matching,
    member,
    organisation_of,
    recognised_lab,
)

LOOKS_FOR = "投向港航和海洋装备场景项目的初创期企业。"
NEED = "希望以无人驾驶集卡替代外包司机，实现岸桥与堆场之间的自动接驳。"


@pytest.fixture
def officer(town):
    matching(town)
    return town.stamp(town.city_officer)


@pytest.fixture
def manager(town):
    return organisation_of(town, "示例创投有限公司", kind=Organisation.Kind.FUND)


def fund(town, manager, direction=LOOKS_FOR, name="示例场景基金"):
    return recognised_lab(town, manager, name=name, direction=direction, kind="fund")


def test_a_fund_that_names_the_field_stands_beside_the_scenario(town, officer, manager):
    label = fund(town, manager)
    fund(town, manager, "投向医疗器械企业。", "示例医疗基金")
    scenario = town.scenario(summary=NEED)

    (found,) = funds_beside(officer.actor, scenario)

    assert found.lab == label.lab
    (reason,) = found.reasons
    assert (reason.part, reason.demand.text) == ("field", "港航")
    # The words of the fund itself, where they stand.
    assert (reason.supply.label, reason.supply.text) == ("direction", "港航")
    assert reason.supply.text in label.lab.direction


def test_a_field_in_other_words_of_the_vocabulary_counts(town, officer, manager):
    type(town.field).objects.filter(pk=town.field.pk).update(synonyms=["港口航运"])
    fund(town, manager, "投向港口航运领域。")

    (found,) = funds_beside(officer.actor, town.scenario(summary=NEED))

    assert found.reasons[0].supply.text == "港口航运"


def test_a_fund_that_is_no_longer_recognised_is_not_named(town, officer, manager):
    label = fund(town, manager)
    withdraw_label(label, reason="未按期报告。", stamp=officer)

    assert funds_beside(officer.actor, town.scenario(summary=NEED)) == []


def test_funds_are_told_to_those_who_reach_the_scenario(town, manager):
    fund(town, manager)

    with pytest.raises(NotFound):
        funds_beside(NOBODY, town.scenario(summary=NEED))


def test_a_fund_finds_its_scenarios_by_what_it_looks_for(town, officer, manager):
    fund(town, manager, "投向无人驾驶集卡、自动接驳等港口场景项目。")
    scenario = town.scenario(summary=NEED)
    keeper = town.stamp(member(town, manager))

    found = fitting_organisation(keeper.actor, manager)

    assert [row.scenario for row in found.rows] == [scenario]


@pytest.mark.parametrize("few", [candidates.FEW, 0])
def test_a_lab_that_answers_what_another_needs_stands_beside_it(town, officer, few, monkeypatch):
    monkeypatch.setattr(candidates, "FEW", few)
    ours = organisation_of(town, "示例港口研究院")
    asking = recognised_lab(town, ours, name="示例码头实验室", direction="码头作业", needs=NEED)
    recognised_lab(town, ours, name="示例自家实验室")
    other = organisation_of(town, "示例无人车有限公司")
    answering = recognised_lab(town, other, name="示例无人驾驶实验室", direction=TRUCKS)
    third = organisation_of(town, "示例药房设备有限公司")
    recognised_lab(town, third, name="示例药房实验室", direction=PHARMACY)

    (found,) = labs_beside(asking.lab)

    assert found.lab == answering.lab
    assert all(one.demand.text in f"{NEED}示例码头实验室码头作业" for one in found.reasons)
    assert {one.supply.label for one in found.reasons} <= {"title", "direction"}


def test_one_word_in_common_brings_no_labs_together(town, officer):
    ours, others = organisation_of(town, "示例甲"), organisation_of(town, "示例乙")
    one = recognised_lab(town, ours, name="滑板磨耗实验室", direction="")
    recognised_lab(town, others, name="康养实验室", direction="研究刀具的磨耗规律。")

    assert labs_beside(one.lab) == []


def test_a_lab_known_from_a_source_counts_until_a_label_says_otherwise(town, officer):
    label = recognised_lab(town, organisation_of(town, "示例港口研究院"))
    label.delete()

    assert list(supplies.labs()) == [label.lab]
