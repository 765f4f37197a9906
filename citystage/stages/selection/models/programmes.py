"""Programmes: the terms by which the applications to one call are selected, in versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake.models import Call
from citystage.stages.selection.terms import Terms


class Programme(models.Model):
    """The selection that one call leads into (``Call.way`` is ``selection``)."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The terms in force, ``Terms`` as JSON; each change is a ProgrammeVersion.
    terms = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    # The challenge its applicants take: a candidacy of an earlier programme that took effect.
    challenge = models.ForeignKey(
        "selection.Candidacy", on_delete=models.PROTECT, null=True, related_name="calls_for_takers"
    )

    def __str__(self) -> str:
        return f"programme of call {self.call_id}"

    def read_terms(self) -> Terms:
        """The terms in force, as data one can ask."""
        return Terms.model_validate(self.terms)


class ProgrammeVersion(models.Model):
    """The terms of a programme as they stood after one change, with the reason for it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="selection_programme_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"
