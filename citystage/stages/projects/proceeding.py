"""Steps that acts of a project share: the lock, the words of its facts, whom to tell."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.folding import clean
from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.projects.models import Project
from citystage.stages.selection.investigating import people_at

KEEPS = frozenset({Permission.PROJECT_RECORD_KEEP})
WITH = ("city", "scenario", "owner_unit", "supplier__seat", "district", "department", "chain")
LONGEST = 5_000


class NoWords(Refusal):
    """The step is taken with words."""

    status = 422


class Outrun(Refusal):
    """Somebody else wrote in between."""


class NotPossible(Refusal):
    """What was typed does not hold together."""

    status = 422


def needed(words: str) -> str:
    """The words, cleaned. Raises ``NoWords`` without any."""
    if said := clean(words).strip()[:LONGEST]:
        return said
    raise NoWords(_("Give the reason in words; the other side reads it."))


def lock(project: Project | int) -> Project:
    """The project as it stands now; every act of a project waits here for the one before it."""
    pk = project if isinstance(project, int) else project.pk
    return Project.objects.select_for_update(of=("self",)).select_related(*WITH).get(pk=pk)


def code_of(unit: Unit | None) -> str:
    """The code of a unit, empty where there is none."""
    return unit.code if unit else ""


def kind_of(unit: Unit | None) -> str:
    """What kind of owner a unit is: its organisation's kind, else its own."""
    if unit is None:
        return ""
    seated = Organisation.objects.filter(seat=unit).values_list("kind", flat=True).first()
    return seated or unit.kind


def counted(
    project: Project, *, stamp: Stamp, on: date | None = None, amount: int | None = None
) -> dict[str, Any]:
    """What every fact of this project says for the figures."""
    return {
        "key": f"scenario:{project.scenario_id}",
        "city": project.city.code,
        "district": code_of(project.district),
        "department": code_of(project.department),
        "chain": project.chain.code if project.chain else "",
        "owner_kind": kind_of(project.owner_unit),
        "amount": project.amount if amount is None else amount,
        "happened_on": (on or timezone.localdate(stamp.at)).isoformat(),
    }


def sides_of(project: Project, stamp: Stamp) -> list[User]:
    """Who acts for the owner and for the supplier."""
    seats = [project.owner_unit, project.supplier.seat if project.supplier else None]
    return [one for seat in seats if seat for one in people_at(seat, KEEPS, at=stamp.at)]


def offices_of(project: Project, stamp: Stamp) -> list[User]:
    """The officers of its district, its department and the city themselves."""
    units = {unit.pk: unit for unit in (project.district, project.department, project.city) if unit}
    readers = frozenset({Permission.PROJECT_RECORD_READ})
    return [one for unit in units.values() for one in people_at(unit, readers, at=stamp.at)]


def provers_of(city: Unit, stamp: Stamp) -> list[User]:
    """Who confirms claims for the whole city."""
    return wearers(Permission.PROJECT_CLAIM_PROVE, city, at=stamp.at)


def say(
    people: Iterable[User],
    template: str,
    *,
    about: models.Model,
    stamp: Stamp,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell each of them once."""
    tell(people, group=group, template=template, values=values, about=about, stamp=stamp)


def say_to_sides(
    project: Project,
    template: str,
    stamp: Stamp,
    *,
    group: Group = Group.PROGRESS,
    **values: Any,  # noqa: ANN401 -- values of the message
) -> None:
    """Tell both sides."""
    people = sides_of(project, stamp)
    say(
        people,
        template,
        about=project,
        stamp=stamp,
        group=group,
        **{"title": project.title, **values},
    )
