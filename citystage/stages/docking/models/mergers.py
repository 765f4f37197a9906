"""Two published scenarios that say the same were made one; the one points to the other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario


class Merger(models.Model):
    """``scenario`` was closed in favour of ``into``; undone, both stand by themselves again."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(scenario=F("into")), name="docking_merger_of_two"),
            models.UniqueConstraint(
                fields=["scenario"],
                condition=Q(undone_at__isnull=True),
                name="docking_merged_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_reason=""),
                name="docking_merger_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} → {self.into_id}"
