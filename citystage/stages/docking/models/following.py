"""The responsibility list 责任清单, invitations from the coverage board, and evidence files."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models.agreements import Agreement
from citystage.stages.docking.models.answers import Clarification
from citystage.stages.docking.models.promises import Promise

_SIDES = (
    "scenario__city__path",
    "scenario__district__path",
    "scenario__lead_department__path",
    "scenario__owner_unit__path",
    "scenario__owner__seat__path",
)


def side(actor: Actor, prefix: str = "scenario__") -> Q:
    """Scenarios the actor follows up or steers: the owner's side and its officers."""
    tops = actor.reach(Permission.DOCKING_FOLLOW_KEEP)
    found = Q(pk__in=[])
    for column in _SIDES:
        found |= subtree(tops, f"{prefix}{column.removeprefix('scenario__')}")
    return found


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Chainable filters."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of scenarios on whose side the actor stands, and those the person follows up."""
        own = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        return self.filter(side(actor) | own)


class FollowUp(models.Model):
    """Who follows a scenario up, what comes next, and when."""

    scenario = models.OneToOneField(Scenario, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # As typed, for a person without an account.
    person_name = models.CharField(max_length=80, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    progress = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["next_on", "pk"]
        indexes = [
            models.Index(fields=["next_on"], name="docking_next_dates"),
            models.Index(fields=["person", "next_on"], name="docking_followed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id}: {self.person_name}"


class Invited(models.Model):
    """One supplier asked once to look at one scenario, from the coverage board."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "organisation"], name="docking_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} – {self.organisation_id}"


def _path_of_file(_paper: Proof, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"docking/proofs/{uuid4().hex}"


_OWNERS = ("promise", "agreement", "clarification")


def _only(owner: str) -> Q:
    return Q(**{f"{name}__isnull": name != owner for name in _OWNERS})


class Proof(models.Model):
    """A file: evidence that a promise was kept, a signed document, what comes with a reply."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, null=True, related_name="proofs")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, related_name="proofs"
    )
    clarification = models.ForeignKey(
        Clarification, on_delete=models.PROTECT, null=True, related_name="proofs"
    )
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_only("promise") | _only("agreement") | _only("clarification"),
                name="docking_proof_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name
