"""Calls, the versioned forms they use, and the places each recommender has."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language
from citystage.stages.intake.states import CallState


class FormVersion(models.Model):
    """One version of a form, as data; never changed once an application uses it.

    ``definition`` is ``{"fields": [{key, label{zh,en}, type, required, stage, help, example,
    options, scheme, multiple, max_length, min, max, unit, show_if}]}`` (see ``intake/forming``).
    """

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    definition = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "code", "version"], name="intake_form_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_readers_language(self.title, self.title_en)


class Call(models.Model):
    """An invitation to file: what may be filed, by whom, when, and who recommends how many."""

    class Kind(models.TextChoices):
        SCENARIO = "scenario", _("scenario needs")
        CAPABILITY = "capability", _("capabilities")
        LAB = "lab", _("labs")
        DEMONSTRATION = "demonstration", _("demonstrations")
        CHALLENGE = "challenge", _("challenges")
        TAKER = "taker", _("takers of a challenge")
        FUND = "fund", _("funds")
        SUPER_SCENARIO = "super_scenario", _("super scenarios")

    class OpinionOrder(models.TextChoices):
        SIDE_BY_SIDE = "side_by_side", _("side by side")
        IN_TURN = "in_turn", _("one after another")

    class Way(models.TextChoices):
        POLISHING = "polishing", _("polished with officers and departments")
        SELECTION = "selection", _("selected by a panel")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Natural key inside the city, so that a pack can be loaded again.
    code = models.SlugField(max_length=80)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.SCENARIO)
    # Which stage takes over what is recommended: review, or selection.
    way = models.CharField(max_length=10, choices=Way, default=Way.POLISHING)
    # Nobody but its own side reads an application before the window has closed.
    sealed = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    introduction = models.TextField(blank=True)
    introduction_en = models.TextField(blank=True)
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="calls")
    # Half-open [opens_at, closes_at); a call without an end is always open.
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    recommend_until = models.DateTimeField(null=True, blank=True)
    needs_recommendation = models.BooleanField(default=True)
    # Places of a district or department that is given none of its own.
    default_places = models.PositiveSmallIntegerField(default=5)
    # Unit kinds and organisation kinds that may file; empty means everybody.
    eligible_kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    opinion_order = models.CharField(
        max_length=16, choices=OpinionOrder, default=OpinionOrder.SIDE_BY_SIDE
    )
    opinion_days = models.PositiveSmallIntegerField(default=5)
    # A draft below this quality score may be submitted, but not released (0 = no floor).
    release_score = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=16, choices=CallState, default=CallState.PREPARING)
    # When recommenders were told what came in while the call was sealed.
    recommenders_told_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="intake_call_once"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
                name="intake_call_window_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CallState.values), name="intake_call_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_readers_language(self.title, self.title_en)

    @property
    def purpose(self) -> str:
        """The introduction in the reader's language."""
        return in_readers_language(self.introduction, self.introduction_en)

    def takes_applications_at(self, moment: datetime) -> bool:
        """Whether ``moment`` lies in the window (its end excluded) of an open call."""
        ends = self.closes_at is None or moment < self.closes_at
        return self.state == CallState.OPEN and self.opens_at <= moment and ends

    def takes_recommendations_at(self, moment: datetime) -> bool:
        """Whether recommenders may still give their word (open or closed, until the last day)."""
        if self.state == CallState.PREPARING:
            return False
        return self.recommend_until is None or moment < self.recommend_until


class Quota(models.Model):
    """How many applications one district or department may recommend to one call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "unit"], name="intake_quota_once"),
        ]

    def __str__(self) -> str:
        return f"{self.places} places"
