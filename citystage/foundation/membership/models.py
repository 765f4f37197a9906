"""Registrations of people for organisations, and invitations of colleagues."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership.states import RegistrationState
from citystage.foundation.tenancy.models import Unit


class Registration(models.Model):
    """A person's wish to act for an organisation in one role; decided by the district."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The unit that decides: the organisation's district, or the city when it has none.
    decider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=Role)
    # What the person said of the organisation: taken over when approved.
    details = models.JSONField(default=dict)
    state = models.CharField(
        max_length=16, choices=RegistrationState, default=RegistrationState.WAITING
    )
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    filed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(state="waiting"),
                name="membership_one_waiting_registration",
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class Invitation(models.Model):
    """A colleague invited by mail to wear a role at a unit; the link's secret is kept hashed."""

    email = models.EmailField()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=32, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email
