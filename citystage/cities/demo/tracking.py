"""Invented asks, promises, intents and follow-ups, each taken as far as its page wants to show."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from citystage.cities.demo.flows import CITY, CITY_OFFICER, DEPARTMENT_OFFICER, stamp_of
from citystage.cities.demo.people import unit_of
from citystage.foundation.access.models import User
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.taxonomy.queries import find_term
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import city_coded
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.actions.answer_ask import Reply, Rule, link_rule, reply_to_ask
from citystage.stages.docking.actions.dispute_ask import dispute_ask
from citystage.stages.docking.actions.end_promise import (
    accept_promise,
    drop_promise,
    report_promise,
)
from citystage.stages.docking.actions.file_ask import Wanted, file_ask
from citystage.stages.docking.actions.follow_up import Duty, follow_up
from citystage.stages.docking.actions.keep_intent import lose_intent, note_intent, turn_intent
from citystage.stages.docking.actions.note_promise import Said, confirm_promise, note_promise
from citystage.stages.docking.agreeing import Terms, side_named
from citystage.stages.docking.models import Ask, Intent, Promise
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import DealKind, Force
from citystage.stages.docking.states.asks import AskKind, AskOutcome
from citystage.stages.events.models import Event

COMPANY, OWNER = "demo-company-member", "demo-demand-owner"
ROBOTS, RAIL = "示例智能机器人有限公司", "示例轨道运营有限公司"
WAN: Final = 1_000_000
_GIVEN = "（示例）车站扶梯故障提前预警"


def keep_all() -> bool:
    """Make everything once; a second time changes nothing."""
    city = city_coded(CITY)
    if city is None or Ask.objects.filter(city=city).exists():
        return False
    scenario = Scenario.objects.filter(city=city, title=_GIVEN).first()
    _ask_all(city)
    _promise_all(scenario)
    _agree_all(city, scenario)
    _follow_all(city)
    return True


def _ask_all(city: Unit) -> None:
    """One answered with conditions, one adopted, one disputed, two waiting."""
    opened = _ask(city, AskKind.SCENE, "开放一处公交场站用于夜间巡检测试", field="transport")
    words = "同意在一处场站开放夜间测试，请在测试前三日报送方案。"
    conditions = "每日23时至次日5时进行\n配备现场安全员\n不采集乘客影像"
    _reply(opened, AskOutcome.CONDITIONS, words, conditions=conditions)
    suggested = _ask(city, AskKind.RULE, "简化低速巡检设备上路备案")
    words = "建议予以采纳，备案材料由五份减为两份。"
    _reply(suggested, AskOutcome.ADOPTED, words, by=CITY_OFFICER)
    rule = Rule(title="（示例）低速巡检设备上路备案办法", number="（示例）〔2026〕1号")
    link_rule(suggested, rule=rule, stamp=stamp_of(CITY_OFFICER))
    refused = _ask(city, AskKind.SCENE, "开放隧道区间用于巡检机器人试运行", field="rail-transit")
    _reply(refused, AskOutcome.CANNOT, "运营时段不具备条件，夜间施工计划已排满。")
    words = "夜间施工计划第四周仍有空档，请再研究。"
    dispute_ask(refused, words=words, stamp=stamp_of(COMPANY))
    _ask(city, AskKind.DATA, "开放公交客流脱敏数据")
    _ask(city, AskKind.SCENE, "开放停车楼用于充电机器人试用", field="transport")


def _ask(city: Unit, kind: AskKind, title: str, *, field: str = "") -> Ask:
    wanted = Wanted(
        kind=kind,
        title=f"（示例）{title}",
        text="（示例）设备已在厂区运行半年，需要真实场地验证可靠性，预计用时一个月。",
        public=True,
        field=find_term(Scheme.FIELD, city, field) if field else None,
    )
    return file_ask(city, wanted=wanted, stamp=stamp_of(COMPANY))


def _reply(
    ask: Ask,
    outcome: AskOutcome,
    words: str,
    *,
    conditions: str = "",
    by: str = DEPARTMENT_OFFICER,
) -> None:
    reply = Reply(outcome=outcome, words=f"（示例）{words}", conditions=conditions)
    reply_to_ask(ask, reply=reply, stamp=stamp_of(by))


def _promise_all(scenario: Scenario | None) -> None:
    """One kept, one overdue, one dropped, one that waits for the other side."""
    kept = _stands("（示例）提供两台样机供现场比对", -3, scenario)
    report_promise(kept, words="（示例）样机已送达。", evidence=(), stamp=stamp_of(COMPANY))
    accept_promise(kept, stamp=stamp_of(OWNER))
    _stands("（示例）提交扶梯振动监测方案", -5, scenario)
    dropped = _stands("（示例）派驻两名工程师三个月", 30, scenario)
    reason = "（示例）双方改为远程支持，不再派驻。"
    drop_promise(dropped, reason=reason, stamp=stamp_of(COMPANY))
    _note("（示例）开放三个月的扶梯运行记录", 14, scenario, by=COMPANY, theirs=True)


def _stands(what: str, days: int, scenario: Scenario | None) -> Promise:
    noted = _note(what, days, scenario, by=COMPANY)
    return confirm_promise(noted, version=1, stamp=stamp_of(OWNER))


def _note(
    what: str, days: int, scenario: Scenario | None, *, by: str, theirs: bool = False
) -> Promise:
    pair = unit_of(CITY, "demo-robots"), unit_of(CITY, "demo-rail")
    giver, taker = pair[::-1] if theirs else pair
    said = Said(
        giver=giver,
        taker=taker,
        what=what,
        due_on=_day(days),
        scenario=scenario,
        event=Event.objects.filter(title__startswith="（示例）").order_by("pk").first(),
    )
    return note_promise(said=said, stamp=stamp_of(by))


def _agree_all(city: Unit, scenario: Scenario | None) -> None:
    """One intent signed, one lost, one in talks; one agreement between related parties."""
    trial = Terms(
        kind=DealKind.TRIAL, title="（示例）扶梯监测先试后买", amount=60 * WAN, scenario=scenario
    )
    signature = Signature(force=Force.BINDING, signed_on=_day(-20), expires_on=_day(45))
    turn_intent(
        _intent(city, trial, ROBOTS, RAIL),
        terms=trial,
        signature=signature,
        reason="（示例）两台样机比对达标。",
        stamp=stamp_of(COMPANY),
    )
    bought = Terms(kind=DealKind.PURCHASE, title="（示例）采购夜间巡检机器人", amount=300 * WAN)
    lost = _intent(city, bought, ROBOTS, RAIL)
    reason = "（示例）本年度预算未列入，明年再议。"
    lose_intent(lost, reason=reason, stamp=stamp_of(COMPANY))
    invested = Terms(kind=DealKind.INVESTMENT, title="（示例）天使轮追加投资", amount=800 * WAN)
    framework = Signature(force=Force.FRAMEWORK, signed_on=_day(-6))
    turn_intent(
        _intent(city, invested, ROBOTS, "示例创业投资基金"),
        terms=invested,
        signature=framework,
        reason="（示例）尽职调查通过。",
        stamp=stamp_of(COMPANY),
    )
    shared = Terms(kind=DealKind.COOPERATION, title="（示例）共建巡检场景应用实验室")
    _intent(city, shared, ROBOTS, "示例海洋技术研究院")


def _intent(city: Unit, terms: Terms, *names: str) -> Intent:
    sides = [side_named(name) for name in names]
    return note_intent(city, terms=terms, sides=sides, stamp=stamp_of(COMPANY))


def _follow_all(city: Unit) -> None:
    """Three scenarios are followed up, one of them too late."""
    officer = User.objects.get(username=DEPARTMENT_OFFICER)
    found = Scenario.objects.public().filter(city=city, title__startswith="（示例）").order_by("pk")
    steps = (("召开供需对接会", -2), ("现场踏勘", 5), ("签订试用协议", 20))
    for scenario, (step, days) in zip(found, steps, strict=False):
        duty = Duty(
            person=officer,
            person_name="",
            next_step=f"（示例）{step}",
            next_on=_day(days),
            progress="（示例）已与三家单位沟通。",
        )
        follow_up(scenario, duty=duty, version=0, stamp=stamp_of(CITY_OFFICER))


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
