"""Invented trials, each taken through the real actions to where its page wants it."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from citystage.cities.demo.flows import CITY, stamp_of
from citystage.cities.demo.people import unit_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.kernel.money import WAN_YUAN
from citystage.stages.catalogue.models import Scenario
from citystage.stages.trials.actions.add_readings import add_readings
from citystage.stages.trials.actions.begin_trial import Beginning, begin_trial
from citystage.stages.trials.actions.climb import agree_to_step, unlock_step
from citystage.stages.trials.actions.conclude_trial import Outcome, close_as_failed
from citystage.stages.trials.actions.keep_tolerance import Granted, grant_tolerance
from citystage.stages.trials.actions.mind_incident import (
    Happened,
    Verdict,
    judge_incident,
    report_incident,
)
from citystage.stages.trials.actions.publish_trial import allow_public
from citystage.stages.trials.actions.sign_trial import sign_trial
from citystage.stages.trials.agreeing import open_version
from citystage.stages.trials.contents import Content
from citystage.stages.trials.models import Tolerance, Trial
from citystage.stages.trials.numbers import read_numbers
from citystage.stages.trials.settings import terms_of
from citystage.stages.trials.states.trials import Judgement, Source
from citystage.stages.trials.taking import Row

FILE: Final = Path(__file__).parent / "trials.toml"
# An hour after the local midnight at which a day of the demonstration begins.
_HOUR: Final = timedelta(hours=1)


def try_all() -> int:
    """Make what is not there yet; a second time changes nothing. Returns how many are new."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["trials"]
    known = set(Trial.objects.values_list("title", flat=True))
    new = [one for one in told if one["title"] not in known]
    for one in new:
        _walk(one)
    return len(new)


def _walk(told: Mapping[str, Any]) -> None:
    trial = _begun(told)
    if told.get("unsigned"):
        # The owner has signed; the supplier's signature is the visitor's.
        _sign(trial, told["owner_account"], _at(told["since_days"]))
        return
    for account in (told["supplier_account"], told["owner_account"]):
        _sign(trial, account, _at(told["since_days"]), hat=_hat(told, account))
    _read(trial, told, told["readings"], told["since_days"])
    if climbs := told.get("climbs"):
        _climb(trial, told, climbs)
        _read(trial, told, told["later"], climbs["at_days"])
    if "tolerated" in told:
        _tolerate(trial, told)
    if failed := told.get("failed"):
        outcome = Outcome(words=failed["words"], lessons=failed["lessons"])
        close_as_failed(trial, outcome=outcome, stamp=_by(told, "owner", failed["at_days"]))
        for side in ("owner", "supplier"):
            allow_public(trial, stamp=_by(told, side, failed["at_days"]))


def _hat(told: Mapping[str, Any], account: str) -> str:
    return str(told["supplier"]) if account == told["supplier_account"] else ""


def _by(told: Mapping[str, Any], side: str, days: int) -> Stamp:
    account = told[f"{side}_account"]
    return _stamp(account, _at(days), hat=_hat(told, account))


def _stamp(account: str, at: datetime, *, hat: str = "") -> Stamp:
    return replace(stamp_of(account, hat=hat), at=at)


def _at(days: int) -> datetime:
    """So many days from now, never in the future."""
    now = timezone.now()
    return min(now, now + timedelta(days=days))


def _begun(told: Mapping[str, Any]) -> Trial:
    scenario = Scenario.objects.select_related("city").get(title=told["scenario"])
    supplier = Organisation.objects.get(seat__code=told["supplier"], city__code=CITY)
    first = timezone.localdate(_at(told["since_days"]))
    content = Content(
        title=told["title"],
        object=told["object"],
        district=scenario.district_id,
        place=told["place"],
        starts_on=first,
        ends_on=first + timedelta(days=told["days"]),
        numbers=read_numbers(told["numbers"], terms_of(scenario.city_id).measures),
        price=told["price_wan"] * WAN_YUAN,
        data=told["data"],
        property=told["property"],
        insurance=told["insurance"],
        exit=told["exit"],
    )
    beginning = Beginning(supplier=supplier, ladder=told["ladder"])
    stamp = _by(told, "owner", told["since_days"])
    return begin_trial(scenario, beginning=beginning, content=content, stamp=stamp)


def _sign(trial: Trial, account: str, at: datetime, *, hat: str = "") -> None:
    version = open_version(trial)
    assert version is not None
    sign_trial(trial, sha256=version.sha256, stamp=_stamp(account, at, hat=hat))


def _read(trial: Trial, told: Mapping[str, Any], series: Mapping[str, Any], since: int) -> None:
    """A row every few days, in the order of its sites; each told on its own day."""
    account, sites = told["supplier_account"], series["sites"]
    for place in range(series["number"]):
        day = since + 1 + place * series["every_days"]
        moment = _at(day) - _HOUR
        row = Row(
            measure=series["measure"],
            value=Decimal(str(series["value"])),
            happened_at=moment,
            site=sites[place % len(sites)],
            device=series["devices"][place % len(series["devices"])],
        )
        stamp = _stamp(account, moment + _HOUR, hat=_hat(told, account))
        add_readings(trial, rows=[row], source=Source.FILE, name="示例读数.csv", stamp=stamp)


def _climb(trial: Trial, told: Mapping[str, Any], climbs: Mapping[str, Any]) -> None:
    at = _at(climbs["at_days"])
    for account in (told["owner_account"], told["officer"]):
        stamp = _stamp(account, at)
        agree_to_step(trial, step=2, words=climbs["words"], stamp=stamp)
    unlock_step(trial, step=2, stamp=_stamp(told["owner_account"], at))


def _tolerate(trial: Trial, told: Mapping[str, Any]) -> None:
    known = told["tolerated"]
    first = timezone.localdate(_at(known["since_days"]))
    trial = Trial.objects.select_related("supplier", "district", "city").get(pk=trial.pk)
    granted = Granted(
        organisation=trial.supplier,
        trial=trial,
        title=known["title"],
        what=known["what"],
        limits=known["limits"],
        district=trial.district,
        place=trial.place,
        starts_on=first,
        ends_on=first + timedelta(days=known["days"]),
        rule=known["rule"],
        rule_number=known["rule_number"],
    )
    officer = _stamp(told["officer"], _at(known["since_days"]))
    tolerance = grant_tolerance(unit_of(CITY, ""), granted=granted, stamp=officer)
    for one in told["incidents"]:
        _happen(trial, told, one, tolerance)


def _happen(
    trial: Trial, told: Mapping[str, Any], one: Mapping[str, Any], tolerance: Tolerance
) -> None:
    at = _at(one["at_days"])
    happened = Happened(what=one["what"], at=at, place=trial.place)
    stamp = _by(told, "supplier", one["at_days"])
    incident = report_incident(trial, happened=happened, stamp=stamp)
    if "judgement" in one:
        verdict = Verdict(
            judgement=Judgement(one["judgement"]),
            reasons=one["reasons"],
            tolerance=tolerance,
            consequence=one["consequence"],
        )
        judge_incident(incident, verdict=verdict, stamp=_stamp(told["officer"], at))
