"""Reports of labs: asked for by the terms, written as drafts, handed in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.states.reports import ReportState


class Report(models.Model):
    """The report of one lab on one period, ``[since, until)``."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="+")
    # The recognition in force when it was asked for.
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    # The first moment that is too late.
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.OPEN)
    # As the terms asked when the report was planned.
    questions = models.JSONField()
    # Question -> text; numbers and money as they were written.
    answers = models.JSONField(default=dict, blank=True)
    # Why it should be left out, was sent back, or is asked for all the same.
    reason = models.TextField(blank=True)
    # The first time counts for being late.
    submitted_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="evaluation_report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="evaluation_report_runs_forward"
            ),
            models.UniqueConstraint(fields=["lab", "since"], name="evaluation_report_once"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="evaluation_reports_due")]

    def __str__(self) -> str:
        return f"{self.lab_id} {self.period}"

    @property
    def period(self) -> str:
        """The period by its months: 2025, or 2025-01 – 2025-06."""
        last = self.until - timedelta(days=1)
        whole = date(self.since.year, 1, 1), date(self.since.year + 1, 1, 1)
        if (self.since, self.until) == whole:
            return str(self.since.year)
        return f"{self.since:%Y-%m} – {last:%Y-%m}"

    @property
    def due_on(self) -> date:
        """The last day in time."""
        return timezone.localdate(self.due_at - timedelta(microseconds=1))

    def late(self, at: datetime) -> int:
        """By how many days, begun ones counted, it came or is still out; 0 in time."""
        moment = self.submitted_at or at
        over = moment - self.due_at
        if over < timedelta(0) or (self.submitted_at is None and self.state != ReportState.OPEN):
            return 0
        return over.days + 1
