"""Cases under review, the opinions departments give on them, and comments."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.intake.models import Application
from citystage.stages.review.states import CaseState, OpinionState


class CaseQuerySet(models.QuerySet["Case"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def reachable_by(self, actor: Actor, permission: Permission) -> Self:
        """Cases whose recommender stands under a unit over which ``actor`` holds it."""
        return self.filter(subtree(actor.reach(permission), "application__recommender__path"))


class Case(models.Model):
    """One application under review."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=CaseState, default=CaseState.TRIAGE)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="absorbed"
    )
    # 0-100, as the quality gate last saw the text: for sorting queues.
    quality = models.PositiveSmallIntegerField(default=0)
    # The city's own order beside the recommender's place.
    city_place = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values), name="review_case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=CaseState.MERGED),
                name="review_case_merged_points_on",
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="review_case_queue")]

    def __str__(self) -> str:
        return f"case {self.pk}"


class Opinion(models.Model):
    """What one department is asked, and says, about one case."""

    class Stance(models.TextChoices):
        SUPPORT = "support", _("support")
        CONDITIONS = "conditions", _("support with conditions")
        OPPOSE = "oppose", _("do not support")
        NOT_OURS = "not_ours", _("not within our remit")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Order when asked one after another; all 0 when asked side by side.
    turn = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=16, choices=OpinionState, default=OpinionState.QUEUED)
    question = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stance = models.CharField(max_length=16, choices=Stance, blank=True)
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["turn", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=~Q(state="waived"),
                name="review_opinion_once_per_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"opinion of unit {self.unit_id} on case {self.case_id}"


class Comment(models.Model):
    """A remark on an application, for its audience only."""

    class Audience(models.TextChoices):
        OWN_UNIT = "own_unit", _("my unit only")
        OFFICERS = "officers", _("officers of the city, district and departments")
        OWNER = "owner", _("officers and the owner")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    # The form field it is about; empty for the whole.
    field = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=16, choices=Audience)
    body = models.TextField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"comment {self.pk}"
