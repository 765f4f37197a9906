"""Candidacies: applications under selection, with their formal checks and one correction."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.intake.models import Application
from citystage.stages.selection.models.programmes import Programme
from citystage.stages.selection.states.candidacies import CandidacyState

# Nobody but its own side reads it yet.
_SEALED = Q(application__call__sealed=True, application__call__closes_at__gt=Now())


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def reachable_by(self, actor: Actor, permission: Permission) -> Self:
        """Candidacies whose recommender stands under a unit over which ``actor`` holds it."""
        within = subtree(actor.reach(permission), "application__recommender__path")
        return self.unsealed().filter(within)

    def unsealed(self) -> Self:
        """Without those of sealed calls that have not closed yet, by the database's clock.

        Where no recommendation is asked for, a candidacy opens with its submission.
        """
        return self.exclude(_SEALED)

    def barred_to(self, actor: Actor) -> Self:
        """Those this person may not judge, see or decide, whatever hat they wear."""
        if actor.user_id is None:
            return self.none()
        person = Q(conflicts__user_id=actor.user_id)
        person |= Q(conflicts__expert__user_id=actor.user_id)
        # A list of its own: joined into a longer query the two conditions would come apart.
        barred = Candidacy.objects.filter(person, conflicts__standing="bars").values("pk")
        return self.filter(pk__in=barred)

    def open_to(self, actor: Actor) -> Self:
        """Those with no conflict of this person that bars."""
        return self.exclude(pk__in=Candidacy.objects.barred_to(actor).values("pk"))


class Candidacy(models.Model):
    """One application under selection."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="candidacies")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+")
    # Who applies, when the directory knows them: conflicts are found by it.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Numbered in the order of arrival within the programme; what blind panels call it.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=CandidacyState, default=CandidacyState.CHECKING)
    # Codes, for places per field and district, and for the fit of experts.
    field = models.CharField(max_length=60, blank=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # The city's own order beside the recommender's place.
    city_place = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # After an upheld objection the panel judges it once more until then, whatever its phase.
    judge_again_until = models.DateTimeField(null=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CandidacyState.values), name="selection_candidacy_state_known"
            ),
            models.UniqueConstraint(
                fields=["programme", "number"], name="selection_candidacy_number_once"
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="selection_candidacy_queue")]

    def __str__(self) -> str:
        return f"candidacy {self.number}"


class FormalCheck(models.Model):
    """One round of the formal check, item by item, with its coded outcome."""

    class Outcome(models.TextChoices):
        PASSED = "passed"
        CORRECT = "correct"
        FAILED = "failed"

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="checks")
    round = models.PositiveSmallIntegerField()
    # {item code: {"result": "met" | "defect" | "fails", "note": str}}
    items = models.JSONField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "round"], name="selection_check_once"),
        ]

    def __str__(self) -> str:
        return f"check {self.round} of {self.candidacy_id}"


class Correction(models.Model):
    """The one chance to correct: one list of defects, one return, within the hours given."""

    candidacy = models.OneToOneField(Candidacy, on_delete=models.CASCADE, related_name="correction")
    # A list of what is wrong: the code of the item, and a note.
    defects = models.JSONField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # The revisions of the application before and after.
    revision_before = models.PositiveIntegerField()
    revision_after = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"correction of {self.candidacy_id}"
