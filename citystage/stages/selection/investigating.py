"""Shared steps of due diligence: locks, how long a rating counts, who stands for a unit."""

from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import ActionPoint, Diligence, DiligenceAnswer

# Whoever holds one of these at a unit acts for it when something is to be mended or verified.
STANDS_FOR = frozenset(
    {
        Permission.INTAKE_APPLICATION_FILE,
        Permission.SELECTION_DILIGENCE_DO,
        Permission.SELECTION_CANDIDACY_READ,
    }
)


class NoWords(Refusal):
    """The step is taken with words."""

    status = 422


class ChangedMeanwhile(Refusal):
    """Somebody else wrote in between."""


def lock_diligence(diligence: Diligence) -> Diligence:
    """The due diligence as it stands now, after its candidacy, held until the transaction ends."""
    candidacy = lock_candidacy(diligence.candidacy_id)
    rows = Diligence.objects.select_for_update(of=("self",)).select_related("institution")
    locked = rows.get(pk=diligence.pk)
    locked.candidacy = candidacy
    return locked


def lock_point(point: ActionPoint) -> ActionPoint:
    """One action point, held until the transaction ends."""
    along = ("owner", "verifier", "candidacy__application", "candidacy__programme__city")
    return (
        ActionPoint.objects.select_for_update(of=("self",)).select_related(*along).get(pk=point.pk)
    )


def touched(diligence: Diligence) -> None:
    """The due diligence was written on: whoever looked at it before has to look again."""
    diligence.version += 1
    diligence.save(update_fields=["version"])


def version_of(answer: DiligenceAnswer | None) -> str:
    """The version of one answer; empty before the first."""
    return answer.changed_at.isoformat() if answer else ""


def ids(diligence: Diligence) -> dict[str, int]:
    """What the facts of a due diligence carry."""
    return {
        "diligence_id": diligence.pk,
        "candidacy_id": diligence.candidacy_id,
        "institution_id": diligence.institution_id,
    }


def today(moment: datetime) -> date:
    """The day it is here."""
    return timezone.localtime(moment).date()


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def people_at(unit: Unit, permissions: frozenset[Permission], *, at: datetime) -> list[User]:
    """Who holds one of these at the unit itself, not above it."""
    roles = [role for role, carried in CARRIES.items() if permissions & set(carried)]
    held = Grant.objects.in_force(at).filter(unit=unit, role__in=roles)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))
