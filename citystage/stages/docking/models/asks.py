"""Asks 诉求: what a company or lab asks a unit for, by when it is answered, and how it ends."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.docking.states.asks import ANSWERED, AskKind, AskOutcome, AskState


class AskQuerySet(models.QuerySet["Ask"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def of_asker(self, actor: Actor) -> Self:
        """Those the actor's own units asked: the seat itself, not what stands under it."""
        units = [unit.pk for unit in actor.reach(Permission.DOCKING_ASK_FILE)]
        return self.filter(asker_id__in=units)

    def of_unit(self, actor: Actor) -> Self:
        """Those the actor's own units answer, or passed on."""
        units = [unit.pk for unit in actor.reach(Permission.DOCKING_ASK_REPLY)]
        return self.filter(Q(unit_id__in=units) | Q(first_unit_id__in=units))

    def of_city(self, actor: Actor) -> Self:
        """All of a city, for the office that decides disputes."""
        return self.filter(subtree(actor.reach(Permission.DOCKING_ASK_DECIDE), "city__path"))

    def visible_to(self, actor: Actor) -> Self:
        """Everything the actor has a part in."""
        found = Q(pk__in=[])
        for part in (self.of_asker(actor), self.of_unit(actor), self.of_city(actor)):
            found |= Q(pk__in=part.order_by().values("pk"))
        return self.filter(found)

    def shown_to_all(self) -> Self:
        """What was answered and may be read by everybody."""
        return self.filter(public=True, state__in=ANSWERED)


class Ask(models.Model):
    """One ask of one unit; ``unit`` answers, ``first_unit`` is where the table sent it."""

    # The city that answers.
    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AskKind)
    state = models.CharField(max_length=12, choices=AskState, default=AskState.FILED)
    title = models.CharField(max_length=200)
    text = models.TextField()
    field = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="+")
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, null=True, related_name="+")
    asker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    filed_at = models.DateTimeField()
    # Whether everybody may read it once it is answered; the asker says so.
    public = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rerouted_at = models.DateTimeField(null=True)
    reroute_reason = models.TextField(blank=True)
    # Half-open: the reply is late from this moment on.
    due_at = models.DateTimeField()
    # How far a late reply has climbed: 0 nobody, 1 the unit, 2 the city.
    climbed = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=AskOutcome, blank=True)
    reply = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)
    # Of an adopted suggestion: the rule that changed.
    rule_title = models.CharField(max_length=200, blank=True)
    rule_number = models.CharField(max_length=80, blank=True)
    rule_url = models.URLField(max_length=400, blank=True)
    dispute = models.TextField(blank=True)
    disputed_at = models.DateTimeField(null=True)
    dispute_due_at = models.DateTimeField(null=True)
    # The city's word; ``outcome`` is then what the city decided.
    first_outcome = models.CharField(max_length=12, choices=AskOutcome, blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    closing_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    # Nobody objecting, it closes itself then; the asker was told at ``warned_at``.
    lapses_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AskState.values), name="docking_ask_state_known"
            ),
            models.CheckConstraint(
                condition=Q(rerouted_at__isnull=True) | ~Q(reroute_reason=""),
                name="docking_reroute_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | (~Q(outcome="") & ~Q(reply="")),
                name="docking_ask_reply_has_words",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="docking_asks_of_unit"),
            models.Index(fields=["asker", "-filed_at"], name="docking_asks_of_asker"),
            models.Index(fields=["city", "state", "-filed_at"], name="docking_asks_of_city"),
        ]

    def __str__(self) -> str:
        return self.title
