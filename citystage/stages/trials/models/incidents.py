"""The tolerance ledger 政策宽容期, and the incidents that are judged by it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.trials.models.trials import Trial
from citystage.stages.trials.states.tolerances import ToleranceState
from citystage.stages.trials.states.trials import Judgement


class ToleranceQuerySet(models.QuerySet["Tolerance"]):
    """Chainable filters; the scope of an actor is decided here and nowhere else."""

    def visible_to(self, actor: Actor) -> Self:
        """Who it is for, the owner of its trial, who decided, and the offices over them."""
        units = [unit.pk for unit in actor.reach(Permission.TRIAL_KEEP)]
        tops = actor.reach(Permission.TRIAL_READ)
        found = Q(organisation__seat_id__in=units) | Q(trial__owner_unit_id__in=units)
        for column in ("city__path", "district__path", "decided_for__path"):
            found |= subtree(tops, column)
        return self.filter(found)

    def standing_at(self, moment: datetime) -> Self:
        """Those that held at this moment, whatever became of them since."""
        day = timezone.localdate(moment)
        held = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
        return self.filter(held, starts_on__lte=day, ends_on__gt=day)


class Tolerance(models.Model):
    """What is tolerated, for whom, where, how long; who decided, on which rule."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, null=True, related_name="tolerances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=240)
    what = models.TextField()
    # What is not tolerated all the same.
    limits = models.TextField(blank=True)
    district = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=300, blank=True)
    # Half-open [starts_on, ends_on).
    starts_on = models.DateField()
    ends_on = models.DateField()
    rule = models.CharField(max_length=300)
    rule_number = models.CharField(max_length=120, blank=True)
    rule_url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ToleranceState, default=ToleranceState.STANDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_for = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = ToleranceQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ToleranceState.values), name="trials_tolerance_state_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="trials_tolerance_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="trials_withdrawn_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "ends_on"], name="trials_tolerances_ending"),
            models.Index(fields=["trial", "ends_on"], name="trials_tolerances_of"),
        ]

    def __str__(self) -> str:
        return self.title


class Incident(models.Model):
    """Something that went wrong in a trial, what followed at once, and how it was judged."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="incidents")
    happened_at = models.DateTimeField()
    what = models.TextField()
    place = models.CharField(max_length=300, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reported_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    # The steps before and after; equal: it was only noted, or suspended where it stood.
    step_before = models.PositiveSmallIntegerField()
    step_after = models.PositiveSmallIntegerField()
    suspended = models.BooleanField()
    judgement = models.CharField(max_length=8, choices=Judgement, blank=True)
    tolerance = models.ForeignKey(
        Tolerance, on_delete=models.PROTECT, null=True, related_name="incidents"
    )
    reasons = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(judgement="") | ~Q(reasons=""), name="trials_judgement_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(judgement="inside") | Q(tolerance__isnull=False),
                name="trials_inside_names_tolerance",
            ),
        ]
        indexes = [models.Index(fields=["trial", "-happened_at"], name="trials_incidents_of")]

    def __str__(self) -> str:
        return self.what[:80]
