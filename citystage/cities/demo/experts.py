"""Invented experts of the demonstration, entered by the office and confirmed by themselves."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from citystage.cities.demo.flows import CITY, CITY_OFFICER, stamp_of
from citystage.cities.demo.people import open_told, unit_of
from citystage.foundation.access.roles import Role
from citystage.stages.selection.actions.enter_relation import enter_relation, enter_shareholding
from citystage.stages.selection.actions.invite_expert import invite_expert
from citystage.stages.selection.actions.keep_expert import confirm_expert
from citystage.stages.selection.entries import Entry, Share, Tie
from citystage.stages.selection.models import Expert, Relation, Shareholding
from citystage.stages.selection.queries.organisations import known

FILE: Final = Path(__file__).parent / "experts.toml"


def enter_all() -> int:
    """Enter those who are not there yet, through the real actions. Returns how many are new."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    open_told(
        {
            "organisations": told["organisations"],
            "accounts": [_account(one) for one in told["experts"]],
        }
    )
    for share in told["shareholdings"]:
        _share(share)
    have = set(Expert.objects.filter(city__code=CITY).values_list("email", flat=True))
    new = [one for one in told["experts"] if _address(one) not in have]
    for one in new:
        _enter(one)
    return len(new)


def _account(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "username": told["username"],
        "role": str(Role.EXPERT),
        "name": told["name"],
        "city": CITY,
    }


def _address(told: Mapping[str, Any]) -> str:
    return f"{told['username']}@example.invalid"


def _enter(told: Mapping[str, Any]) -> None:
    office, own = stamp_of(CITY_OFFICER), stamp_of(told["username"])
    entry = Entry(
        name=told["name"],
        kind=told["kind"],
        employer=known(told["employer"]),
        employer_name=told["employer"],
        job_title=told["job_title"],
        expertise=told["expertise"],
        fields=told["fields"],
    )
    city = unit_of(CITY, "")
    expert = invite_expert(city, email=_address(told), entry=entry, stamp=office)
    for relation in told.get("relations", ()):
        tie = Tie(
            kind=Relation.Kind(relation["kind"]),
            organisation=known(relation["organisation"]),
            organisation_name=relation["organisation"],
            since=relation.get("since"),
            until=relation.get("until"),
            words=relation["words"],
        )
        enter_relation(expert, tie=tie, source=relation["source"], stamp=office)
    confirm_expert(expert, stamp=own)


def _share(told: Mapping[str, Any]) -> None:
    if Shareholding.objects.filter(holder_name=told["holder"], held_name=told["held"]).exists():
        return
    share = Share(
        holder=known(told["holder"]) or told["holder"],
        held=known(told["held"]) or told["held"],
        percent=Decimal(told["percent"]),
        source=told["source"],
    )
    enter_shareholding(unit_of(CITY, ""), share=share, stamp=stamp_of(CITY_OFFICER))
