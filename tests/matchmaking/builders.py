"""Builders of matchmaking: suppliers with capabilities, the pack's setting, people on each side."""

from datetime import date

from citystage.engines.text.folding import fold
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting, Unit, plant
from citystage.stages.catalogue.indexing import fill_capabilities, fill_labs
from citystage.stages.catalogue.models import Capability, Lab, SearchDocument
from citystage.stages.catalogue.recognising import Wanted, give
from tests.conftest import HOUSE, NOON

TRUCKS = (
    "提供港区无人驾驶集卡及岸桥与堆场之间的自动接驳系统，支持夜间作业。"
    "定位精度±2 cm，单车连续运行20小时。已在两个集装箱码头投入使用。"
)
DRONES = "提供无人机自动机场与巡检平台，单次续航45分钟，可自动识别工地违规作业。"
WORKSHOP = "承接外包司机招聘，完成码头水平运输。"
PHARMACY = "医院药房自动发药机器人，每小时处理1,000张处方，差错率低于万分之一。"

SETTING = {
    "fresh_days": 365,
    "near_km": 30,
    "most_reasons": 8,
    "parts": [
        {
            "code": "need",
            "name": {"zh": "需求与能力", "en": "Need and capability"},
            "why": {"zh": "逐句比较。", "en": "Sentence by sentence."},
            "weight": 60,
        },
        {
            "code": "field",
            "name": {"zh": "领域与产业链", "en": "Field and chain"},
            "why": {"zh": "领域相同。", "en": "The same field."},
            "weight": 40,
        },
    ],
    "synonyms": {"无人集卡": ["无人驾驶集卡", "IGV"]},
}


# What else a city writes: how telling a word is, is learned from all of it.
ELSEWHERE = """
智慧停车管理平台需要接入路侧泊位数据。
社区养老服务中心希望配备防跌倒监测设备。
污水处理厂需要在线监测水质并预测药剂投加量。
博物馆希望以增强现实方式讲解馆藏文物。
公交线路希望根据客流动态调整发车间隔。
小学食堂需要留样和后厨明火的自动识别。
农业园区需要土壤墒情监测与水肥一体灌溉。
工地塔吊需要防碰撞预警与吊装过程记录。
海上风电场需要水下基础冲刷的定期检测。
供热管网希望发现泄漏点并按需调节温度。
图书馆需要自助借还与书架盘点机器人。
法院希望庭审笔录自动生成并核对证据。
高速公路需要团雾预警和诱导灯联动控制。
山林防火需要热成像瞭望与火点定位。
渔港需要船舶进出识别与渔获计量。
冷链仓库需要温湿度全程记录与异常报警。
地铁车站希望扶梯故障提前预测。
钢铁厂需要高炉炉衬侵蚀的在线诊断。
纺织企业希望布面瑕疵由视觉自动检出。
政务大厅需要办事材料预审与智能导办。
""".strip().splitlines()


def matching(town, version=1, value=None):
    SearchDocument.objects.bulk_create(
        (
            SearchDocument(
                kind=SearchDocument.Kind.SCENARIO,
                object_id=900_000 + number,
                title=text,
                changed_at=NOON,
            )
            for number, text in enumerate(ELSEWHERE)
        ),
        ignore_conflicts=True,
    )
    return PackSetting.objects.create(
        city=town.city, name="matching", version=version, value=value or SETTING
    )


def supplier(town, name="示例无人车有限公司", *, text=TRUCKS, title="无人集卡", **fields):
    """An organisation with a seat in Laoshan and one public capability; returns the capability."""
    organisation = organisation_of(town, name)
    return capability(town, organisation, title=title, text=text, **fields)


def organisation_of(town, name, **fields):
    seat = plant(parent=town.laoshan, kind=Unit.Kind.ORGANISATION, name=name, code="")
    known = {
        "city": town.city,
        "district": town.laoshan,
        "seat": seat,
        "name": name,
        "folded_name": fold(name),
        "standing": Organisation.Standing.APPROVED,
    }
    return Organisation.objects.create(**(known | fields))


def capability(town, organisation, *, title="无人集卡", text=TRUCKS, **fields):
    known = {
        "city": town.city,
        "organisation": organisation,
        "title": title,
        "description": text,
        "version": 1,
        "created_at": NOON,
        "changed_at": NOON,
    }
    made = Capability.objects.create(**(known | fields))
    fill_capabilities([made])
    return made


def recognised_lab(town, organisation, *, name="示例码头自动化实验室", direction=TRUCKS, **fields):
    """A lab of ``organisation`` with a valid label; returns the label."""
    known = {"city": town.city, "builder": organisation, "batch": 1, "kind": "lab"}
    known |= {"name": name, "direction": direction, "created_at": NOON}
    lab = Lab.objects.create(**(known | fields))
    fill_labs([lab])
    wanted = Wanted(
        kind=lab.kind,
        words={"zh": "场景应用实验室", "en": "application lab"},
        pattern="{year}-{number:03d}",
        since=date(2026, 1, 1),
        until=date(2029, 1, 1),
    )
    return give(lab, wanted, stamp=HOUSE)


def member(town, organisation, name="member"):
    return town.person(name, Role.COMPANY_MEMBER, organisation.seat)


def broker(town, name="broker"):
    """A broker with a seat of its own; returns the person and the seat."""
    organisation = organisation_of(town, f"示例场景经理人{name}", kind=Organisation.Kind.BROKER)
    return town.person(name, Role.BROKER, organisation.seat), organisation.seat
