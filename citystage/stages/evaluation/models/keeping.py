"""What a lab needs, received, tried and raised; renewals it asks for; reminders sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.states.keeping import NeedState, RenewalState


class Need(models.Model):
    """One thing a lab needs, until it is met or dropped."""

    class Kind(models.TextChoices):
        SCENE = "scene", _("a scene to try in")
        CAPITAL = "capital", _("capital")
        POLICY = "policy", _("policy or approval")
        DATA = "data", _("data")
        PARTNER = "partner", _("partners or customers")
        OTHER = "other", _("something else")

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    # Whether the public page of the lab shows it.
    public = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=NeedState, default=NeedState.OPEN)
    # How it was met, or why it was dropped or taken up again.
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NeedState.values), name="evaluation_need_state_known"
            ),
        ]
        indexes = [models.Index(fields=["lab", "state"], name="evaluation_needs_of_lab")]

    def __str__(self) -> str:
        return self.title


class Record(models.Model):
    """One service a lab received, one trial it made, or one financing it raised."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("service received")
        TRIAL = "trial", _("trial in a scene")
        FINANCING = "financing", _("financing")

    class Outcome(models.TextChoices):
        RUNNING = "running", _("trial running")
        PASSED = "passed", _("goal reached")
        FAILED = "failed", _("goal not reached")
        STOPPED = "stopped", _("trial stopped")

    class Round(models.TextChoices):
        ANGEL = "angel", _("angel round")
        PRE_A = "pre_a", _("before round A")
        A = "a", _("round A")
        B = "b", _("round B")
        LATER = "later", _("later round")
        STATE = "state", _("state equity for scenarios")
        LOAN = "loan", _("loan")
        GRANT = "grant", _("grant")
        OTHER = "other", _("other financing")

    class Shown(models.TextChoices):
        HIDDEN = "hidden", _("not shown to the public")
        FACT = "fact", _("shown without amount and source")
        FULL = "full", _("shown in full")

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    # Who gave the service, where the trial is made, who gives the money.
    partner = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    # Trials: the first day after it; none while it runs.
    until = models.DateField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    round = models.CharField(max_length=8, choices=Round, blank=True)
    # In fen.
    amount = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    # The lab alone allows the public to see it.
    shown = models.CharField(max_length=8, choices=Shown, default=Shown.HIDDEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="financing") | Q(amount__gt=0, round__gt=""),
                name="evaluation_financing_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind="financing") | Q(amount__isnull=True, round=""),
                name="evaluation_only_financing_has_amount",
            ),
            models.CheckConstraint(
                condition=~Q(kind="trial") | Q(outcome__gt=""), name="evaluation_trial_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="evaluation_record_runs_forward",
            ),
        ]
        indexes = [models.Index(fields=["lab", "kind"], name="evaluation_records_of_lab")]

    def __str__(self) -> str:
        return self.title


class Renewal(models.Model):
    """A lab asks for another term before this one ends."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RenewalState, default=RenewalState.ASKED)
    # What was reached in this term, and what the next one is for.
    words = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    # Of the new term, the first day on which it no longer counts.
    until = models.DateField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RenewalState.values), name="evaluation_renewal_state_known"
            ),
            models.UniqueConstraint(
                fields=["label"],
                condition=Q(state=RenewalState.ASKED),
                name="evaluation_renewal_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"renewal of {self.label_id}"


class Reminder(models.Model):
    """Somebody was reminded of a record so many days before (below zero: after) its day."""

    # As the ledger names the record.
    subject = models.CharField(max_length=80)
    mark = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "mark"], name="evaluation_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.mark}"
