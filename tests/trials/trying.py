"""A town with a trial: the scenario of its firm, the company Blue, a ladder of two steps."""

from datetime import timedelta
from decimal import Decimal

from citystage.foundation.tenancy.models import PackSetting
from citystage.stages.trials.actions.add_readings import add_readings
from citystage.stages.trials.actions.begin_trial import Beginning, begin_trial
from citystage.stages.trials.actions.climb import agree_to_step
from citystage.stages.trials.actions.sign_trial import sign_trial
from citystage.stages.trials.agreeing import open_version
from citystage.stages.trials.contents import Content
from citystage.stages.trials.models import Trial
from citystage.stages.trials.numbers import read_numbers
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.taking import Row
from citystage.stages.trials.terms import TrialTerms
from tests.conftest import NOON
from tests.docking.answering import Docked

TODAY = NOON.date()


def words(zh, en=""):
    return {"zh": zh, "en": en or zh}


def measure(code, zh, en, measured="sum", unit=("次", "runs")):
    return {"code": code, "name": words(zh, en), "unit": words(*unit), "measured": measured}


def line(*choices):
    return {"any": [{"all": list(one)} for one in choices]}


def need(code, at_least=None, at_most=None):
    bound = {"at_least": at_least} if at_least is not None else {"at_most": at_most}
    return {"measure": code, **bound}


TERMS = {
    "measures": [
        measure("hours", "运行时长", "running time", unit=("小时", "h")),
        measure("kilometres", "行驶里程", "distance driven", unit=("公里", "km")),
        measure("success", "成功率", "success rate", "latest", unit=("%", "%")),
        measure("months", "连续记录", "months on record", "months", unit=("个月", "months")),
        measure("sites", "试用点位", "sites", "sites", unit=("个点位", "sites")),
        measure("sets", "投用设备", "sets in use", "devices", unit=("台（套）", "sets")),
        measure("at-fault", "责任事件", "incidents at fault", "at_fault", unit=("起", "incidents")),
    ],
    "numbers": [
        {
            "code": "test",
            "name": words("240小时或1000公里", "240 h or 1,000 km"),
            "lines": [
                line([need("hours", 240)], [need("kilometres", 1000)]),
                line([need("at-fault", at_most=0)]),
            ],
        }
    ],
    "ladders": [
        {
            "code": "standard",
            "name": words("测试—示范", "Test, demonstration"),
            "steps": [
                {"code": "test", "name": words("测试", "Test"), "allows": words("测试", "tests")},
                {
                    "code": "demonstration",
                    "name": words("示范", "Demonstration"),
                    "allows": words("示范", "shows"),
                    "numbers": "test",
                    "bodies": ["owner", "district"],
                },
            ],
        },
        {
            "code": "long",
            "name": words("三步", "Three steps"),
            "steps": [
                {"code": "test", "name": words("测试", "Test"), "allows": words("测试", "tests")},
                {
                    "code": "demonstration",
                    "name": words("示范", "Demonstration"),
                    "allows": words("示范", "shows"),
                    "numbers": "test",
                },
                {
                    "code": "operation",
                    "name": words("运营", "Operation"),
                    "allows": words("运营", "works"),
                    "numbers": "test",
                },
            ],
        },
        {
            "code": "road",
            "name": words("道路", "Road"),
            "steps": [
                {
                    "code": "test",
                    "name": words("道路测试", "Road test"),
                    "allows": words("测试", "tests"),
                    "bodies": ["department"],
                    "units": ["health"],
                }
            ],
        },
    ],
}
LINES = read_numbers(
    "240 小时 或 1000 公里\n至少 2 个点位", TrialTerms.model_validate(TERMS).measures
)


def content(**changes):
    known = {
        "title": "夜间无人集卡试用",
        "object": "两台无人集卡。",
        "place": "前湾港区三号堆场",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=180),
        "free": True,
        "numbers": LINES,
        "price": 80_000_000,
        "data": "数据归需求单位。",
        "property": "各自保留。",
        "insurance": "供给方投保。",
        "exit": "提前15日通知。",
    }
    return Content(**(known | changes))


class Tried(Docked):
    """Blue tries its trucks at the firm; both sides can sign."""

    def __init__(self, town, **watching):
        super().__init__(town)
        value = TERMS | ({"watching": watching} if watching else {})
        PackSetting.objects.create(city=town.city, name="trials", version=1, value=value)

    def by(self, person, at=NOON):
        return self.town.stamp(person, at=at)

    def begun(self, *, by=None, ladder="standard", at=NOON, **changes):
        return begin_trial(
            self.scenario,
            beginning=Beginning(supplier=self.blue, ladder=ladder),
            content=content(district=self.town.laoshan.pk, **changes),
            stamp=self.by(by or self.town.owner, at),
        )

    def sign(self, trial, person, at=NOON):
        return sign_trial(trial, sha256=open_version(trial).sha256, stamp=self.by(person, at))

    def signed(self, **changes):
        trial = self.begun(**changes)
        self.sign(trial, self.town.owner)
        self.sign(trial, self.blue_person)
        return Trial.objects.get(pk=trial.pk)

    def read(self, trial, *rows, person=None, at=None, source=Source.FORM):
        moment = at or NOON + timedelta(hours=1)
        return add_readings(
            trial, rows=rows, source=source, stamp=self.by(person or self.blue_person, moment)
        )

    def proven(self, trial, value="240"):
        """Evidence for the next step."""
        return self.read(trial, row(value=value))

    def agreed(self, trial, step=2):
        """Both bodies of the next step."""
        for person in (self.town.owner, self.town.officer):
            agree_to_step(trial, step=step, words="", stamp=self.by(person))


def row(measure="hours", value="5", at=NOON, **changes):
    return Row(measure=measure, value=Decimal(value), happened_at=at, **changes)
