"""What people decided of a pair, and the scenarios that were given to a broker."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode


class Judgement(models.Model):
    """What one person said of one supplier for one scenario, or for the draft of one.

    It names the two records, never a suggestion: no re-run and no new index loses it. Rows are
    only added; of the decisions on a pair, and of the proposals, the latest one is current.
    """

    # None while the need is a draft; filled in when the draft enters the catalogue.
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="+")
    # The draft it was said of; none where it was said of a scenario of the catalogue.
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The capability that was on the page.
    capability = models.ForeignKey(
        Capability, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    kind = models.CharField(max_length=16, choices=JudgementKind)
    reason = models.CharField(max_length=16, choices=ReasonCode, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The unit the person acted for.
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    # A broker's word, which stands beside the decisions of the owner's side.
    proposal = models.BooleanField(default=False)
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "organisation", "proposal"],
                condition=Q(current=True),
                name="matchmaking_one_current_judgement",
            ),
            models.UniqueConstraint(
                fields=["application", "organisation", "proposal"],
                condition=Q(current=True, scenario__isnull=True),
                name="matchmaking_one_current_draft_judgement",
            ),
            models.CheckConstraint(
                condition=Q(scenario__isnull=False) | Q(application__isnull=False),
                name="matchmaking_judgement_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[str(JudgementKind.REJECT), str(JudgementKind.EXCLUDE)])
                | ~Q(reason=""),
                name="matchmaking_no_rejection_without_reason",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="matchmaking_judged_org")]

    def __str__(self) -> str:
        return f"{self.scenario_id or self.application_id} – {self.organisation_id}: {self.kind}"


class Mandate(models.Model):
    """A scenario given to a broker 场景经理人: sees who could do it, and proposes."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    # The seat of the broker.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "unit"],
                condition=Q(ended_at__isnull=True),
                name="matchmaking_mandate_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="matchmaking_mandates_of")]

    def __str__(self) -> str:
        return f"{self.scenario_id} → {self.unit_id}"
