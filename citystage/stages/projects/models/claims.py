"""Products with their first uses 首试首用, and firms brought in 引进企业: claimed, then proven."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.projects.models.projects import Project
from citystage.stages.projects.states.claims import ClaimState, FirstUseKind


class Product(models.Model):
    """One product, whoever reports it; merged ones keep their links."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    maker_name = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    model = models.CharField(max_length=120, blank=True)
    # Maker, name and model, folded: the same however they are written.
    key = models.CharField(max_length=520)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    merged_reason = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="projects_product_once"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_reason=""),
                name="projects_merge_has_reason",
            ),
        ]
        indexes = [
            # Look-alikes are found by what their keys share.
            GinIndex(fields=["key"], name="projects_product_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.model}".strip()

    @property
    def root_id(self) -> int:
        """The product it counts as."""
        return self.merged_into_id or self.pk


class ClaimQuerySet[C: models.Model](models.QuerySet[C]):
    """Chainable filters of claims; ``claimed_for`` is the unit that reports."""

    def visible_to(self, actor: Actor) -> Self:
        """What is proven, what one's own unit claims, and what lies within an officer's reach."""
        own = [unit.pk for unit in actor.reach(Permission.PROJECT_CLAIM_REPORT)]
        tops = actor.reach(Permission.PROJECT_RECORD_READ)
        return self.filter(
            Q(state=ClaimState.PROVEN)
            | Q(claimed_for_id__in=own)
            | subtree(tops, "city__path")
            | subtree(tops, "district__path")
            | subtree(tops, "department__path")
        )

    def standing(self) -> Self:
        """Neither refused nor withdrawn."""
        return self.filter(state__in=[ClaimState.CLAIMED, ClaimState.PROVEN])


class _Claim(models.Model):
    """What a claim of a first use and of an arrival have in common."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    # Whole fen.
    amount = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.CLAIMED)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    claimed_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    proven_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class FirstUse(_Claim):
    """A product was used for the first time: by whom, where, when."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=16, choices=FirstUseKind)
    user_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    user_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    user_name = models.CharField(max_length=200)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    used_on = models.DateField()
    # Of a proven one: number and code of its certificate.
    number = models.CharField(max_length=60, blank=True)
    ordinal = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=16, blank=True)

    objects = ClaimQuerySet["FirstUse"].as_manager()

    class Meta:
        ordering = ["-used_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values), name="projects_first_use_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""),
                name="projects_first_use_end_has_reason",
            ),
            models.UniqueConstraint(
                fields=["product", "kind"],
                condition=Q(state="proven"),
                name="projects_first_use_proven_once",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="projects_first_use_code_once"
            ),
            models.UniqueConstraint(
                fields=["city", "number"],
                condition=~Q(number=""),
                name="projects_first_use_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-used_on"], name="projects_first_uses"),
        ]

    def __str__(self) -> str:
        return str(self.product)

    @property
    def user_label(self) -> str:
        """Who used it, in the reader's language."""
        known = self.user_organisation or self.user_unit
        return known.label if known else self.user_name


class Arrival(_Claim):
    """A firm that was brought in; a firm two districts claim is one firm."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, blank=True)
    # Its USCC, else its folded name: the firm that is counted once.
    firm_key = models.CharField(max_length=240)
    arrived_on = models.DateField()

    objects = ClaimQuerySet["Arrival"].as_manager()

    class Meta:
        ordering = ["-arrived_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values), name="projects_arrival_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""),
                name="projects_arrival_end_has_reason",
            ),
            models.UniqueConstraint(
                fields=["city", "firm_key", "claimed_for"],
                condition=Q(state__in=["claimed", "proven"]),
                name="projects_arrival_once_of_unit",
            ),
            models.UniqueConstraint(
                fields=["city", "firm_key"],
                condition=Q(state="proven"),
                name="projects_arrival_proven_once",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-arrived_on"], name="projects_arrivals"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The firm in the reader's language."""
        return self.organisation.label if self.organisation else self.name


def _path_of_file(_proof: Proof, _name: str) -> str:
    return f"projects/claims/{uuid4().hex}"


class Proof(models.Model):
    """A file behind a claim."""

    first_use = models.ForeignKey(
        FirstUse, on_delete=models.PROTECT, null=True, related_name="proofs"
    )
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, null=True, related_name="proofs")
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
                condition=Q(first_use__isnull=False) ^ Q(arrival__isnull=False),
                name="projects_proof_of_one_claim",
            ),
        ]

    def __str__(self) -> str:
        return self.name
