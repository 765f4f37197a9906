"""Plans and figures for tests: a plan of three years, and what an indicator read."""

from datetime import date
from decimal import Decimal

from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel import remembering
from citystage.stages.evaluation.actions.set_target import TargetWords, set_target
from citystage.stages.evaluation.actions.write_plan import write_plan
from citystage.stages.evaluation.models import Reading, Reported, Tally
from citystage.stages.evaluation.plan_writing import Asked, PlanWords
from tests.conftest import NOON

CODE = "new-technologies"
WORDS = PlanWords(name="三年计划", name_en="Three years", from_year=2026, until_year=2028)
INDICATOR = {
    "code": CODE,
    "name": {"zh": "新技术应用", "en": "New technologies"},
    "group": "plan",
    "meaning": {"zh": "示例", "en": "Example"},
    "formula": "count new units of first_use",
    "unit": {"zh": "项", "en": "items"},
}


def asked(at_least=100, *, on=date(2026, 1, 1), **steps):
    """What a target asks for; steps as y2026=30."""
    milestones = {int(year[1:]): Decimal(worth) for year, worth in steps.items()}
    return Asked(at_least=Decimal(at_least), milestones=milestones, in_force_on=on)


def planned(town, **changes):
    """A plan of the town's city by its officer."""
    words = PlanWords(
        **{name: getattr(WORDS, name) for name in ("name", "name_en", "from_year", "until_year")}
        | changes
    )
    return write_plan(town.city, words=words, stamp=town.stamp(town.city_officer))


def targeted(town, plan, at_least=100, **words):
    """A target of the plan, measured by ``CODE``."""
    told = {"name": "新技术新产品", "unit": "项", "indicator": CODE} | words
    stamp = town.stamp(town.city_officer)
    return set_target(plan, words=TargetWords(**told), asked=asked(at_least), stamp=stamp)


def counted(town, **indicator):
    """The city counts by one indicator."""
    value = {"indicators": [INDICATOR | indicator]}
    remembering.forget_everything()
    return PackSetting.objects.create(city=town.city, name="indicators", version=1, value=value)


def read(town, period, value, *, claimed=None, code=CODE):
    """What the indicator reads for a period."""
    reading = Reading.objects.create(
        city=town.city,
        code=code,
        period=period,
        number=1,
        kind=Reading.Kind.FIRST,
        value=value,
        claimed=value if claimed is None else claimed,
        evidence=int(value),
        formula="",
        made_at=NOON,
    )
    return Tally.objects.create(city=town.city, code=code, period=period, reading=reading)


def stated(town, **changes):
    """What a source states."""
    told = {
        "code": "labs-2026",
        "name": "累计认定实验室",
        "name_en": "Labs recognised",
        "value": Decimal(130),
        "unit": "家",
        "unit_en": "labs",
        "as_written": "130家",
        "as_of_text": "2026年4月",
        "source": {"title": "示例日报", "publisher": "示例社", "published": "2026-04-16"},
        "quote": "分6批认定场景实验室130家",
        "place": "第3段",
    }
    return Reported.objects.create(city=town.city, **(told | changes))
