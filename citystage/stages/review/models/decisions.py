"""Decisions prepared in private, which take effect together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.stages.review.models.cases import Case


class DecisionBatch(models.Model):
    """Prepared decisions of one city; nobody outside the office sees them before they apply."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class PreparedDecision(models.Model):
    """One case in a batch: what is to be decided, and why."""

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", _("choose")
        NOT_CHOSEN = "not_chosen", _("do not choose")

    batch = models.ForeignKey(DecisionBatch, on_delete=models.CASCADE, related_name="decisions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="review_decision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome}"
