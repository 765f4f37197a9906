"""Invented yearly assessments: districts with self-reports coming in, labs of last year decided."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from citystage.cities.demo.flows import CITY, CITY_OFFICER, stamp_of
from citystage.cities.demo.people import unit_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.queries import districts
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.actions.begin_scoring import begin_scoring
from citystage.stages.evaluation.actions.check_own_report import check_own_report
from citystage.stages.evaluation.actions.decide_exercise import (
    decide_exercise,
    propose_grade,
    publish_ranking,
)
from citystage.stages.evaluation.actions.mark_subject import hand_in_marks
from citystage.stages.evaluation.actions.open_exercise import open_exercise
from citystage.stages.evaluation.actions.prepare_exercise import (
    Schedule,
    choose_examiners,
    choose_subjects,
    prepare_exercise,
)
from citystage.stages.evaluation.actions.reply_to_result import answer_reply, reply_to_result
from citystage.stages.evaluation.actions.report_oneself import hand_in_own_report, save_own_report
from citystage.stages.evaluation.actions.set_weights import set_weights
from citystage.stages.evaluation.actions.show_results import show_results
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject
from citystage.stages.evaluation.yearly.reporting import Written
from citystage.stages.selection.marking import Marks
from citystage.stages.selection.models import Expert

_ASSESSORS: Final = ("demo-expert-2", "demo-expert-3", "demo-expert-4")
_DISTRICTS: Final = "（示例）{year}年区市场景工作年度评估"
_LABS: Final = "（示例）{year}年实验室年度评估"
# Builder and account of each invented lab, and the marks it is given, by assessor and criterion.
_MARKED: Final = {
    "demo-robots": ("demo-company-member", ((9, 7, 8), (8, 8, 7), (9, 7, 8))),
    "demo-lab-marine": ("demo-lab-applicants", ((7, 9, 7), (7, 8, 8), (8, 9, 7))),
    "demo-lab-food": ("demo-lab-applicants", ((8, 8, 6), (7, 7, 7), (8, 8, 7))),
    "demo-lab-elder": ("demo-lab-applicants", ((5, 4, 6), (5, 5, 5), (4, 5, 6))),
}
_SAID: Final = {
    "organising": "（示例）区发改局牵头，明确12名全周期跟进人，每月调度一次。",
    "quality": "（示例）三个代表性场景均有目标数值和验收条件，其中两个已有企业应答。",
    "effect": "（示例）一个项目通过验收，夜间配送差错率为0；一个试点未成功，原因是网络覆盖不足。",
    "service": "（示例）全年诉求31件，按期答复30件，逾期1件已说明。",
    "proof": "（示例）认定时承诺的两项验证均已完成，数据由使用单位记录。",
    "use": "（示例）已在两家单位使用，正在第三家部署。",
    "growth": "（示例）产品定型一项，营业收入860万元，新增研发人员6名。",
}


def assess_all() -> int:
    """Bring in both when they are not there yet. Returns how many are new."""
    year = timezone.localdate().year
    title = _DISTRICTS.format(year=year)
    if Exercise.objects.filter(title=title).exists():
        return 0
    _decided(year - 1)
    _under_way(year, title)
    return 2


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _at(stamp: Stamp, days: int) -> Stamp:
    """The same person so many days from now: the demonstration has a past."""
    return replace(stamp, at=stamp.at + timedelta(days=days))


def _office(days: int) -> Stamp:
    return _at(stamp_of(CITY_OFFICER), days)


def _begun(template: str, year: int, title: str, schedule: Schedule, stamp: Stamp) -> Exercise:
    made = prepare_exercise(
        unit_of(CITY, ""),
        template=template,
        year=year,
        title=title,
        schedule=schedule,
        stamp=stamp,
    )
    experts = Expert.objects.filter(city__code=CITY, user__username__in=_ASSESSORS)
    choose_examiners(made, experts=list(experts), officers=[], stamp=stamp)
    return made


def _under_way(year: int, title: str) -> None:
    """Ten districts are asked; one has handed in, one is writing."""
    schedule = Schedule(report_by=_day(18), check_by=_day(28), score_by=_day(48))
    made = _begun("districts", year, title, schedule, _office(-12))
    units = districts(unit_of(CITY, ""))
    choose_subjects(made, chosen=[one.pk for one in units], stamp=_office(-12))
    open_exercise(made, stamp=_office(-12))
    handed = made.subjects.get(unit__code="huangdao")
    hand_in_own_report(
        handed,
        written=_written(handed, "（示例）新区全年围绕港口、海洋开放场景。"),
        files=[],
        version=handed.version,
        stamp=_at(stamp_of("demo-west-coast"), -3),
    )
    writing = made.subjects.get(unit__code="laoshan")
    save_own_report(
        writing,
        written=Written(words={"organising": _SAID["organising"]}),
        files=[],
        version=writing.version,
        stamp=_at(stamp_of("demo-district-officer"), -1),
    )


def _written(subject: Subject, overview: str) -> Written:
    asked = [one.code for one in subject.exercise.read_terms().measures if one.asks is not None]
    return Written(words={code: _SAID[code] for code in asked}, overview=overview)


def _decided(year: int) -> None:
    """Labs of last year: reported, marked, one reply, decided, its ranking published."""
    schedule = Schedule(report_by=_day(-120), check_by=_day(-110), score_by=_day(-95))
    made = _begun("labs", year, _LABS.format(year=year), schedule, _office(-150))
    labs = Lab.objects.filter(builder__seat__code__in=_MARKED, name__startswith="（示例）")
    choose_subjects(made, chosen=list(labs.values_list("pk", flat=True)), stamp=_office(-150))
    set_weights(
        made,
        weights={"proof": "4", "use": "4", "growth": "2", "trials": "0", "events": "0"},
        reason="（示例）经办公会研究，突出验证和应用。",
        number=1,
        stamp=_office(-149),
    )
    open_exercise(made, stamp=_office(-148))
    for one in _subjects(made):
        builder = _builder(one)
        days = -117 if builder == "demo-lab-elder" else -125
        stamp = _at(stamp_of(_MARKED[builder][0], hat=builder), days)
        told = _written(one, "（示例）按年度计划完成。")
        hand_in_own_report(one, written=told, files=[], version=one.version, stamp=stamp)
        words = "（示例）数据与使用单位记录一致。"
        check_own_report(one, words=words, stamp=_office(-114))
    begin_scoring(made, stamp=_office(-112))
    _mark(made)
    show_results(made, stamp=_office(-94))
    _settle(made)
    decide_exercise(made, stamp=_office(-80))
    publish_ranking(made, stamp=_office(-78))


def _subjects(exercise: Exercise) -> list[Subject]:
    rows = Subject.objects.filter(exercise=exercise)
    return list(rows.select_related("exercise", "lab__builder__seat").order_by("pk"))


def _builder(subject: Subject) -> str:
    assert subject.lab is not None
    assert subject.lab.builder is not None
    assert subject.lab.builder.seat is not None
    return subject.lab.builder.seat.code


def _mark(exercise: Exercise) -> None:
    rows = MarkSheet.objects.filter(subject__exercise=exercise, state="open")
    along = ("subject__exercise", "subject__lab__builder__seat", "examiner__user")
    for sheet in rows.select_related(*along).order_by("pk"):
        name = sheet.examiner.user.username
        given = _MARKED[_builder(sheet.subject)][1][_ASSESSORS.index(name)]
        values = dict(zip(("proof", "use", "growth"), map(str, given), strict=True))
        low = {code: "（示例）试点数据偏少。" for code, mark in values.items() if int(mark) < 6}  # noqa: PLR2004 -- as the template asks
        marks = Marks(values=values, reasons=low, remark="（示例）建议继续扩大应用。")
        hand_in_marks(sheet, marks=marks, version=sheet.version, stamp=_at(stamp_of(name), -100))


def _settle(exercise: Exercise) -> None:
    """One lab replies and is answered; each has the grade its total suggests."""
    terms = exercise.read_terms()
    for one in _subjects(exercise):
        if _builder(one) == "demo-lab-elder":
            stamp = _at(stamp_of(_MARKED["demo-lab-elder"][0], hat="demo-lab-elder"), -92)
            words = "（示例）试点社区改造停用五个月，请在评定时考虑。"
            reply_to_result(one, words=words, files=[], stamp=stamp)
            said = "（示例）情况属实，评分已按可用月份计算，名次不变。"
            answer_reply(one, words=said, stamp=_office(-90))
        now = Subject.objects.get(pk=one.pk)
        propose_grade(
            now,
            grade=terms.suggested(now.score or 0.0),
            reason="（示例）依据评分和核查意见评定。",
            version=now.version,
            stamp=_office(-82),
        )
