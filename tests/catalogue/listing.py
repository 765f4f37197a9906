"""A list in preparation and a released one, for tests of lists."""

import pytest

from citystage.stages.catalogue.actions.prepare_list import arrange_list, prepare_list
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.models import Release, Scenario
from citystage.stages.catalogue.states import ScenarioState
from tests.conftest import Town

ANSWERS = {
    "goals": "1. 单箱能耗下降15%；2. 夜间作业率达到90%",
    "place": "前湾港区",
    "sme_reserved": True,
}


def begin(town: Town, code: str = "2026-1") -> Release:
    return prepare_list(
        town.city,
        code=code,
        kind=Release.Kind.OPPORTUNITY,
        number="青场景〔2026〕1号",
        title="青岛市2026年第一批场景机会清单",
        title_en="Opportunity list 2026-1",
        issuer="市委改革办场景创新处",
        introduction="本批清单面向全国征集方案。",
        stamp=town.stamp(town.city_officer),
    )


def fill_list(town: Town, release: Release, *scenarios: Scenario) -> Release:
    ids = [scenario.pk for scenario in scenarios]
    return arrange_list(release, scenario_ids=ids, stamp=town.stamp(town.city_officer))


def prepared_list(town: Town) -> Release:
    public = town.scenario(
        title="港区无人集卡",
        title_en="Driverless trucks in the port",
        answers=ANSWERS,
        budget=3_500_000_000,
        tier="narrow",
        side="enterprise",
        mode="purchase",
        contact={"unit": "示例港口集团信息部", "name": "张三", "phone": "13800000000"},
    )
    reserve = town.scenario(
        title="=山地无人机", field=None, state=ScenarioState.RESERVE, published_on=None
    )
    return fill_list(town, begin(town), public, reserve)


def released_list(town: Town) -> Release:
    return release_list(prepared_list(town), stamp=town.stamp(town.city_officer))


@pytest.fixture
def released(town: Town) -> Release:
    return released_list(town)
