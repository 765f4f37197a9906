"""Invented organisations with their seats, and accounts, each with its role or its two hats."""

import tomllib
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.membership.facts import GrantGiven
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.catalogue.indexing import fill_organisations

FILE: Final = Path(__file__).parent / "people.toml"


def open_accounts() -> int:
    """Make what is missing; nobody can sign in by password. Returns how many accounts are new."""
    return open_told(tomllib.loads(FILE.read_text(encoding="utf-8")))


@transaction.atomic
def open_told(told: dict[str, Any]) -> int:
    """The organisations and accounts of one file of the demonstration."""
    stamp = Stamp(NOBODY, timezone.now(), "cli", uuid4())
    for organisation in told["organisations"]:
        seat(organisation)
    return sum(_open(account, stamp) for account in told["accounts"])


def username_of(account: dict[str, Any]) -> str:
    """``demo-district-officer``: how the sign-in page finds the account of a role."""
    return str(account.get("username") or f"demo-{account['role'].replace('_', '-')}")


def unit_of(city: str, code: str) -> Unit:
    """A unit of a city by its code; the city itself when the code is empty."""
    if not code:
        return Unit.objects.get(kind=Unit.Kind.CITY, code=city)
    return Unit.objects.get(city__code=city, code=code)


def seat(told: dict[str, Any]) -> None:
    """An invented organisation with its seat, unless it is there."""
    city = unit_of(told["city"], "")
    if Organisation.objects.filter(folded_name=fold(told["name"])).exists():
        return
    district = unit_of(told["city"], told["district"])
    state_firm = told["kind"] == Organisation.Kind.STATE_FIRM
    planted = plant(
        parent=district,
        kind=Unit.Kind.STATE_FIRM if state_firm else Unit.Kind.ORGANISATION,
        name=told["name"],
        name_en=told["name_en"],
        code=told["code"],
    )
    made = Organisation.objects.create(
        city=city,
        district=district,
        seat=planted,
        name=told["name"],
        name_en=told["name_en"],
        folded_name=fold(told["name"]),
        name_keys=sorted(name_keys(told["name"])),
        kind=told["kind"],
        standing=Organisation.Standing.APPROVED,
        introduction=told["introduction"],
    )
    fill_organisations([made])


def _open(told: dict[str, Any], stamp: Stamp) -> bool:
    username = username_of(told)
    if User.objects.filter(username=username).exists():
        return False
    user = User(username=username, email=f"{username}@example.invalid", name=told["name"])
    user.set_unusable_password()
    user.save()
    for hat in (told, *told.get("also", ())):
        unit, role = unit_of(told["city"], hat.get("unit", "")), Role(hat["role"])
        Grant.objects.create(user=user, role=role, unit=unit)
        fact = GrantGiven(user_id=user.pk, role=role, unit_id=unit.pk)
        journal.record(fact, subject=user, stamp=stamp)
    return True
