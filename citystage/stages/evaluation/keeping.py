"""Shared steps of following a lab: who acts for it, whom to tell, what is held while one writes."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.catalogue.states import LabelState

# What is recognised as a lab: it reports, is assessed and renewed.
FOLLOWED: Final = (Lab.Kind.SCENARIO, Lab.Kind.INNOVATION, Lab.Kind.LAB)
# Funds report and are renewed, but no panel scores them.
REPORTING: Final = (*FOLLOWED, Lab.Kind.FUND)
WITH: Final = ("city", "district", "field", "application__owner_unit", "builder__seat")
LONGEST: Final = 5_000


class NoReason(Refusal):
    """The other side is told why."""

    status = 422


class Outrun(Refusal):
    """Somebody else wrote in between."""


def seat_of(lab: Lab) -> Unit | None:
    """The unit that acts for the lab: whose application it was, else its builder's seat."""
    if lab.application is not None:
        return lab.application.owner_unit
    return lab.builder.seat if lab.builder is not None else None


def people_of(lab: Lab, at: datetime) -> list[User]:
    """Whom to tell on the lab's side."""
    seat = seat_of(lab)
    return wearers(Permission.EVALUATION_LAB_KEEP, seat, at=at) if seat else []


def officers_of(city: Unit, at: datetime) -> list[User]:
    """Whom to tell in the coordinating office."""
    return wearers(Permission.EVALUATION_LAB_DECIDE, city, at=at)


def lock_lab(pk: int) -> Lab:
    """The lab, held until the transaction ends: acts on one lab come one after another."""
    rows = Lab.objects.select_for_update(of=("self",)).select_related(*WITH)
    return rows.get(pk=pk)


def valid_label(lab: Lab) -> Label | None:
    """The label in force."""
    return Label.objects.filter(lab=lab, state=LabelState.VALID).select_related("renews").first()


def worded(reason: str) -> str:
    """A reason as it is kept. Raises ``NoReason`` when there is none, or a book."""
    text = reason.strip()
    if not text:
        raise NoReason(_("Give the reason; those it concerns read it."))
    if len(text) > LONGEST:
        raise NoReason(_("This text is too long; 5,000 characters are taken."))
    return text


def end_of(day: date) -> datetime:
    """The first moment after this day here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
