"""What was measured: readings with who, when and source; batches they came in; devices' access."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.trials.models.trials import Trial
from citystage.stages.trials.states.trials import Source


class Token(models.Model):
    """Access for one device or system; only the hash of its secret is kept."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    # Calls of the running minute.
    minute = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """Readings that came in together: a form, a file, one call of a device."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="batches")
    source = models.CharField(max_length=4, choices=Source)
    token = models.ForeignKey(Token, on_delete=models.PROTECT, null=True, related_name="+")
    # The idempotency key of a call; of a file its name.
    key = models.CharField(max_length=200, blank=True)
    # Of what was sent, so that the same key with other content is told apart.
    sha256 = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"],
                condition=Q(token__isnull=False),
                name="trials_call_once",
            ),
        ]
        indexes = [models.Index(fields=["trial", "-made_at"], name="trials_batches_newest")]

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Chainable filters."""

    def standing(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at__isnull=True)

    def since(self, moment: datetime | None) -> Self:
        """Those taken from ``moment`` on."""
        return self.filter(happened_at__gte=moment) if moment else self

    def before(self, moment: datetime | None) -> Self:
        """Those taken before ``moment``."""
        return self.filter(happened_at__lt=moment) if moment else self


class Reading(models.Model):
    """One value of one measure at one moment, at a site, by a device."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="readings")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="readings")
    # A code of the trial's measures.
    measure = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    happened_at = models.DateTimeField()
    site = models.CharField(max_length=120, blank=True)
    device = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # Entered later than the pack's days after it was taken.
    backdated = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removal_reason = models.TextField(blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="trials_reading_not_negative"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removal_reason=""),
                name="trials_removed_has_reason",
            ),
            # The same moment of the same device cannot count twice.
            models.UniqueConstraint(
                fields=["trial", "measure", "happened_at", "site", "device"],
                condition=Q(removed_at__isnull=True),
                name="trials_reading_once",
            ),
        ]
        indexes = [
            models.Index(fields=["trial", "-happened_at", "-id"], name="trials_readings_newest"),
            models.Index(fields=["trial", "measure", "happened_at"], name="trials_readings_sums"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"
