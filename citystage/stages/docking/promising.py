"""Steps of promises that several acts share: the lock, versions, and whom to tell."""

from datetime import date
from typing import Any

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.stages.docking.models import Promise, PromiseVersion
from citystage.stages.docking.rules.promises import sides_of
from citystage.stages.selection.investigating import people_at

_MAKES = frozenset({Permission.DOCKING_PROMISE_MAKE})
BOTH = ("giver", "taker")


def lock_promise(promise: Promise) -> Promise:
    """The promise as it stands now, held until the transaction ends."""
    rows = Promise.objects.select_for_update(of=("self",))
    return rows.select_related("city", "giver", "taker", "owner").get(pk=promise.pk)


def keep_version(promise: Promise, *, stamp: Stamp) -> None:
    """Keep what it says now under its number."""
    PromiseVersion.objects.create(
        promise=promise,
        number=promise.version,
        what=promise.what,
        due_on=promise.due_on,
        made_by_id=stamp.actor.user_id,
        made_for=stamp.actor.unit,
        made_at=stamp.at,
    )


def agree(promise: Promise, stamp: Stamp) -> None:
    """The actor's own sides confirm what it says now (the caller saves)."""
    for side in sides_of(stamp.actor, promise):
        if getattr(promise, f"{side}_agreed_at") is None:
            setattr(promise, f"{side}_agreed_at", stamp.at)
        if side == "giver" and promise.owner_id is None:
            promise.owner_id = stamp.actor.user_id


def other_side(promise: Promise, stamp: Stamp) -> tuple[str, ...]:
    """The sides the actor does not stand on."""
    own = sides_of(stamp.actor, promise)
    return tuple(side for side in BOTH if side not in own)


def people_of(promise: Promise, side: str, stamp: Stamp) -> list[User]:
    """Who acts for one side; "officers": who follows it in the city."""
    if side == "officers":
        found: list[User] = []
        for over in (promise.giver, promise.taker, promise.city):
            found += wearers(Permission.DOCKING_TRACK_READ, over, at=stamp.at)
        return found
    unit: Unit = getattr(promise, side)
    owner = [promise.owner] if side == "giver" and promise.owner else []
    return [*owner, *people_at(unit, _MAKES, at=stamp.at)]


def say(
    promise: Promise,
    sides: tuple[str, ...],
    template: str,
    stamp: Stamp,
    *,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell the people of these sides, each once."""
    people = {one.pk: one for side in sides for one in people_of(promise, side, stamp)}
    told = {"what": promise.what[:120], "giver": promise.giver.name, "taker": promise.taker.name}
    told |= {"due": f"{promise.due_on:%Y-%m-%d}"} | values
    tell(people.values(), group=group, template=template, values=told, about=promise, stamp=stamp)


def changed(before: tuple[str, date], promise: Promise) -> dict[str, list[str]]:
    """Old and new of what a correction changed."""
    pairs = {
        "what": [before[0], promise.what],
        "due_on": [before[1].isoformat(), promise.due_on.isoformat()],
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
