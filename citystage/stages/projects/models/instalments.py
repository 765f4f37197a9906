"""Amounts that fall due: on a day, and those of a milestone only once it is met."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects.models.projects import Milestone, Project
from citystage.stages.projects.states.projects import ProjectState, Standing

_FEN = models.BigIntegerField()
# An amount may be owed while work goes on and after it landed, not once it failed.
_OWING = [str(one) for one in (ProjectState.RUNNING, ProjectState.ACCEPTING, ProjectState.LANDED)]


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    """Chainable filters."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def with_paid(self) -> Self:
        """With ``paid``: what was paid for it and stands, in fen."""
        counts = Q(payments__withdrawn_at__isnull=True)
        paid = Coalesce(Sum("payments__amount", filter=counts), 0, output_field=_FEN)
        return self.annotate(paid=paid)

    def unpaid(self) -> Self:
        """Those that may be asked for now or soon, and are not paid whole."""
        open_ = Q(milestone__isnull=True) | Q(milestone__standing=Standing.MET)
        rows = self.standing().filter(open_, project__state__in=_OWING)
        return rows.with_paid().filter(paid__lt=F("amount"))


class Instalment(models.Model):
    """One amount of the contract that is to be paid by a day."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="instalments")
    # What it is paid for; none: it is due on its day whatever was reached.
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, related_name="+")
    # Whole fen.
    amount = models.BigIntegerField()
    due_on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    # The last reminder that was given, in days before the day.
    reminded = models.SmallIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="projects_instalment_positive"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="projects_instalment_gone_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="projects_instalments_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.due_on} {self.amount}"
