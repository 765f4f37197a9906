"""What each reason teaches, and that it teaches no more."""

import pytest

from citystage.stages.matchmaking.learning import lowered
from citystage.stages.matchmaking.models import Unfit
from citystage.stages.matchmaking.states import UnfitReason


def refusal(scenario, reason):
    return Unfit(scenario=scenario, reason=reason)


@pytest.mark.parametrize(
    ("reason", "alike", "other"),
    [
        (UnfitReason.PLACE, {}, {"district": None}),
        (UnfitReason.FIELD, {}, {"field": None}),
        (UnfitReason.SIZE, {"budget": 150}, {"budget": 900}),
        (UnfitReason.MATURITY, {"mode": "trial"}, {"mode": "purchase"}),
        (UnfitReason.OTHER, {"title": "港区无人集卡运输"}, {"title": "医院发药机器人"}),
    ],
)
def test_a_reason_lowers_what_is_alike_in_its_way(town, reason, alike, other):
    refused = town.scenario(title="港区无人集卡", budget=100, mode="trial")
    same = town.scenario(**({"title": "港区无人集卡"} | alike))
    different = town.scenario(**({"title": "医院"} | other))
    unfits = [refusal(refused, reason)]

    assert lowered(same, unfits).factor == pytest.approx(0.8)
    assert lowered(different, unfits).factor == 1.0
    assert lowered(refused, unfits).factor == 1.0


def test_talks_elsewhere_teach_nothing(town):
    refused, same = town.scenario(), town.scenario()

    found = lowered(same, [refusal(refused, UnfitReason.IN_TALK)])

    assert (found.factor, found.words) == (1.0, ())


def test_a_city_without_districts_is_one_place(town):
    refused, same = town.scenario(district=None), town.scenario(district=None)

    assert lowered(same, [refusal(refused, UnfitReason.PLACE)]).factor == pytest.approx(0.8)


def test_unknown_budgets_are_of_no_size(town):
    refused, same = town.scenario(), town.scenario()

    assert lowered(same, [refusal(refused, UnfitReason.SIZE)]).factor == 1.0


def test_many_refusals_of_a_kind_lower_no_further_than_three(town):
    refused = [town.scenario() for _each in range(5)]
    same = town.scenario()

    found = lowered(same, [refusal(one, UnfitReason.FIELD) for one in refused])

    assert found.factor == pytest.approx(0.8**3)
    assert len(found.words) == 1
