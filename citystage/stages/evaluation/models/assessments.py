"""Assessments: a round over several labs, its assessors, their sheets, what became of each lab."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.states.assessments import (
    UNFINISHED,
    AssessmentState,
    RoundState,
    SheetState,
)
from citystage.stages.evaluation.terms import Assessing
from citystage.stages.selection.models import Expert


class Round(models.Model):
    """One assessment of several labs by one light panel; its outcomes take effect together."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PREPARING)
    # The city's terms of assessment as they were when it was prepared.
    terms = models.JSONField()
    # The first moment at which assessors write no more.
    due_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values), name="evaluation_round_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def read_terms(self) -> Assessing:
        """The terms of this round."""
        return Assessing.model_validate(self.terms)


class Assessor(models.Model):
    """A person of the light panel: an expert of the register, or an officer."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assessors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="evaluation_assessor_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def name(self) -> str:
        """As the register, or the account, has it."""
        return self.expert.name if self.expert else str(self.user)


class Assessment(models.Model):
    """One lab in a round."""

    class Outcome(models.TextChoices):
        KEEP = "keep", _("keep")
        IMPROVE = "improve", _("improve by a date")
        WITHDRAW = "withdraw", _("withdraw the recognition")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=AssessmentState, default=AssessmentState.UNDERWAY
    )
    # What an officer proposes, seen by officers alone until all take effect.
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    # The first moment that is too late for the proof of improvement.
    improve_until = models.DateTimeField(null=True)
    proof = models.TextField(blank=True)
    proved_at = models.DateTimeField(null=True)
    # The word of the second look.
    second_look = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AssessmentState.values),
                name="evaluation_assessment_state_known",
            ),
            models.UniqueConstraint(fields=["round", "lab"], name="evaluation_lab_once_a_round"),
            models.UniqueConstraint(
                fields=["lab"],
                condition=Q(state__in=sorted(UNFINISHED)),
                name="evaluation_one_open_assessment",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.lab_id}"

    @property
    def improve_by(self) -> date | None:
        """The last day for the proof of improvement."""
        if self.improve_until is None:
            return None
        return timezone.localdate(self.improve_until - timedelta(microseconds=1))


class Sheet(models.Model):
    """One assessor's word on one lab; a draft until it is handed in."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sheets")
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.OPEN)
    values = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    remark = models.TextField(blank=True)
    # Why the assessor leaves it to others, or is kept away, in somebody's words.
    why = models.TextField(blank=True)
    # The kind of a conflict found: it bars, or (over a third party) is shown to the office.
    tie = models.CharField(max_length=12, blank=True)
    # Its steps, each with from, to, source.
    path = models.JSONField(default=list, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SheetState.values), name="evaluation_sheet_state_known"
            ),
            models.UniqueConstraint(
                fields=["assessment", "assessor"], name="evaluation_sheet_once"
            ),
        ]
        indexes = [models.Index(fields=["assessor", "state"], name="evaluation_sheets_of")]

    def __str__(self) -> str:
        return f"sheet of {self.assessor_id} on {self.assessment_id}"


def _path_of_file(_paper: Paper, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"evaluation/{uuid4().hex}"


class Paper(models.Model):
    """A file that proves an improvement."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
