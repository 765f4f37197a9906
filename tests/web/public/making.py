"""A released list, a capability and an organisation, findable."""

from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.actions.prepare_list import arrange_list, prepare_list
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.indexing.filling import fill_capabilities, fill_organisations
from citystage.stages.catalogue.models import Capability, Release, Scenario
from tests.conftest import NOON, Town

CONTACT = {"unit": "示例港口集团", "name": "张三丰", "phone": "13812345678", "email": "a@b.cn"}


def organisation(town: Town, name: str = "青岛示例轨道集团", **fields: object) -> Organisation:
    known = {"city": town.city, "folded_name": fold(name), "name_keys": sorted(name_keys(name))}
    made = Organisation.objects.create(name=name, **(known | fields))
    fill_organisations([made])
    return made


def capability(
    town: Town, of: Organisation, title: str = "无人机巡检", **fields: object
) -> Capability:
    known = {
        "city": town.city,
        "description": "以无人机巡检管线与 drone 航线。",
        "field": town.field,
        "created_at": NOON,
        "changed_at": NOON,
    }
    made = Capability.objects.create(organisation=of, title=title, **(known | fields))
    fill_capabilities([made])
    return made


def released(town: Town, *scenarios: Scenario, code: str = "2026-1") -> Release:
    stamp = town.stamp(town.city_officer)
    release = prepare_list(
        town.city,
        code=code,
        kind=Release.Kind.OPPORTUNITY,
        number="青场景〔2026〕1号",
        title="青岛市2026年第一批场景机会清单",
        title_en="Opportunity list 2026-1",
        issuer="市委改革办场景创新处",
        introduction="按计划发布。",
        stamp=stamp,
    )
    arrange_list(release, scenario_ids=[one.pk for one in scenarios], stamp=stamp)
    return release_list(release, stamp=stamp)
