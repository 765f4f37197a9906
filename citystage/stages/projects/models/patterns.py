"""Patterns 示范模式 of what landed, and the needs other places made of them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.intake.models import Application
from citystage.stages.projects.models.projects import Project
from citystage.stages.projects.states.patterns import PatternState


class PatternQuerySet(models.QuerySet["Pattern"]):
    """Chainable filters."""

    def public(self) -> Self:
        """What everybody may read; a withdrawn one stays readable, with its reason."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """What is public, one's own, and what officers within reach see."""
        own = [unit.pk for unit in actor.reach(Permission.PROJECT_RECORD_KEEP)]
        tops = actor.reach(Permission.PROJECT_RECORD_READ)
        return self.filter(
            Q(published_at__isnull=False)
            | Q(owner_unit_id__in=own)
            | subtree(tops, "city__path")
            | subtree(tops, "project__district__path")
            | subtree(tops, "project__department__path")
        )


class Pattern(models.Model):
    """A demonstration record: under which conditions it worked, what it cost, what to avoid."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="pattern")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=240)
    conditions = models.TextField(blank=True)
    # Whole fen; what it consists of stands beside it.
    cost = models.BigIntegerField(null=True)
    cost_text = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True)
    pitfalls = models.TextField(blank=True)
    # The same demonstration where a selection recognised it 示范; the city says so.
    recognised = models.OneToOneField(Lab, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=PatternState, default=PatternState.DRAFT)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PatternQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PatternState.values), name="projects_pattern_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="projects_pattern_end_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["city", "state"], name="projects_patterns")]

    def __str__(self) -> str:
        return self.title


class Copy(models.Model):
    """Another place took the pattern as a need of its own."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="copies")
    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, related_name="+"
    )
    copied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    copied_for = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    copied_at = models.DateTimeField()

    class Meta:
        ordering = ["copied_at", "pk"]
        verbose_name_plural = "copies"

    def __str__(self) -> str:
        return f"{self.pattern_id} → {self.copied_for_id}"
