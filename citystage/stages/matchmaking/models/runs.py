"""Runs of the match over a city, what each found, and what stands now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking.states import RunState


class Run(models.Model):
    """One re-match of all scenarios of a city with all suppliers."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=RunState, default=RunState.WAITING)
    # What it was done with: {"settings": version of the pack's, "engine", "model"}.
    version = models.JSONField(default=dict)
    total = models.PositiveIntegerField(null=True)
    # How many scenarios are matched, and the id of the last one: a restart goes on behind it.
    matched = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    # {"suppliers", "pairs", "match", "weak", "none"} and, against the run before:
    # {"first", "new", "gone", "better", "worse", "same"}.
    counts = models.JSONField(default=dict)
    # The map of topics as finding.topics makes it.
    topics = models.JSONField(default=list)
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    cancel_asked = models.BooleanField(default=False)
    failure = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # Moved forward with every chunk: a run whose pulse stopped has lost its worker.
    pulse_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(state__in=[str(RunState.WAITING), str(RunState.RUNNING)]),
                name="matchmaking_one_run_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} {self.state}"

    @property
    def percent(self) -> int:
        """How far it has come, 0-100."""
        if self.state == RunState.DONE:
            return 100
        return 100 * self.matched // self.total if self.total else 0


class RunResult(models.Model):
    """What one run found for one scenario: best first, so that two runs can be compared."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results")
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8)
    # [[organisation id, score in thousandths], …]
    found = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "scenario"], name="matchmaking_result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.scenario_id}"


class Suggestion(models.Model):
    """A supplier that fits a scenario, whichever of the two looks: the score, and why.

    What people decided is not kept here: a row comes and goes with every run.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # The capability of the organisation that fits best; none when its own words do.
    capability = models.ForeignKey(
        Capability, on_delete=models.CASCADE, null=True, related_name="+"
    )
    score = models.FloatField()
    verdict = models.CharField(max_length=8)
    # Place among the suppliers of the scenario, from 1.
    rank = models.PositiveIntegerField()
    parts = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    first_run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+")
    last_run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+")
    # Found by the latest match of the scenario.
    current = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "organisation"], name="matchmaking_suggestion_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-score"],
                condition=Q(current=True),
                name="matchmaking_fits",
            ),
            models.Index(
                fields=["scenario", "rank"], condition=Q(current=True), name="matchmaking_able"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} – {self.organisation_id} {self.score:.3f}"
