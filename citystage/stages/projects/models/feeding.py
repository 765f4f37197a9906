"""Devices that send readings of a project: their access, and each call they made."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects.models.projects import Milestone, Project


class Access(models.Model):
    """Access for one device or system to one series; only the hash of its secret is kept."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="accesses")
    # What the series proves; none: the project as a whole.
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, related_name="+")
    # The device or system, as people know it.
    name = models.CharField(max_length=120)
    # What its readings show, and what they are counted in.
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
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
        verbose_name_plural = "accesses"

    def __str__(self) -> str:
        return self.name


class Sending(models.Model):
    """One call of a device, by its key: what it brought, so that it is answered the same again."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="sendings")
    key = models.CharField(max_length=200)
    # Of what was sent, so that the same key with other content is told apart.
    sha256 = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["access", "key"], name="projects_call_once"),
        ]

    def __str__(self) -> str:
        return self.key
