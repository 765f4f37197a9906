"""Who sits on which panel: computed plans, preferences, and the seats themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.models.experts import Expert
from citystage.stages.selection.models.programmes import Programme
from citystage.stages.selection.states.panels import SeatState


class AssignmentRun(models.Model):
    """One computed plan for a programme's panels; kept, so that it can be computed again."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="runs")
    seed = models.BigIntegerField()
    # What went in (terms, experts, candidacies by key) and what came out, as the engine has it.
    inputs = models.JSONField()
    result = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Preference(models.Model):
    """What an expert would like, or not, to judge; wishes, not limits."""

    class Wish(models.IntegerChoices):
        NOT = -1, _("rather not")
        LIKE = 1, _("would like to")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="preferences")
    wish = models.SmallIntegerField(choices=Wish)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "expert"], name="selection_preference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.wish} {self.candidacy_id}"


class Seat(models.Model):
    """One expert on one candidacy's panel."""

    class Reason(models.TextChoices):
        CONFLICT = "conflict", _("conflict of interest")
        NO_TIME = "no_time", _("no time")
        NOT_MY_FIELD = "not_my_field", _("not my field")
        ILLNESS = "illness", _("illness or absence")
        OTHER = "other", _("another reason")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    state = models.CharField(max_length=8, choices=SeatState, default=SeatState.PLANNED)
    chairs = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)
    # Order among the alternates.
    reserve_place = models.PositiveSmallIntegerField(null=True)
    # Why this expert: fit, kind, preference, load, as the engine explains it.
    why = models.JSONField(default=dict)
    run = models.ForeignKey(AssignmentRun, on_delete=models.PROTECT, null=True, related_name="+")
    # In whose place the expert came.
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["candidacy", "reserve_place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SeatState.values), name="selection_seat_state_known"
            ),
            models.UniqueConstraint(fields=["candidacy", "expert"], name="selection_seat_once"),
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(chairs=True),
                name="selection_one_chair",
            ),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="selection_seat_of_expert")]

    def __str__(self) -> str:
        return f"seat of {self.expert_id} for {self.candidacy_id}"
