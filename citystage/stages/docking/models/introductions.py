"""Interest of one side in the other, and who brought them together."""

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
from citystage.stages.docking.states.introductions import STANDING, IntroductionState, Side

_SIDES = (
    "scenario__city__path",
    "scenario__district__path",
    "scenario__lead_department__path",
    "scenario__owner_unit__path",
    "scenario__owner__seat__path",
)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def of_owner(self, actor: Actor) -> Self:
        """Those of scenarios on whose side the actor stands."""
        tops = actor.reach(Permission.DOCKING_ANSWER_JUDGE)
        reach = Q(pk__in=[])
        for column in _SIDES:
            reach |= subtree(tops, column)
        return self.filter(reach)

    def of_owner_itself(self, actor: Actor) -> Self:
        """Those whose owner the actor is: a city is not asked for each of its companies."""
        units = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_JUDGE)]
        own = Q(scenario__owner_unit_id__in=units) | Q(scenario__owner__seat_id__in=units)
        nobody = Q(scenario__owner_unit__isnull=True, scenario__owner__seat__isnull=True)
        return self.filter(own | (nobody & Q(scenario__city_id__in=units)))

    def of_supplier(self, actor: Actor) -> Self:
        """Those of the actor's organisation."""
        seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
        return self.filter(organisation__seat_id__in=seats)

    def of_broker(self, actor: Actor) -> Self:
        """Those the actor's unit brought about."""
        units = [unit.pk for unit in actor.reach(Permission.MATCHMAKING_PAIR_PROPOSE)]
        return self.filter(introducer_id__in=units)

    def visible_to(self, actor: Actor) -> Self:
        """Everything the actor has a part in."""
        parts = [self.of_owner(actor), self.of_supplier(actor), self.of_broker(actor)]
        found = Q(pk__in=[])
        for part in parts:
            found |= Q(pk__in=part.values("pk"))
        return self.filter(found)


class Introduction(models.Model):
    """One pair: who began, who agreed, who did not, and which broker brought it about."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=IntroductionState, default=IntroductionState.WAITING
    )
    begun_as = models.CharField(max_length=8, choices=Side)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    begun_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)
    # The broker's unit that brought it about; kept for good, and counted.
    introducer = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    introduced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # {"name", "phone", "email"} as each side gave it for this one introduction.
    owner_contact = models.JSONField(default=dict)
    owner_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    owner_agreed_at = models.DateTimeField(null=True)
    supplier_contact = models.JSONField(default=dict)
    supplier_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    supplier_agreed_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=8, choices=Side, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IntroductionState.values),
                name="docking_introduction_state_known",
            ),
            models.UniqueConstraint(
                fields=["scenario", "organisation"],
                condition=Q(state__in=sorted(str(one) for one in STANDING)),
                name="docking_introduction_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="introduced")
                | Q(owner_agreed_at__isnull=False, supplier_agreed_at__isnull=False),
                name="docking_introduced_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="docking_declined_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="docking_introduced_org"),
            models.Index(fields=["introducer", "-id"], name="docking_introduced_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} – {self.organisation_id}"
