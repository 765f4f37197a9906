"""What became of pairs: told by later stages, joined to what had been shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario


class Outcome(models.Model):
    """One thing that became of one supplier for one scenario."""

    class Kind(models.TextChoices):
        ANSWERED = "answered", _("answered")
        AGREED = "agreed", _("agreed")
        LANDED = "landed", _("landed")
        FAILED = "failed", _("failed")

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "organisation", "kind"], name="matchmaking_outcome_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} – {self.organisation_id}: {self.kind}"
