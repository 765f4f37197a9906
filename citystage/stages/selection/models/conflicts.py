"""Conflicts of interest: typed, with their reason and source; judged, never silently removed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.models.experts import Expert, Relation


class Conflict(models.Model):
    """One reason why a person may not judge one candidacy.

    The person is an expert of the register or an officer (``user``); an officer in conflict is
    locked out of the candidacy for good.
    """

    class Origin(models.TextChoices):
        DECLARED = "declared", _("declared by the person")
        CLAIMED = "claimed", _("claimed by the applicant")
        FOUND = "found", _("found by the system")
        PINNED = "pinned", _("set by an officer")

    class Standing(models.TextChoices):
        BARS = "bars", _("keeps the person away")
        FLAGGED = "flagged", _("to be judged by an officer")
        NOTED = "noted", _("on record, does not bar")
        DISMISSED = "dismissed", _("judged unfounded")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="conflicts")
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, related_name="conflicts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A kind of Relation, or "applicant" for the applicant's own people.
    kind = models.CharField(max_length=12, choices=[*Relation.Kind.choices, ("applicant", "")])
    origin = models.CharField(max_length=8, choices=Origin)
    standing = models.CharField(max_length=10, choices=Standing)
    # Over a third party only.
    transitive = models.BooleanField(default=False)
    # The steps from the person to the applicant, each with from, to, kind, source, since, until.
    path = models.JSONField(default=list)
    words = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)
    judgement = models.TextField(blank=True)

    class Meta:
        ordering = ["candidacy", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(expert__isnull=False),
                name="selection_conflict_of_one_person",
            ),
            # Found again, it is the same conflict.
            models.UniqueConstraint(
                fields=["candidacy", "expert", "kind", "origin"],
                condition=Q(expert__isnull=False),
                name="selection_conflict_expert_once",
            ),
            models.UniqueConstraint(
                fields=["candidacy", "user", "kind", "origin"],
                condition=Q(user__isnull=False),
                name="selection_conflict_user_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.standing}"


class Clearance(models.Model):
    """A person's own word that they have no conflict with one candidacy."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="clearances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "user"], name="selection_clearance_once"),
        ]

    def __str__(self) -> str:
        return f"clearance of {self.user_id} for {self.candidacy_id}"
