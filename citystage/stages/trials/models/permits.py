"""Who agreed to which step of a trial, and which steps were unlocked by what time's evidence."""

from __future__ import annotations

from typing import Self

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


class AscentQuerySet(models.QuerySet["Ascent"]):
    """Chainable filters."""

    def standing(self) -> Self:
        """Of steps that were not lost since, the lowest first."""
        return self.filter(fallen_at__isnull=True).order_by("step")

    def doubted(self) -> Self:
        """Those whose evidence no longer meets the rule, and which nobody has judged again."""
        return self.standing().filter(doubted_at__isnull=False)


class Ascent(models.Model):
    """A step that evidence unlocked: the time whose evidence counted, and whether it still does."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="ascents")
    step = models.PositiveSmallIntegerField()
    # Half-open [since, until): readings taken in this time unlocked it.
    since = models.DateTimeField()
    until = models.DateTimeField()
    unlocked_at = models.DateTimeField()
    # Since when the evidence of that time lacks something; judged again, or met anew: empty.
    doubted_at = models.DateTimeField(null=True)
    doubt = models.TextField(blank=True)
    upheld_at = models.DateTimeField(null=True)
    upheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    upheld_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    upheld_reason = models.TextField(blank=True)
    fallen_at = models.DateTimeField(null=True)
    fallen_reason = models.TextField(blank=True)

    objects = AscentQuerySet.as_manager()

    class Meta:
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "step"],
                condition=Q(fallen_at__isnull=True),
                name="trials_ascent_once",
            ),
            models.CheckConstraint(
                condition=Q(doubted_at__isnull=True) | ~Q(doubt=""), name="trials_doubt_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(since__lte=models.F("until")), name="trials_ascent_time_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.step}"
