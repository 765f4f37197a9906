"""Public notices of decisions, and objections to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.stages.selection import terms
from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.models.decisions import Ballot
from citystage.stages.selection.models.programmes import Programme
from citystage.stages.selection.states.decisions import ObjectionState


class Notice(models.Model):
    """The public notice of one applied ballot, for so many working days; half-open."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="notices")
    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="+")
    # In the address of its page.
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=240)
    text = models.TextField()
    # What the terms said of notices when it was posted (``terms.Notice``): it does not change.
    rules = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    until = models.DateTimeField()
    # Set when every candidacy of it has come to an end.
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-posted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("posted_at")), name="selection_notice_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def read_rules(self) -> terms.Notice:
        """What its terms say of objections, answers and appeals."""
        return terms.Notice.model_validate(self.rules)


class Objection(models.Model):
    """What somebody says against one noticed decision; at most one appeal follows it."""

    class Ground(models.TextChoices):
        FACTS = "facts", _("facts are wrong")
        ELIGIBILITY = "eligibility", _("not eligible")
        PROCEDURE = "procedure", _("procedure was broken")
        CONFLICT = "conflict", _("conflict of interest")
        RIGHTS = "rights", _("rights of others")
        OTHER = "other", _("another ground")

    class Remedy(models.TextChoices):
        REMOVE = "remove", _("do not select it")
        REVIEW_AGAIN = "review_again", _("judge it again")
        CORRECT = "correct", _("correct what is published")
        ADMIT_MINE = "admit_mine", _("select mine")

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("what is published is corrected")
        JUDGED_AGAIN = "judged_again", _("the panel judges it again")
        OVERTURNED = "overturned", _("it is not selected")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="objections")
    # The objection whose answer it appeals against.
    appeal_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="appeal"
    )
    # Random; the objector's receipt, with which the anonymous read their answer.
    receipt = models.CharField(max_length=32, unique=True)
    ground = models.CharField(max_length=12, choices=Ground)
    argument = models.TextField()
    remedy = models.CharField(max_length=12, choices=Remedy)
    anonymous = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ObjectionState, default=ObjectionState.FILED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    appeal_until = models.DateTimeField(null=True)
    # Of one that was upheld: what follows, and when it was carried out.
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    carried_at = models.DateTimeField(null=True)
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What was put right, as the notice shows it.
    correction = models.TextField(blank=True)
    # When the office was last reminded of the answer.
    reminded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["filed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values), name="selection_objection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(name="", filed_by__isnull=True),
                name="selection_anonymous_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"
