"""Whom the organisers ask to come, and who does not want to be asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.stages.events.models.events import Event
from citystage.stages.events.states.places import InvitationState


class Invitation(models.Model):
    """One organisation asked to one event: once, however many filters find it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=InvitationState, default=InvitationState.SENT)
    # Why it is asked, as its people read it.
    words = models.TextField(blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values),
                name="events_invitation_state_known",
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"], name="events_invitation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class OptOut(models.Model):
    """An organisation that does not want to be invited to events."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no invitations to {self.organisation_id}"
