"""Near-duplicates: fingerprints of texts of every batch and city, what officers said of pairs."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit


class Family(models.Model):
    """Texts that officers found to be one need in several places or batches."""

    title = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Fingerprint(models.Model):
    """The text of one application or catalogue record, in the form likeness is found by.

    ``subject`` is the ledger's name of the record ("intake.application:12"); later stages put
    their records here through ``review.fingerprints``.
    """

    subject = models.CharField(max_length=80, unique=True)
    # The record this one grew from: the two are one need, not two.
    origin = models.CharField(max_length=80, blank=True)
    city = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    # Who may be shown it: the path of the unit it belongs to; public ones everybody.
    path = models.CharField(max_length=200)
    public = models.BooleanField(default=False)
    title = models.CharField(max_length=300)
    owner_name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    # The text folded and without owner, place and phase: what likeness is measured on.
    bare = models.TextField(default="")
    # Signed 64-bit band hashes (engines.similarity); two that share one are candidates.
    bands = ArrayField(models.BigIntegerField(), default=list)
    family = models.ForeignKey(Family, on_delete=models.SET_NULL, null=True, related_name="members")

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="review_fingerprint_bands")]

    def __str__(self) -> str:
        return f"{self.subject} {self.title}"


class Tie(models.Model):
    """What an officer said of a pair; remembered, so that nobody is asked twice."""

    class Verdict(models.TextChoices):
        FAMILY = "family", _("one family")
        MERGED = "merged", _("merged")
        NOT_SAME = "not_same", _("not the same")

    # left.pk < right.pk, so that a pair has one row.
    left = models.ForeignKey(Fingerprint, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Fingerprint, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="review_tie_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="review_tie_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} {self.verdict} {self.right_id}"
