"""Scenarios opened for answers: the window, what is essential, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.states.answers import OpeningState


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Chainable filters over openings."""

    def without_outcome(self) -> Self:
        """Those on which nobody has decided yet."""
        return self.filter(state=OpeningState.OPEN)


class Opening(models.Model):
    """One time that a published scenario takes answers; half-open [opens_at, closes_at)."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=OpeningState, default=OpeningState.OPEN)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # Questions are taken until this moment, its end excluded.
    questions_until = models.DateTimeField()
    # By when an outcome has to be on record.
    outcome_due_at = models.DateTimeField()
    # Nobody but its own side reads an answer before the closing.
    sealed = models.BooleanField(default=True)
    asks_price = models.BooleanField(default=True)
    # Kinds of organisations that may answer; empty means every registered one.
    eligible_kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    # [{"key", "text", "text_en"}] in order; not changed once it is opened.
    essentials = models.JSONField(default=list)
    note = models.TextField(blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The unit the person acted for: its people are reminded first.
    opened_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    # When the house noted that its window is over.
    closed_at = models.DateTimeField(null=True)
    # How far an overdue outcome has climbed: 0 nobody, 1 owner, 2 department, 3 city.
    climbed = models.PositiveSmallIntegerField(default=0)
    climbed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OpeningState.values), name="docking_opening_state_known"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="docking_opening_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(questions_until__lte=F("closes_at")),
                name="docking_questions_end_first",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(reason="") & Q(decided_at__isnull=False)),
                name="docking_outcome_has_reason",
            ),
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(state="open"), name="docking_one_open_window"
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="docking_opening_by_closing")]

    def __str__(self) -> str:
        return f"answers to {self.scenario_id}"

    def takes_answers_at(self, moment: datetime) -> bool:
        """Whether ``moment`` lies in the window, its end excluded."""
        return self.state == OpeningState.OPEN and self.opens_at <= moment < self.closes_at

    def takes_questions_at(self, moment: datetime) -> bool:
        """Whether questions are still taken."""
        return self.state == OpeningState.OPEN and self.opens_at <= moment < self.questions_until

    def is_shut_at(self, moment: datetime) -> bool:
        """Whether answers may be read by the owner's side at all: the seal, if any, is off."""
        return self.sealed and moment < self.closes_at

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The essentials, in order."""
        return list(self.essentials)
