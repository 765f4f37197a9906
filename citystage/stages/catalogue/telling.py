"""Whom the catalogue tells: the owners of a scenario, and who follows a record."""

from typing import Any

from django.db import models

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.catalogue.models import Follow, Label, Scenario


def owners_of(scenario: Scenario, stamp: Stamp) -> list[User]:
    """Who filed the need and who was invited to it; else whoever files for its owner."""
    application = scenario.application
    if application is not None:
        editors = application.editors.select_related("user")
        people = [application.filed_by, *(one.user for one in editors if one.user)]
        return [user for user in people if user.is_active]
    unit = scenario.owner_unit or (scenario.owner.seat if scenario.owner else None)
    if unit is None:
        return []
    return wearers(Permission.INTAKE_APPLICATION_FILE, unit, at=stamp.at)


def tell_owners(
    scenario: Scenario,
    *,
    template: str,
    values: dict[str, Any],
    stamp: Stamp,
    besides: tuple[User, ...] = (),
) -> None:
    """Tell the owners of ``scenario`` (with application, owner and units at hand)."""
    known = {user.pk for user in besides}
    people = [user for user in owners_of(scenario, stamp) if user.pk not in known]
    tell(
        people, group=Group.PROGRESS, template=template, values=values, about=scenario, stamp=stamp
    )


def builders_of(label: Label, stamp: Stamp) -> list[User]:
    """Who applied for the lab; else whoever acts for its builder."""
    lab = label.lab
    if lab.application is not None:
        return [lab.application.filed_by]
    if lab.builder is None or lab.builder.seat is None:
        return []
    return wearers(Permission.INTAKE_APPLICATION_FILE, lab.builder.seat, at=stamp.at)


def followers_of(*records: models.Model) -> list[User]:
    """Who follows one of these records, each person once; one query."""
    subjects = [subject_of(record) for record in records]
    following = Follow.objects.filter(subject__in=subjects).values("user_id")
    return list(User.objects.filter(pk__in=following, is_active=True).order_by("pk"))
