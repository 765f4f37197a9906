"""Whom a yearly assessment concerns: the office, the assessed, the assessors."""

from datetime import datetime
from typing import Final

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.roles import CARRIES
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject
from citystage.stages.evaluation.states.exercises import MarkState

_ANSWERING: Final = tuple(
    role for role, carried in CARRIES.items() if Permission.ASSESS_SUBJECT_ANSWER in carried
)


def office_of(city: Unit, at: datetime) -> list[User]:
    """Whom to tell in the coordinating office."""
    return wearers(Permission.ASSESS_EXERCISE_MANAGE, city, at=at)


def people_of(subject: Subject, at: datetime) -> list[User]:
    """Whom to tell on the side of the assessed; nobody where nobody has an account."""
    if subject.side_id is None:
        return []
    held = Grant.objects.in_force(at).filter(unit=subject.side_id, role__in=_ANSWERING)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def sides_of(actor: Actor) -> frozenset[int]:
    """The units this person reports for: the own ones, not those below them."""
    return frozenset(unit.pk for role, unit in actor.grants if role in _ANSWERING)


def assessors_of(exercise: Exercise) -> list[User]:
    """Who still gives marks."""
    rows = MarkSheet.objects.filter(subject__exercise=exercise, state=MarkState.OPEN)
    return list(User.objects.filter(pk__in=rows.values("examiner__user_id")).order_by("pk"))
