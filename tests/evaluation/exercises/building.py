"""Yearly assessments for tests: prepared, opened, reported, marked, shown; small and plain."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel import remembering
from citystage.stages.evaluation.actions.begin_scoring import begin_scoring
from citystage.stages.evaluation.actions.check_own_report import check_own_report
from citystage.stages.evaluation.actions.decide_exercise import propose_grade
from citystage.stages.evaluation.actions.mark_subject import hand_in_marks
from citystage.stages.evaluation.actions.open_exercise import open_exercise
from citystage.stages.evaluation.actions.prepare_exercise import (
    Schedule,
    choose_examiners,
    choose_subjects,
    prepare_exercise,
)
from citystage.stages.evaluation.actions.report_oneself import hand_in_own_report
from citystage.stages.evaluation.actions.show_results import show_results
from citystage.stages.evaluation.criteria import YearlyTerms
from citystage.stages.evaluation.models import Exercise, MarkSheet, Reading, Subject
from citystage.stages.evaluation.yearly.reporting import Written
from citystage.stages.selection.marking import Marks
from tests.conftest import NOON
from tests.evaluation.building import experts

BASE = Path(__file__).parents[3] / "citystage/cities/base/assessments.toml"
DAYS = Schedule(
    report_by=date(2026, 12, 10), check_by=date(2026, 12, 20), score_by=date(2026, 12, 31)
)
JUDGED = ("organising", "quality", "effect", "service")


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


LATE = at(2026, 12, 15)
SCORING = at(2026, 12, 21)
SHOWN = at(2027, 1, 4)
DECIDED = at(2027, 1, 20)


def ruled(town):
    """The templates of the base pack as the city's setting."""
    told = tomllib.loads(BASE.read_text(encoding="utf-8"))["assessments"]
    remembering.forget_everything()
    value = YearlyTerms.model_validate(told).model_dump(mode="json")
    PackSetting.objects.create(city=town.city, name="assessments", version=1, value=value)


def office(town, moment=NOON):
    return replace(town.stamp(town.city_officer), at=moment)


def side(town, subject, moment=NOON):
    """Somebody of the district that is assessed."""
    officers = {town.laoshan.pk: town.officer, town.jimo.pk: town.jimo_officer}
    return replace(town.stamp(officers[subject.side_id]), at=moment)


def prepared(town, template="districts", people=None):
    """Both districts, two experts."""
    stamp = office(town)
    made = prepare_exercise(
        town.city, template=template, year=2026, title="2026年区市评估", schedule=DAYS, stamp=stamp
    )
    choose_subjects(made, chosen=[town.laoshan.pk, town.jimo.pk], stamp=stamp)
    known = experts(town) if people is None else people
    choose_examiners(made, experts=known, officers=[], stamp=stamp)
    return made


def opened(town, **settings):
    return open_exercise(prepared(town, **settings), stamp=office(town))


def subjects(exercise):
    return list(Subject.objects.filter(exercise=exercise).order_by("pk"))


def fresh(subject):
    return Subject.objects.get(pk=subject.pk)


def whole(text="工作按计划推进。"):
    return Written(words=dict.fromkeys(JUDGED, text), overview="全年情况。")


def handed_in(town, subject, moment=NOON, **changes):
    now = fresh(subject)
    told = {"written": whole(), "files": [], "version": now.version} | changes
    return hand_in_own_report(now, **told, stamp=side(town, now, moment))


def checked(town, subject, words=""):
    return check_own_report(fresh(subject), words=words, stamp=office(town))


def counted(town, code="scenarios-opened", **parts):
    """Readings of a figure of 2026: of the whole, and of districts by code."""
    known = {"": sum(parts.values())} | parts
    for key, value in known.items():
        Reading.objects.create(
            city=town.city,
            code=code,
            period="2026",
            by="district" if key else "",
            key=key,
            number=1,
            kind="computed",
            value=value,
            claimed=value,
            evidence=value,
            formula="count units of scenario_opened",
            made_at=NOON,
        )


def scoring(town, moment=SCORING):
    """Both reported and were checked, figures are read, scoring has begun."""
    exercise = opened(town)
    counted(town, laoshan=12, jimo=8)
    counted(town, "scenarios-landed", laoshan=2)
    for one in subjects(exercise):
        handed_in(town, one)
        checked(town, one)
    return begin_scoring(exercise, stamp=office(town, moment))


def marks(value=8, reason=""):
    return Marks(
        values=dict.fromkeys(JUDGED, str(value)),
        reasons=dict.fromkeys(JUDGED, reason) if reason else {},
    )


def marked(town, exercise, given=None, moment=SCORING):
    """Every open sheet is handed in; ``given``: name of the subject -> mark."""
    for sheet in MarkSheet.objects.filter(subject__exercise=exercise, state="open"):
        value = (given or {}).get(sheet.subject.name, 8)
        stamp = replace(town.stamp(sheet.examiner.user), at=moment)
        hand_in_marks(sheet, marks=marks(value, "说明。"), version=sheet.version, stamp=stamp)


def shown(town, given=None):
    exercise = scoring(town)
    marked(town, exercise, given)
    return show_results(exercise, stamp=office(town, SHOWN))


def graded(town, exercise, grade="good"):
    for one in subjects(exercise):
        propose_grade(
            one,
            grade=grade,
            reason="综合情况较好。",
            version=one.version,
            stamp=office(town, SHOWN),
        )


def again(exercise):
    return Exercise.objects.get(pk=exercise.pk)


def newcomer(town, name="another"):
    """A second officer of the city."""
    return town.person(name, Role.CITY_OFFICER, town.city)
