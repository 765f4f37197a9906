"""Passes of helpers at the desk: one event, one day, no account."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from citystage.stages.events.models.events import Event


class DeskPass(models.Model):
    """A link by which one helper notes arrivals on one day; revoked, it opens nothing."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="passes")
    name = models.CharField(max_length=80)
    day = models.DateField()
    token = models.CharField(max_length=48, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["day", "pk"]
        verbose_name_plural = "desk passes"

    def __str__(self) -> str:
        return self.name

    def opens_on(self, day: date) -> bool:
        """Whether it lets its helper in on this (local) day."""
        return self.revoked_at is None and self.day == day
