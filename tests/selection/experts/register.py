"""Builders: experts in the register, their seats."""

from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.stages.selection.entries import Entry
from citystage.stages.selection.models import Expert, Seat
from tests.conftest import NOON


def organisation(town, name, **fields):
    """An organisation of the town's directory."""
    known = {"city": town.city, "name": name, "folded_name": name}
    return Organisation.objects.create(**(known | fields))


def expert(town, name="刘工", **fields):
    """A confirmed expert with an account of the same name."""
    user = fields.pop("user", None) or town.person(f"expert-{name}", Role.EXPERT, town.city)
    known = {
        "city": town.city,
        "user": user,
        "email": user.email,
        "name": name,
        "kind": "science",
        "employer_name": "示例大学",
        "state": "active",
        "invited_at": NOON,
        "confirmed_at": NOON,
    }
    return Expert.objects.create(**(known | fields))


def seat(candidacy, judge, state="asked", **fields):
    """A seat of ``judge`` on the panel of ``candidacy``."""
    return Seat.objects.create(candidacy=candidacy, expert=judge, state=state, **fields)


def entry(**changes):
    """What an entry says."""
    return Entry(**({"name": "王工", "kind": "science", "employer_name": "示例大学"} | changes))
