"""Steps that the acts on a trial share: its two sides, its offices, the lock, whom to tell."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, Final

from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.investigating import people_at
from citystage.stages.selection.posting import ZONE
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import Side
from citystage.stages.trials.terms import Body, Frame, Step

_KEEPS: Final = frozenset({Permission.TRIAL_KEEP})
_PERMITS: Final = frozenset({Permission.TRIAL_PERMIT})
BOTH: Final = ("owner", "supplier")
ALL: Final = ("owner", "supplier", "offices")
ALONG: Final = (
    "city",
    "scenario__chain",
    "owner_unit",
    "supplier__seat",
    "district",
    "department",
)


class WordsMissing(Refusal):
    """An act that needs words or a reason came without."""

    status = 422


def needed(words: str) -> str:
    """The words, or ``WordsMissing``."""
    if not (said := words.strip()):
        raise WordsMissing(_("Give the reason in words; the other side reads it."))
    return said


def lock_trial(trial: Trial) -> Trial:
    """The trial as it stands now, held until the transaction ends."""
    rows = Trial.objects.select_for_update(of=("self",))
    return rows.select_related(*ALONG).get(pk=trial.pk)


def first_moment(trial: Trial) -> datetime:
    """When its first day begins, where the house stands."""
    return datetime.combine(trial.starts_on, time(), tzinfo=ZONE)


def end_moment(trial: Trial) -> datetime:
    """When its last day is over, where the house stands."""
    return datetime.combine(trial.ends_on, time(), tzinfo=ZONE)


def frame(trial: Trial) -> Frame:
    """The ladder and measures it was begun with."""
    return Frame.model_validate(trial.frame)


def own_units(actor: Actor) -> frozenset[int]:
    """The units for which the actor draws up and signs: the unit itself, nothing below."""
    return frozenset(unit.pk for unit in actor.reach(Permission.TRIAL_KEEP))


def side_of(actor: Actor, trial: Trial) -> Side | None:
    """The side on which the actor stands."""
    units = own_units(actor)
    if trial.owner_unit_id in units:
        return Side.OWNER
    return Side.SUPPLIER if trial.supplier.seat_id in units else None


def oversees(actor: Actor, trial: Trial) -> bool:
    """Whether the actor acts for an office over the trial: department, district or city."""
    offices = (trial.city, trial.district, trial.department)
    return any(actor.holds(Permission.TRIAL_TOLERATE, one) for one in offices if one)


def bodies_of(trial: Trial, step: Step) -> list[Unit]:
    """The units that must agree to a step, each once; an office nobody named is the city's."""
    named = {
        "owner": trial.owner_unit,
        "district": trial.district or trial.city,
        "department": trial.department or trial.city,
        "city": trial.city,
    }
    chosen: list[Body] = list(step.bodies)
    found = {named[one].pk: named[one] for one in chosen}
    if step.units:
        others = Unit.objects.filter(city=trial.city, code__in=step.units)
        found |= {one.pk: one for one in others}
    return list(found.values())


def acts_for(actor: Actor, unit: Unit) -> bool:
    """Whether the actor speaks for this very unit; the coordinating office speaks for its city."""
    kinds = (Permission.TRIAL_PERMIT, Permission.TRIAL_KEEP)
    seats = [one for kind in kinds for one in actor.reach(kind)]
    return any(one.pk == unit.pk or (one.coordinates and one.city_id == unit.pk) for one in seats)


def people_of(trial: Trial, word: str, stamp: Stamp) -> list[User]:
    """Whom "owner", "supplier" and "offices" mean here."""
    if word == "owner":
        return people_at(trial.owner_unit, _KEEPS, at=stamp.at)
    if word == "supplier":
        seat = trial.supplier.seat
        return people_at(seat, _KEEPS, at=stamp.at) if seat else []
    offices = [one for one in (trial.department, trial.district) if one is not None]
    # What no office is named for is the city's.
    return [
        one
        for office in offices or [trial.city]
        for one in people_at(office, _PERMITS, at=stamp.at)
    ]


def say(
    trial: Trial,
    to: Iterable[str],
    template: str,
    stamp: Stamp,
    *,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell each of those whom ``to`` means, once."""
    people = {one.pk: one for word in to for one in people_of(trial, word, stamp)}
    told = {"title": trial.title, **values}
    tell(people.values(), group=group, template=template, values=told, about=trial, stamp=stamp)


def other_side(side: Side) -> tuple[str, ...]:
    """The side that is told of what this one did."""
    return ("supplier",) if side == Side.OWNER else ("owner",)


def about(trial: Trial, stamp: Stamp) -> dict[str, Any]:
    """What every fact that figures are computed from says of the trial."""
    scenario = trial.scenario
    return {
        "trial_id": trial.pk,
        "scenario_id": trial.scenario_id,
        "key": f"scenario:{trial.scenario_id}",
        "city": trial.city.code,
        "district": trial.district.code if trial.district else "",
        "department": trial.department.code if trial.department else "",
        "chain": scenario.chain.code if scenario.chain else "",
        "owner_kind": trial.owner_unit.kind,
        "amount": trial.price,
        "happened_on": stamp.at.astimezone(ZONE).date().isoformat(),
    }
