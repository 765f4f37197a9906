"""Amounts that fall due: set, taken back, reminded of."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import fact
from citystage.stages.projects.facts.about import Counted


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentSet(Counted):
    """It was noted what is to be paid by when, and for which milestone."""

    verb = "projects.instalment.set"
    label = _("amount due noted")

    project_id: int
    instalment_id: int
    milestone_id: int | None
    due_on: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentWithdrawn(Counted):
    """It is not due after all."""

    verb = "projects.instalment.withdrawn"
    label = _("amount due taken back")

    project_id: int
    instalment_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReminded(Counted):
    """The sides were reminded of an amount that is not paid whole."""

    verb = "projects.instalment.reminded"
    label = _("reminded of a payment")

    project_id: int
    instalment_id: int
    days: int
