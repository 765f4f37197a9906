"""Invented labs and a fund that are followed: reports in and overdue, assessments, a renewal."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from citystage.cities.demo.flows import CITY, CITY_OFFICER, stamp_of
from citystage.cities.demo.people import unit_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.stages.catalogue.models import Lab
from citystage.stages.catalogue.recognising import Wanted, give, lock_city, next_batch
from citystage.stages.evaluation.actions.decide_round import apply_round, propose_outcome
from citystage.stages.evaluation.actions.fill_sheet import hand_in_sheet
from citystage.stages.evaluation.actions.keep_need import add_need, meet_need
from citystage.stages.evaluation.actions.keep_record import Told, add_record
from citystage.stages.evaluation.actions.open_round import open_round
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.prepare_round import (
    choose_assessors,
    choose_labs,
    prepare_round,
)
from citystage.stages.evaluation.actions.renew_term import ask_renewal
from citystage.stages.evaluation.actions.settle_report import ask_skip
from citystage.stages.evaluation.actions.write_report import save_report, submit_report
from citystage.stages.evaluation.models import Report, Round, Sheet
from citystage.stages.selection.marking import Marks
from citystage.stages.selection.models import Expert
from citystage.stages.selection.terms import Criterion

FILE: Final = Path(__file__).parent / "followed.toml"
_ASSESSORS: Final = ("demo-expert-2", "demo-expert-3", "demo-expert-4", "demo-expert-6")
_LABELS: Final = {
    Lab.Kind.SCENARIO: {"zh": "场景应用实验室（示例）", "en": "Application lab (example)"},
    Lab.Kind.FUND: {"zh": "场景基金（示例）", "en": "Scenario fund (example)"},
}
_SAID: Final = "（示例）按计划完成，数据由使用单位记录。"


def follow_all() -> int:
    """Bring in labs that are not there yet and walk them. Returns how many are new."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    if Lab.objects.filter(name__in=[one["name"] for one in told["labs"]]).exists():
        return 0
    labs = {one["builder"]: _recognise(one) for one in told["labs"]}
    stamps = {one["builder"]: stamp_of(one["account"], hat=one["builder"]) for one in told["labs"]}
    for one in told["needs"]:
        need = add_need(labs[one["lab"]], **_of_need(one), stamp=stamps[one["lab"]])
        if "met" in one:
            meet_need(need, reason=one["met"], stamp=stamp_of(CITY_OFFICER))
    for one in told["records"]:
        stamp = stamps[one["lab"]]
        add_record(labs[one["lab"]], kind=one["kind"], told=_of_record(one), stamp=stamp)
    plan_reports(unit_of(CITY, ""), stamp=stamp_of(CITY_OFFICER))
    _report(labs, stamps)
    _assess(labs)
    ask_renewal(
        labs["demo-lab-food"],
        words="（示例）本期完成温控试点，下一期拟推广到5家配送中心。",
        stamp=stamps["demo-lab-food"],
    )
    return len(labs)


def _today() -> date:
    return timezone.localdate()


def _day(days: int) -> date:
    return _today() + timedelta(days=days)


def _ago(stamp: Stamp, days: int) -> Stamp:
    """The same person so many days ago: the demonstration has a past."""
    return replace(stamp, at=stamp.at - timedelta(days=days))


@transaction.atomic
def _recognise(told: Mapping[str, Any]) -> Lab:
    builder = Organisation.objects.select_related("district").get(seat__code=told["builder"])
    city = lock_city(unit_of(CITY, "").pk)
    known = Lab.objects.filter(name__startswith="（示例）", city=city).first()
    fields = Term.objects.filter(Q(city=city) | Q(city=None), scheme=Scheme.FIELD)
    lab = Lab.objects.create(
        city=city,
        kind=Lab.Kind(told.get("kind", Lab.Kind.SCENARIO)),
        name=told["name"],
        name_en=told["name_en"],
        builder=builder,
        builder_name=builder.name,
        batch=known.batch if known else next_batch(city),
        field=fields.filter(code=told.get("field", "")).first(),
        district=builder.district,
        direction=told["direction"],
        created_at=timezone.now(),
    )
    wanted = Wanted(
        kind=lab.kind,
        words=_LABELS[Lab.Kind(lab.kind)],
        pattern="示例-{year}-{number:03d}",
        since=_day(told["since_days"]),
        until=_day(told["until_days"]),
    )
    give(lab, wanted, stamp=_ago(stamp_of(CITY_OFFICER), -told["since_days"]))
    return lab


def _of_need(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: told[key] for key in ("kind", "title", "words", "public")}


def _of_record(told: Mapping[str, Any]) -> Told:
    until = told.get("until_days")
    return Told(
        title=told["title"],
        partner=told.get("partner", ""),
        since=_day(told["since_days"]),
        until=_day(until) if until is not None else None,
        outcome=told.get("outcome", ""),
        round=told.get("round", ""),
        amount=told.get("amount"),
        words=told.get("words", ""),
        shown=told["shown"],
    )


