"""Promises 承诺事项: who promised what to whom by when, and the evidence that it was kept."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.states.promises import COUNTED, OWED, PromiseState
from citystage.stages.events.models import Event


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def of_parties(self, actor: Actor) -> Self:
        """Those one of the actor's own units gave or was given."""
        units = [unit.pk for unit in actor.reach(Permission.DOCKING_PROMISE_MAKE)]
        return self.filter(Q(giver_id__in=units) | Q(taker_id__in=units))

    def visible_to(self, actor: Actor) -> Self:
        """Both sides, who noted it, and the officers over either side."""
        found = Q(pk__in=self.of_parties(actor).order_by().values("pk"))
        if actor.user_id is not None:
            found |= Q(noted_by_id=actor.user_id)
        tops = actor.reach(Permission.DOCKING_TRACK_READ)
        for column in ("giver__path", "taker__path", "city__path"):
            found |= subtree(tops, column)
        return self.filter(found)

    def owed(self) -> Self:
        """Confirmed, and not ended."""
        return self.filter(state__in=OWED)

    def counted(self) -> Self:
        """Everything both sides ever confirmed."""
        return self.filter(state__in=COUNTED)

    def overdue(self, today: date) -> Self:
        """Owed and not reported, its day over."""
        return self.filter(state=PromiseState.STANDING, due_on__lt=today)


class Promise(models.Model):
    """One promise; ``giver`` owes it to ``taker``. ``version`` is the latest PromiseVersion."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, null=True, related_name="+")
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    # The last day on which it is in time.
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=PromiseState, default=PromiseState.NOTED)
    # The person of the giver's side who does it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    giver_agreed_at = models.DateTimeField(null=True)
    taker_agreed_at = models.DateTimeField(null=True)
    # What was said at the end: how it was kept, why it was dropped or denied.
    words = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # How far an overdue one has climbed: 0 nobody, 1 both sides, 2 the officers.
    climbed = models.PositiveSmallIntegerField(default=0)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PromiseState.values), name="docking_promise_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="docking_promise_between_two"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(one) for one in sorted(COUNTED)])
                | Q(giver_agreed_at__isnull=False, taker_agreed_at__isnull=False),
                name="docking_promise_both_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "denied"]) | ~Q(words=""),
                name="docking_promise_end_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="docking_promises_by_day"),
            models.Index(fields=["giver", "state"], name="docking_promises_given"),
            models.Index(fields=["taker", "state"], name="docking_promises_taken"),
        ]

    def __str__(self) -> str:
        return self.what[:80]


class PromiseVersion(models.Model):
    """A promise as one side wrote it; a correction is a new version."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.TextField()
    due_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "number"], name="docking_promise_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"
