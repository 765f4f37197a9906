"""How far a scenario came after docking, as the later stages tell it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models.agreements import Agreement, Intent
from citystage.stages.docking.models.answers import Answer
from citystage.stages.docking.states.progress import ProgressStep


class ProgressQuerySet(models.QuerySet["Progress"]):
    """Chainable filters."""

    def standing(self) -> Self:
        """What was not taken back."""
        return self.filter(taken_back_at__isnull=True)


class Progress(models.Model):
    """One step that one record of a later stage brought a scenario to."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=ProgressStep)
    # The supplier, where it is known; it is counted for its introduction and in its outcomes.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+")
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    # The record it comes from, as the ledger names it; ``/go/<source>`` leads to its page.
    source = models.CharField(max_length=80)
    label = models.CharField(max_length=240)
    # Why it failed, or how it landed, in a sentence.
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_reason = models.CharField(max_length=1000, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "progress"
        constraints = [
            models.UniqueConstraint(fields=["source", "step"], name="docking_progress_once"),
            models.CheckConstraint(
                condition=Q(step__in=ProgressStep.values), name="docking_progress_step_known"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_reason=""),
                name="docking_progress_back_has_reason",
            ),
        ]
        indexes = [
            # The funnel asks for the first moment of a step of each scenario.
            models.Index(
                fields=["step", "scenario", "at"],
                condition=Q(taken_back_at__isnull=True),
                name="docking_progress_first",
            ),
            # The steering view asks for the newest landings.
            models.Index(
                fields=["step", "-at"],
                condition=Q(taken_back_at__isnull=True),
                name="docking_progress_newest",
            ),
            models.Index(fields=["scenario", "organisation"], name="docking_progress_of_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.step}"
