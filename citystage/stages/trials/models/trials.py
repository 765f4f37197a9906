"""Trials 先用后转: who tries whose object where, on which step it stands, how it ended."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer, Intent
from citystage.stages.trials.states.trials import ENDED, LIVE, SIGNED, TrialState

_OFFICES = ("city__path", "district__path", "department__path", "owner_unit__path")
_UNSIGNED = (TrialState.DRAFT, TrialState.DROPPED)


class TrialQuerySet(models.QuerySet["Trial"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def of_parties(self, actor: Actor) -> Self:
        """Those in which one of the actor's own units is a side."""
        units = [unit.pk for unit in actor.reach(Permission.TRIAL_KEEP)]
        return self.filter(Q(owner_unit_id__in=units) | Q(supplier__seat_id__in=units))

    def overseen_by(self, actor: Actor) -> Self:
        """Signed ones of the offices over them; a draft is between the two sides."""
        tops = actor.reach(Permission.TRIAL_READ)
        found = Q(pk__in=[])
        for column in _OFFICES:
            found |= subtree(tops, column)
        return self.filter(found).exclude(state__in=_UNSIGNED)

    def visible_to(self, actor: Actor) -> Self:
        """Both sides, and the offices over it once it is signed."""
        own = self.of_parties(actor).order_by().values("pk")
        over = self.overseen_by(actor).order_by().values("pk")
        return self.filter(Q(pk__in=own) | Q(pk__in=over))

    def signed(self) -> Self:
        """Those that run or stand still."""
        return self.filter(state__in=SIGNED)

    def over(self, today: date) -> Self:
        """Signed, their period over, without an outcome."""
        return self.signed().filter(ends_on__lte=today)

    def shown(self) -> Self:
        """Those that both sides allow to be public."""
        return self.filter(shown_by_owner=True, shown_by_supplier=True).exclude(state__in=_UNSIGNED)

    def ended(self) -> Self:
        """Those with an outcome."""
        return self.filter(state__in=ENDED)


class Trial(models.Model):
    """One trial. What the text says stands in its versions; the columns follow the text."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    # Where it began; one of them or none.
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+")
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=TrialState, default=TrialState.DRAFT)
    title = models.CharField(max_length=240)
    place = models.CharField(max_length=300)
    # Half-open [starts_on, ends_on).
    starts_on = models.DateField()
    ends_on = models.DateField()
    free = models.BooleanField()
    # Whole fen: what it costs if it is taken over; empty: to be agreed.
    price = models.BigIntegerField(null=True)
    # The ladder and the measures with which it was begun (``terms.Frame``).
    frame = models.JSONField()
    # 0: none yet. The day from which evidence for the next step counts.
    step = models.PositiveSmallIntegerField(default=0)
    step_since = models.DateTimeField(null=True)
    # What the next step takes, as of the last change: evidence met, and nothing missing at all.
    proven = models.BooleanField(default=False)
    ready = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    # The outcome: in words, what was learned, what was paid.
    outcome_words = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    taken_price = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    shown_by_owner = models.BooleanField(default=False)
    shown_by_supplier = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)
    climbed_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TrialState.values), name="trials_trial_state_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="trials_trial_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(signed_at__isnull=False),
                name="trials_signed_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(str(one) for one in ENDED)) | ~Q(outcome_words=""),
                name="trials_outcome_has_reason",
            ),
            models.UniqueConstraint(
                fields=["scenario", "supplier"],
                condition=Q(state__in=[str(one) for one in LIVE]),
                name="trials_one_live_of_a_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-changed_at"], name="trials_newest"),
            models.Index(fields=["owner_unit", "state"], name="trials_of_owner"),
            models.Index(fields=["supplier", "state"], name="trials_of_supplier"),
            models.Index(fields=["scenario", "state"], name="trials_of_scenario"),
            models.Index(fields=["state", "ends_on"], name="trials_ending"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shown(self) -> bool:
        """Whether both sides allow it to be public."""
        return self.shown_by_owner and self.shown_by_supplier
