"""The text of a trial agreement in its versions, and who signed which."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_english
from citystage.stages.trials.models.trials import Trial
from citystage.stages.trials.states.trials import Side


class VersionQuerySet(models.QuerySet["Version"]):
    """Chainable filters."""

    def open(self) -> Self:
        """The text that waits for signatures; there is at most one of a trial."""
        return self.filter(in_force_at__isnull=True, closed_at__isnull=True)

    def signed(self) -> Self:
        """Texts that both sides signed, the newest first."""
        return self.filter(in_force_at__isnull=False).order_by("-number")


class Version(models.Model):
    """The text as one side wrote it. ``amendment`` 0 is the agreement itself."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    amendment = models.PositiveIntegerField(default=0)
    # ``contents.Content`` as plain data.
    content = models.JSONField()
    text = models.TextField()
    text_en = models.TextField()
    # Of both texts as they are kept here.
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    # Written anew, or given up.
    closed_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "number"], name="trials_version_once"),
            models.UniqueConstraint(
                fields=["trial"],
                condition=Q(in_force_at__isnull=True, closed_at__isnull=True),
                name="trials_one_open_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} v{self.number}"

    @property
    def worded(self) -> str:
        """The text in the reader's language."""
        return self.text_en if in_english() else self.text


class Signature(models.Model):
    """One side signed one text; it falls when the text is written anew."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=8, choices=Side)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "side"],
                condition=Q(dropped_at__isnull=True),
                name="trials_signed_once_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.side}"
