"""Due diligence: the institution's checklist with evidence, flags, and what is to be mended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.states.diligence import ActionPointState, DiligenceState


class Diligence(models.Model):
    """One institution's due diligence on one candidacy."""

    class Rating(models.TextChoices):
        LOW = "low", _("low risk")
        MEDIUM = "medium", _("medium risk")
        HIGH = "high", _("high risk")
        SEVERE = "severe", _("severe risk")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="diligences")
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DiligenceState, default=DiligenceState.ASKED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    # The institution's own word on its interests; means_to_invest rules by the programme's terms.
    means_to_invest = models.BooleanField(null=True)
    interests = models.TextField(blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    declared_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)
    rating = models.CharField(max_length=8, choices=Rating, blank=True)
    rating_until = models.DateField(null=True)
    reported_at = models.DateTimeField(null=True)
    # The day on which the institution was last reminded.
    reminded_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["candidacy", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DiligenceState.values), name="selection_diligence_state_known"
            ),
            models.UniqueConstraint(
                fields=["candidacy", "institution"], name="selection_diligence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"diligence on {self.candidacy_id}"


class DiligenceAnswer(models.Model):
    """One item of the checklist: what was found; evidence files are Papers."""

    class Finding(models.TextChoices):
        SOUND = "sound", _("sound")
        CONCERNS = "concerns", _("with concerns")
        UNSOUND = "unsound", _("not sound")
        NOT_APPLICABLE = "not_applicable", _("does not apply")

    diligence = models.ForeignKey(Diligence, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=40)
    finding = models.CharField(max_length=16, choices=Finding, blank=True)
    words = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diligence", "item"], name="selection_diligence_item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.item


class Interview(models.Model):
    """Notes of one conversation or visit."""

    diligence = models.ForeignKey(Diligence, on_delete=models.CASCADE, related_name="interviews")
    held_on = models.DateField()
    with_whom = models.CharField(max_length=200)
    notes = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return self.with_whom


class RedFlag(models.Model):
    """Something that speaks against the candidacy, with how much."""

    class Severity(models.TextChoices):
        NOTE = "note", _("note")
        CONCERN = "concern", _("concern")
        SERIOUS = "serious", _("serious")
        STOPS = "stops", _("stops the candidacy")

    diligence = models.ForeignKey(Diligence, on_delete=models.CASCADE, related_name="flags")
    item = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=8, choices=Severity)
    words = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.severity


class ActionPoint(models.Model):
    """A finding that somebody has to mend and somebody else has to verify."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="points")
    # What it came of; none when the office made it by itself.
    diligence = models.ForeignKey(
        Diligence, on_delete=models.CASCADE, null=True, related_name="points"
    )
    flag = models.ForeignKey(RedFlag, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField()
    # The units that mend and verify: the applicant's seat, the institution, a department.
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    verifier = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ActionPointState, default=ActionPointState.OPEN)
    said = models.TextField(blank=True)
    verified_words = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    # The day on which whoever has to act was last reminded.
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(owner=models.F("verifier")), name="selection_point_two_units"
            ),
        ]

    def __str__(self) -> str:
        return f"action point {self.pk}"
