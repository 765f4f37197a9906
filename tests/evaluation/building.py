"""Builders of labs that are followed: terms, labs with their people, rounds on their way."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from citystage.engines.text.folding import fold
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting, Unit, plant
from citystage.kernel import remembering
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.recognising import Wanted, give
from citystage.stages.evaluation.actions.decide_round import propose_outcome
from citystage.stages.evaluation.actions.fill_sheet import hand_in_sheet
from citystage.stages.evaluation.actions.open_round import open_round
from citystage.stages.evaluation.actions.prepare_round import (
    choose_assessors,
    choose_labs,
    prepare_round,
)
from citystage.stages.evaluation.models import Assessment, Round, Sheet
from citystage.stages.evaluation.terms import FollowTerms
from citystage.stages.selection.marking import Marks
from citystage.stages.selection.models import Expert
from tests.conftest import HOUSE, NOON

BASE = Path(__file__).parents[2] / "citystage/cities/base/evaluation.toml"
# Two numbers beside the texts, so that a whole report is short to write.
QUESTIONS = [
    {"code": "done", "name": {"zh": "完成情况", "en": "What was done"}},
    {"code": "scenes", "name": {"zh": "场景数", "en": "Scenes"}, "kind": "number"},
]
WHOLE = {"done": "完成两项验证。", "scenes": "3"}
GOOD = Marks(values={"proof": "8", "use": "8", "growth": "8", "running": "8", "plan": "8"})


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def ruled(town, **changes):
    """The terms of the base pack with short questions, as the city's setting."""
    told = tomllib.loads(BASE.read_text(encoding="utf-8"))["evaluation"]
    told["reporting"] |= {"questions": QUESTIONS}
    for part, values in changes.items():
        told[part] = told[part] | values if isinstance(values, dict) else values
    value = FollowTerms.model_validate(told).model_dump(mode="json")
    remembering.forget_everything()
    return PackSetting.objects.create(
        city=town.city,
        name="evaluation",
        version=PackSetting.objects.filter(city=town.city, name="evaluation").count() + 1,
        value=value,
    )


def member(town, name="member", unit=None):
    """Somebody who acts for the town's firm."""
    return town.person(name, Role.COMPANY_MEMBER, unit or town.firm)


def firm(town, name="示例港口集团", seat=None):
    """The organisation at the town's seat."""
    found = Organisation.objects.filter(name=name).first()
    return found or Organisation.objects.create(
        name=name, folded_name=fold(name), seat=seat or town.firm, city=town.city
    )


def lab(town, name="示例实验室", *, since=date(2024, 6, 1), until=date(2027, 6, 1), builder=None):
    """A lab of the town with a recognition in force."""
    owner = builder or firm(town)
    made = Lab.objects.create(
        city=town.city,
        name=name,
        kind=Lab.Kind.SCENARIO,
        batch=1,
        builder=owner,
        builder_name=owner.name,
        district=town.laoshan,
        field=town.field,
        created_at=NOON,
    )
    wanted = Wanted(
        kind=made.kind,
        words={"zh": "场景应用实验室", "en": "application lab"},
        pattern="{year}-{number:03d}",
        since=since,
        until=until,
    )
    give(made, wanted, stamp=HOUSE)
    return made


def label_of(made):
    return Label.objects.filter(lab=made).latest("pk")


def other_firm(town, name="乙公司"):
    """Another firm with a seat of its own."""
    seat = plant(parent=town.laoshan, kind=Unit.Kind.ORGANISATION, name=name, code="")
    return firm(town, name, seat)


def experts(town, number=2, **fields):
    """Confirmed experts with accounts."""
    made = []
    for n in range(number):
        user = town.person(f"expert{n}-{Expert.objects.count()}", Role.EXPERT, town.city)
        known = {"name": f"示例专家{n}", "kind": "science", "employer_name": f"示例大学{n}"}
        made.append(
            Expert.objects.create(
                city=town.city,
                user=user,
                email=user.email,
                state="active",
                invited_at=NOON,
                confirmed_at=NOON,
                **(known | fields),
            )
        )
    return made


def prepared(town, *labs, people=None):
    """A round with these labs and two experts."""
    stamp = town.stamp(town.city_officer)
    made = prepare_round(town.city, title="2026年度评估", stamp=stamp)
    choose_labs(made, labs=labs, stamp=stamp)
    known = experts(town) if people is None else people
    choose_assessors(made, experts=known, officers=[], stamp=stamp)
    return made


def opened(town, *labs, people=None):
    return open_round(prepared(town, *labs, people=people), stamp=town.stamp(town.city_officer))


def scored(town, round_, marks=GOOD):
    """Every free assessor hands in the same marks."""
    for sheet in Sheet.objects.filter(assessment__round=round_, state="open"):
        hand_in_sheet(
            sheet, marks=marks, version=sheet.version, stamp=town.stamp(sheet.assessor.user)
        )


def proposed(town, round_, outcome="keep", improve_by=None, reason="材料齐全，数据可核。"):
    """The same outcome for every lab of the round."""
    for one in Assessment.objects.filter(round=round_):
        propose_outcome(
            one,
            outcome=outcome,
            reason=reason,
            improve_by=improve_by,
            version=one.version,
            stamp=town.stamp(town.city_officer),
        )


def later(stamp, moment):
    return replace(stamp, at=moment)


def rounds_of(town):
    return list(Round.objects.filter(city=town.city).order_by("-pk"))
