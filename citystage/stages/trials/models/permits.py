"""Who agreed to which step of a trial."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.trials.models.trials import Trial


class Permit(models.Model):
    """One body's word for one step; it falls when taken back or when the trial falls back."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="permits")
    step = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    fallen_at = models.DateTimeField(null=True)
    fallen_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "step", "unit"],
                condition=Q(fallen_at__isnull=True),
                name="trials_permit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.step} {self.unit_id}"
