"""Read the words of lists into the house's own: side, tier, way of working, state, money, time."""

import re
from datetime import date
from functools import cache

from django.conf import settings
from django.db import models
from django.utils import translation

from citystage.engines.text.folding import fold
from citystage.foundation.taxonomy.models import Mode, Side, Tier
from citystage.kernel.money import NotMoney, parse_money
from citystage.stages.catalogue.states import ScenarioState

_SIDES = (
    (Side.ENTERPRISE, ("企业", "国企", "公司", "集团", "enterprise")),
    (Side.INDUSTRY, ("产业", "园区", "链主", "协会", "industry")),
    (Side.GOVERNMENT, ("政府", "事业", "机关", "部门", "医院", "学校", "高校", "government")),
)
_TIERS = (
    (Tier.SUPER, ("超级", "super")),
    (Tier.MAJOR, ("重大", "综合性", "major")),
    (Tier.INTEGRATED, ("集成", "行业领域", "integrated")),
    (Tier.NARROW, ("小切口", "高价值", "narrow")),
)
_MODES = (
    (Mode.CHALLENGE, ("揭榜", "挑战", "challenge")),
    (Mode.TRIAL, ("首试首用", "先用后转", "试用", "trial")),
    (Mode.SOLUTION, ("解决方案", "solution")),
    (Mode.LEASE, ("租赁", "lease")),
    (Mode.JOINT_OPERATION, ("合作经营", "联合运营", "joint operation")),
    (Mode.JOINT_BUILDING, ("联合建设", "共建", "合作研发", "联合研发", "joint building")),
    (Mode.OPERATION, ("商业运营", "商业化运营", "特许经营", "commercial operation")),
    (Mode.PURCHASE, ("采购", "招标", "购买", "purchase", "tender")),
)
_STATES = (
    (ScenarioState.LANDED, ("落地", "已完成", "已解决", "示范", "landed")),
    (ScenarioState.CLOSED, ("废标", "终止", "已结束", "取消", "closed")),
    (ScenarioState.MATCHED, ("已签约", "攻关中", "解决中", "验收中", "已对接", "matched")),
)
_INTENTION = re.compile(
    r"\A(?P<owner>.{2,80}?)\d{4}年(?:\d{1,2}月)?(?:\s*[（(]?[至到—-]+[)）]?\s*\d{1,2}月)?.{0,12}采购意向"
)


def _first[T](text: str, table: tuple[tuple[T, tuple[str, ...]], ...]) -> T | None:
    folded = fold(text)
    return next((value for value, words in table if any(word in folded for word in words)), None)


def side_of(text: str) -> str:
    """The side that a word for the owner's nature tells; empty when it tells none."""
    return _first(text, _SIDES) or ""


def tier_of(text: str) -> str:
    """The tier a word names."""
    return _first(text, _TIERS) or ""


def mode_of(text: str) -> str:
    """The way of working together; of several the one that says most comes first."""
    if not text:
        return ""
    return _first(text, _MODES) or Mode.OTHER


def state_of(text: str) -> ScenarioState | None:
    """What a list's status means for a record that is public."""
    return _first(text, _STATES) if text else None


def budget_of(text: str) -> int | None:
    """Whole fen where the text is one amount in yuan, else nothing; zero means to be discussed."""
    try:
        return parse_money(text) or None
    except NotMoney:
        return None


def first_day(text: str) -> date | None:
    """The first day of “2026-03-01”, “2026-03” or “2026”."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def day_after(text: str) -> date | None:
    """The day behind the last day of “2026-03-01”, “2026-03” or “2026”: a half-open end."""
    start = first_day(text)
    if start is None:
        return None
    exact = text.count("-")
    if exact == 2:  # noqa: PLR2004 -- a day
        return date.fromordinal(start.toordinal() + 1)
    if exact == 1 and start.month < 12:  # noqa: PLR2004
        return start.replace(month=start.month + 1)
    return date(start.year + 1, 1, 1)


def owner_in_title(title: str) -> str:
    """The purchaser in the title of a procurement-intention notice: “X2026年03月政府采购意向”."""
    found = _INTENTION.match(title)
    return found["owner"].strip() if found else ""


def is_label(value: models.TextChoices, text: str) -> bool:
    """Whether ``text`` is the house's own word for ``value``, in either language."""
    return text in _labels(value)


def is_state(text: str) -> bool:
    """Whether ``text`` is the house's own word for where a scenario stands."""
    return any(is_label(state, text) for state in ScenarioState)


@cache
def _labels(value: models.TextChoices) -> frozenset[str]:
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(str(value.label))
    return frozenset(found)
