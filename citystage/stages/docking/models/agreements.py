"""Intents 意向 and agreements 签约: parties, amount, how far they bind, and how they changed."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.states.agreements import (
    AgreementState,
    DealKind,
    Force,
    IntentState,
)
from citystage.stages.events.models import Event


class DealQuerySet[D: models.Model](models.QuerySet[D]):
    """Filters that intents and agreements share."""

    def kept_by(self, actor: Actor) -> Self:
        """Those the actor's own unit is a party of, or entered."""
        units = [unit.pk for unit in actor.reach(Permission.DOCKING_DEAL_KEEP)]
        return self.filter(Q(pk__in=self._of_party(units)) | Q(entered_for_id__in=units))

    def visible_to(self, actor: Actor) -> Self:
        """The parties, who entered it, and the officers over the city or a party."""
        tops = actor.reach(Permission.DOCKING_TRACK_READ)
        found = Q(pk__in=self.kept_by(actor).order_by().values("pk"))
        return self.filter(
            found
            | subtree(tops, "city__path")
            | subtree(tops, "scenario__district__path")
            | subtree(tops, "scenario__lead_department__path")
        )

    def _of_party(self, units: list[int]) -> models.QuerySet[Party]:
        own = "intent_id" if self.model is Intent else "agreement_id"
        seated = Q(unit_id__in=units) | Q(organisation__seat_id__in=units)
        known = Party.objects.filter(seated, **{f"{own}__isnull": False})
        found: models.QuerySet[Party] = known.values(own)
        return found


class _Deal(models.Model):
    """What an intent and an agreement have in common."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DealKind)
    title = models.CharField(max_length=240)
    text = models.TextField(blank=True)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    # Whole fen; empty: none is named. What a source says stays beside it.
    amount = models.BigIntegerField(null=True)
    amount_text = models.CharField(max_length=200, blank=True)
    # The broker's unit that brought it about; kept for good, and counted.
    broker = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # {"title", "publisher", "published", "sentence"} of what is known from a source.
    source = models.JSONField(default=dict, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Intent(_Deal):
    """Two or more sides mean to agree."""

    state = models.CharField(max_length=8, choices=IntentState, default=IntentState.OPEN)
    noted_on = models.DateField()

    objects = DealQuerySet["Intent"].as_manager()

    class Meta:
        ordering = ["-noted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IntentState.values), name="docking_intent_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(reason=""), name="docking_intent_end_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="docking_intent_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-noted_on"], name="docking_intents"),
            models.Index(fields=["scenario", "noted_on"], name="docking_intents_of"),
        ]


class Agreement(_Deal):
    """What was signed; its amendments stand beside it, and change what it says now."""

    intent = models.OneToOneField(
        Intent, on_delete=models.PROTECT, null=True, related_name="agreement"
    )
    force = models.CharField(max_length=10, choices=Force)
    state = models.CharField(max_length=8, choices=AgreementState, default=AgreementState.SIGNED)
    signed_on = models.DateField()
    # Its last day; empty: none is named.
    expires_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = DealQuerySet["Agreement"].as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AgreementState.values), name="docking_agreement_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(reason=""), name="docking_ended_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="docking_agreement_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "kind", "force"], name="docking_agreements_totals"),
            models.Index(fields=["scenario", "signed_on"], name="docking_agreements_of"),
            models.Index(fields=["state", "expires_on"], name="docking_agreements_ending"),
        ]


class Party(models.Model):
    """One side of an intent or agreement: a unit, an organisation, or a name a source gives."""

    intent = models.ForeignKey(Intent, on_delete=models.CASCADE, null=True, related_name="parties")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, null=True, related_name="parties"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(intent__isnull=False) ^ Q(agreement__isnull=False),
                name="docking_party_of_one_deal",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        known = self.organisation or self.unit
        return known.label if known else self.name


class Amendment(models.Model):
    """One change of an agreement: what it said before, and says since."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveIntegerField()
    text = models.TextField()
    made_on = models.DateField()
    # {"amount": [before, after], "expires_on": …, "force": …}: only what changed.
    changes = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="docking_amendment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}.{self.number}"