def _report(labs: Mapping[str, Lab], stamps: Mapping[str, Stamp]) -> None:
    """One handed in eight days late and the next begun, one overdue, one to be left out."""
    robots = list(Report.objects.filter(lab=labs["demo-robots"]).order_by("since"))
    for one in robots[:1]:
        late = replace(stamps["demo-robots"], at=one.due_at + timedelta(days=7, hours=2))
        submit_report(one, answers=_answers(one), version=one.version, stamp=_not_later(late))
    for one in robots[1:2]:
        begun = {code: text for code, text in _answers(one).items() if code == "done"}
        save_report(one, answers=begun, version=one.version, stamp=stamps["demo-robots"])
    for one in Report.objects.filter(lab=labs["demo-lab-elder"]).order_by("since")[:1]:
        words = "（示例）试点社区改造，设备停用五个月，请准予并入下一期报告。"
        ask_skip(one, reason=words, stamp=stamps["demo-lab-elder"])
    for builder in ("demo-lab-food", "demo-fund"):
        for one in Report.objects.filter(lab=labs[builder]).order_by("since")[:1]:
            early = replace(stamps[builder], at=one.due_at - timedelta(days=20))
            submit_report(one, answers=_answers(one), version=one.version, stamp=_not_later(early))


def _not_later(stamp: Stamp) -> Stamp:
    now: datetime = timezone.now()
    return replace(stamp, at=min(stamp.at, now))


def _answers(report: Report) -> dict[str, str]:
    texts = {
        "done": "（示例）完成两项验证：夜间配送90天，差错率0；乘梯协同30天。",
        "next": "（示例）下一期在两家医院推广，第三季度完成第三方检测。",
    }
    numbers = {"scenes": "3", "products": "1", "revenue": "860", "raised": "3000", "staff": "42"}
    numbers |= {"visits": "14", "decided": "2", "invested": "1800", "local": "1200"}
    return {
        one["code"]: numbers.get(one["code"], "0")
        if one.get("kind", "text") != "text"
        else texts.get(one["code"], _SAID)
        for one in report.questions
    }


def _assess(labs: Mapping[str, Lab]) -> None:
    """Last year's assessment is decided; this year's is under way, with one sheet handed in."""
    year, office = _today().year, stamp_of(CITY_OFFICER)
    before = _ago(office, 60)
    done = _open(
        f"（示例）{year - 1}年度实验室评估", [labs["demo-lab-elder"], labs["demo-lab-food"]], before
    )
    for sheet in _sheets(done):
        low = sheet.assessment.lab_id == labs["demo-lab-elder"].pk
        _score(sheet, low=low, days=55)
    for one in done.assessments.all():
        poor = one.lab_id == labs["demo-lab-elder"].pk
        reason = "（示例）验证数据只有一个社区，请补充不少于三个社区的连续记录。"
        propose_outcome(
            one,
            outcome="improve" if poor else "keep",
            reason=reason if poor else "（示例）按期报告，试点数据可核。",
            improve_by=_day(40) if poor else None,
            version=one.version,
            stamp=_ago(office, 50),
        )
    apply_round(done, stamp=_ago(office, 50))
    running = _open(
        f"（示例）{year}年度实验室评估",
        [labs["demo-robots"], labs["demo-lab-marine"]],
        _ago(office, 3),
    )
    _score(_sheets(running)[0], low=False, days=1)


def _open(title: str, labs: Sequence[Lab], stamp: Stamp) -> Round:
    made = prepare_round(unit_of(CITY, ""), title=title, stamp=stamp)
    choose_labs(made, labs=labs, stamp=stamp)
    experts = Expert.objects.filter(city__code=CITY, user__username__in=_ASSESSORS)
    choose_assessors(made, experts=list(experts), officers=[], stamp=stamp)
    return open_round(made, stamp=stamp)


def _sheets(round_: Round) -> list[Sheet]:
    rows = Sheet.objects.filter(assessment__round=round_, state="open")
    return list(rows.select_related("assessor__user", "assessment__round").order_by("pk"))


def _score(sheet: Sheet, *, low: bool, days: int) -> None:
    criteria = sheet.assessment.round.read_terms().criteria
    marks = Marks(
        values={one.code: _mark(one, low=low) for one in criteria},
        reasons={one.code: "（示例）材料只覆盖一个试点。" for one in criteria} if low else {},
        remark="（示例）建议补充数据后复核。" if low else "（示例）成效明显，建议保留。",
    )
    stamp = _ago(stamp_of(sheet.assessor.user.username), days)
    hand_in_sheet(sheet, marks=marks, version=sheet.version, stamp=stamp)


def _mark(criterion: Criterion, *, low: bool) -> str:
    span = criterion.high - criterion.low
    return str(criterion.low + (span * 5 // 10 if low else span * 8 // 10))
