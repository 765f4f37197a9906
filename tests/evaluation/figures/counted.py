"""Builders for figures: a city's indicators, evidence laid down by hand, records."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from citystage.cities.packs.indicators import IndicatorsFile, assembled
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel import remembering
from citystage.stages.evaluation.actions.reckon_figures import rebuild_figures
from citystage.stages.evaluation.models import Evidence
from citystage.stages.projects.models import Arrival
from tests.conftest import NOON

BASE = Path(__file__).parents[3] / "citystage/cities/base/indicators.toml"
PLAN = {"from_year": 2026, "until_year": 2028}


def at(hours=0):
    """A moment after noon, for what happens later."""
    return NOON + timedelta(hours=hours)


def house(hours=0):
    return Stamp(NOBODY, at(hours), "job", UUID(int=3))


def counts(city, *extra, plan=PLAN, only=None):
    """The base's indicators (or ``only`` these), and more, as the city's setting."""
    base = IndicatorsFile.model_validate(tomllib.loads(BASE.read_text(encoding="utf-8")))
    own = IndicatorsFile.model_validate({"plan": plan, "indicators": list(extra)})
    told = assembled(base, own).model_dump(mode="json")
    if only is not None:
        told["indicators"] = [one for one in told["indicators"] if one["code"] in only]
    remembering.forget_everything()
    return PackSetting.objects.create(
        city=city,
        name="indicators",
        version=PackSetting.objects.filter(city=city, name="indicators").count() + 1,
        value=told,
    )


def indicator(code, formula, **other):
    return {
        "code": code,
        "name": {"zh": code, "en": code},
        "group": "docking",
        "meaning": {"zh": "含义", "en": "meaning"},
        "formula": formula,
        "unit": {"zh": "个", "en": "units"},
    } | other


def row(city, source="arrival", unit="firm:1", on=date(2026, 3, 1), **other):
    """One row of evidence laid down by hand, known since noon."""
    known = {
        "city": city,
        "source": source,
        "record": f"projects.arrival:{Evidence.objects.count() + 1}",
        "unit": unit,
        "happened_on": on,
        "label": unit,
        "title": unit,
        "since_at": NOON,
    }
    return Evidence.objects.create(**(known | other))


def arrival(town, key="firm-1", **other):
    """A claim that a firm was brought in; proven unless said otherwise."""
    known = {
        "city": town.city,
        "district": town.laoshan,
        "department": town.transport,
        "name": key,
        "firm_key": key,
        "state": "proven",
        "claimed_for": town.laoshan,
        "claimed_at": NOON,
        "proven_at": NOON,
        "arrived_on": date(2026, 3, 1),
    }
    return Arrival.objects.create(**(known | other))


def organisation(town, name="示例公司", **other):
    return Organisation.objects.create(city=town.city, name=name, folded_name=name, **other)


def rebuild(hours=0):
    return rebuild_figures(stamp=house(hours))
