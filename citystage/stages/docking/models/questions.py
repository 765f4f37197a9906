"""Public questions: asked without a name, answered to all."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.docking.models.openings import Opening
from citystage.stages.docking.states.questions import QuestionState


class Question(models.Model):
    """One question on a scenario; who asked is on record, and no page shows it."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="questions")
    # Counted from 1 within the opening, in the order of asking.
    number = models.PositiveIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # The answer to all, or the reason why there is none.
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)
    # The version of the scenario that carries it as an addendum.
    addendum_version = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="docking_question_once"),
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values), name="docking_question_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | ~Q(reply=""), name="docking_reply_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.number}"
