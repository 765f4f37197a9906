"""What is kept of a project on its way: evidence, payments, reports, flags."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from citystage.foundation.tenancy.models import Unit
from citystage.stages.docking.models import Ask
from citystage.stages.projects.models.feeding import Access
from citystage.stages.projects.models.instalments import Instalment
from citystage.stages.projects.models.projects import Milestone, Project
from citystage.stages.projects.states.projects import (
    EvidenceKind,
    FlagKind,
    PaymentKind,
    ReportState,
)


def _path_of_file(_row: models.Model, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"projects/{uuid4().hex}"


class Evidence(models.Model):
    """What proves a milestone: who put it in, when it happened, when it was entered."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evidence")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, related_name="evidence"
    )
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    # Of a third party's report: who wrote it.
    author = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # Entered later than the city's pack allows without a mark.
    backdated = models.BooleanField(default=False)
    name = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to=_path_of_file, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    # Latitude and longitude out of the picture, kept only where the sender chose so.
    place = models.JSONField(null=True)
    # Of a series: its unit, and [[moment, value], …] in order of time.
    unit = models.CharField(max_length=40, blank=True)
    points = models.JSONField(default=list, blank=True)
    # The device that goes on sending it; what was typed or uploaded has none.
    access = models.ForeignKey(Access, on_delete=models.PROTECT, null=True, related_name="series")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="projects_evidence_gone_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["milestone"],
                condition=Q(withdrawn_at__isnull=True),
                name="projects_evidence_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shows(self) -> bool:
        """Whether it is a picture a page can show."""
        return self.name.rsplit(".", 1)[-1].lower() in {"png", "jpg", "jpeg"}


class Payment(models.Model):
    """An amount that was agreed, or paid; the two are kept apart."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=8, choices=PaymentKind)
    # Whole fen.
    amount = models.BigIntegerField()
    on_day = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    # Of a paid amount: the due one it is paid for.
    instalment = models.ForeignKey(
        Instalment, on_delete=models.PROTECT, null=True, related_name="payments"
    )
    name = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to=_path_of_file, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["on_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="projects_payment_positive"),
            models.CheckConstraint(
                condition=Q(instalment__isnull=True) | Q(kind="paid"),
                name="projects_only_paid_is_for_a_due_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class ProjectReport(models.Model):
    """What is told of one period, ``[since, until)``."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    since = models.DateField()
    until = models.DateField()
    # The first moment that is too late.
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.OPEN)
    # As the pack asked when the report was planned.
    questions = models.JSONField()
    answers = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    # The last reminder that was given, in days before the deadline.
    reminded = models.SmallIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="projects_report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="projects_report_runs_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(reason=""),
                name="projects_report_skip_has_reason",
            ),
            models.UniqueConstraint(fields=["project", "since"], name="projects_report_once"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="projects_reports_due")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.since}"

    @property
    def last_day(self) -> datetime:
        """The last moment in time, for pages that show the day."""
        return timezone.localtime(self.due_at - timedelta(microseconds=1))

    def late(self, at: datetime) -> int:
        """By how many days, begun ones counted, it came or is still out; 0 in time."""
        if self.state == ReportState.SKIPPED:
            return 0
        over = (self.submitted_at or at) - self.due_at
        return over.days + 1 if over >= timedelta(0) else 0


class Flag(models.Model):
    """A risk, or help that is needed; a call for help may have become an ask."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=4, choices=FlagKind)
    title = models.CharField(max_length=200)
    words = models.TextField()
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, related_name="+")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    raised_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(reason=""),
                name="projects_flag_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
