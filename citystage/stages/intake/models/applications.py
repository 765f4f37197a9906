"""Applications, who edits them, every revision of them, and the word of the recommender."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.intake.models.calls import Call, FormVersion
from citystage.stages.intake.states import ApplicationState

# Nobody but its own side reads it yet.
_SEALED = Q(call__sealed=True, call__closes_at__gt=Now())


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def reachable_by(self, actor: Actor, permission: Permission) -> Self:
        """Only what is recommended by a unit over which ``actor`` holds ``permission``."""
        return self.unsealed().filter(subtree(actor.reach(permission), "recommender__path"))

    def unsealed(self) -> Self:
        """Without those of sealed calls that have not closed yet, by the database's clock."""
        return self.exclude(_SEALED)

    def editable_by(self, actor: Actor) -> Self:
        """What the actor's unit filed, and what the person was invited to edit."""
        if actor.user_id is None:
            return self.none()
        mine = Editor.objects.invited(actor.user_id).values("application_id")
        return self.filter(self._owned(actor) | Q(pk__in=mine))

    def owned_by(self, actor: Actor) -> Self:
        """What the actor's unit filed, and what the person filed for others."""
        return self.none() if actor.user_id is None else self.filter(self._owned(actor))

    def _owned(self, actor: Actor) -> Q:
        # The unit itself, not its subtree: a district does not own what its companies file.
        units = [unit.pk for unit in actor.reach(Permission.INTAKE_APPLICATION_FILE)]
        return Q(owner_unit_id__in=units) | Q(filed_by_id=actor.user_id)

    def visible_to(self, actor: Actor) -> Self:
        """Own ones in any state; officers see those in their reach once they left draft."""
        own = self.model.objects.editable_by(actor).values("pk")
        reach = subtree(actor.reach(Permission.INTAKE_APPLICATION_READ), "recommender__path")
        left = ~Q(state=ApplicationState.DRAFT) & ~_SEALED
        return self.filter(Q(pk__in=own) | (reach & left))


class Application(models.Model):
    """A need (or a bid) filed under one call; its answers follow the form version it began with."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    # For whom it is filed: the unit of the filer, or the third party's name when on behalf.
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=200)
    on_behalf = models.BooleanField(default=False)
    consent = models.TextField(blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The district or department whose word it takes (the city itself when there is none).
    recommender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    answers = models.JSONField(default=dict)
    # The number of the latest Revision; also the version token of the edit form.
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=16, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="intake_application_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["recommender", "state"], name="intake_app_by_recommender"),
            models.Index(fields=["call", "state"], name="intake_app_by_call"),
        ]

    def __str__(self) -> str:
        return self.title


class EditorQuerySet(models.QuerySet["Editor"]):
    """Chainable filters over invitations."""

    def invited(self, user_id: int) -> Self:
        """Invitations of this person, or of their address (sent before they had an account)."""
        address = User.objects.filter(pk=user_id).annotate(low=Lower("email")).values("low")
        return self.filter(Q(user_id=user_id) | Q(email__in=address))


class Editor(models.Model):
    """A person invited to edit one application; by e-mail until the person has an account."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="editors")
    # In small letters.
    email = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()

    objects = EditorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "email"], name="intake_editor_once"),
        ]

    def __str__(self) -> str:
        return self.email


class Revision(models.Model):
    """An application as it stood after one save: the source of diffs and of the past."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    answers = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    # Kept by the page while somebody wrote; the next such save soon after takes its place.
    autosaved = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="intake_revision_once"),
        ]

    def __str__(self) -> str:
        return f"r{self.number}"


def _path_of_file(attachment: Attachment, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"intake/{attachment.application_id}/{uuid4().hex}"


class Attachment(models.Model):
    """A file given with an application, under the name it was sent with."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    # The key of the form field it answers.
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Recommendation(models.Model):
    """The recommender's signed word for one application, with its place in their order."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="recommendation"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    opinion = models.TextField()
    place = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "unit", "place"],
                name="intake_recommendation_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"no. {self.place}"
