"""Profiles: a standing question "what fits us?", what it has learned, and what it has told."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.states import Telling, UnfitReason

_code = models.CharField(max_length=64)


class Profile(models.Model):
    """What an organisation, or a single person, looks for."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    # Of a single person, when it is no organisation's.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    # Only scenarios of this city; none means all.
    city = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    # What the organisation has described as its capabilities counts as well.
    with_capabilities = models.BooleanField(default=False)
    # Codes of the taxonomy and of units; empty means any.
    fields = ArrayField(_code, default=list, blank=True)
    chains = ArrayField(_code, default=list, blank=True)
    districts = ArrayField(_code, default=list, blank=True)
    # WGS 84; with a radius only what lies within counts.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    place = models.CharField(max_length=120, blank=True)
    radius_km = models.PositiveIntegerField(null=True)
    # Points of 100 below which nothing is told.
    least = models.PositiveSmallIntegerField(default=0)
    told = models.CharField(max_length=16, choices=Telling, default=Telling.AT_ONCE)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(user__isnull=True),
                name="matchmaking_profile_is_somebodys",
            ),
            models.CheckConstraint(
                condition=(
                    Q(latitude__isnull=True, longitude__isnull=True, radius_km__isnull=True)
                    | Q(latitude__isnull=False, longitude__isnull=False, radius_km__isnull=False)
                ),
                name="matchmaking_place_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(least__lte=100), name="matchmaking_least_is_of_a_hundred"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=Q(deleted_at__isnull=True),
                name="matchmaking_profiles_of",
            ),
            models.Index(
                fields=["user"],
                condition=Q(deleted_at__isnull=True),
                name="matchmaking_profiles_own",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Unfit(models.Model):
    """Not for us, because …: hides one scenario and teaches this profile alone."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="unfits")
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=16, choices=UnfitReason)
    words = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "scenario"], name="matchmaking_unfit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} – {self.scenario_id}: {self.reason}"


class ToldFit(models.Model):
    """A profile was told of a scenario: it is not told again."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="told_fits")
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "scenario"], name="matchmaking_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} – {self.scenario_id}"
