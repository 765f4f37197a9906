"""One-to-one days: who could meet whom, who wants to, the plans, and the meetings in them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citystage.engines.scheduling.problem import FAIR_FROM
from citystage.stages.events.models.agenda import Room
from citystage.stages.events.models.events import Event
from citystage.stages.events.models.places import Place
from citystage.stages.events.states.meetings import GOING, PlanState

_GOING = sorted(str(state) for state in GOING)


class MeetingDay(models.Model):
    """The frame of an event's one-to-one meetings: slots, breaks, tables, limits."""

    class Way(models.TextChoices):
        OPT_IN = "opt_in", _("both sides must want the meeting")
        OPT_OUT = "opt_out", _("one side's wish is enough, the other may decline")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="meeting_day")
    first_at = models.DateTimeField()
    slots = models.PositiveSmallIntegerField()
    slot_minutes = models.PositiveSmallIntegerField(default=25)
    pause_minutes = models.PositiveSmallIntegerField(default=5)
    # Numbers of slots in which nobody meets, from 0.
    breaks = models.JSONField(default=list, blank=True)
    # Counts only where no room of the event has tables.
    tables = models.PositiveSmallIntegerField(default=8)
    way = models.CharField(max_length=8, choices=Way, default=Way.OPT_OUT)
    # Meetings of one participant; None: as many as fit.
    most_supply = models.PositiveSmallIntegerField(null=True, blank=True)
    most_demand = models.PositiveSmallIntegerField(null=True, blank=True)
    # {kind of organisation: meetings of one participant with partners of it}
    most_of_kind = models.JSONField(default=dict, blank=True)
    # Free slots between two meetings of one participant, and from one room to another.
    spacing = models.PositiveSmallIntegerField(default=0)
    travel = models.PositiveSmallIntegerField(default=0)
    fair_from = models.PositiveSmallIntegerField(default=FAIR_FROM)
    wishes_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slots__gt=0) & Q(slot_minutes__gt=0), name="events_meeting_day_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"one-to-one day of {self.event_id}"

    def begins(self, slot: int) -> datetime:
        """When a slot begins."""
        return self.first_at + slot * timedelta(minutes=self.slot_minutes + self.pause_minutes)

    def ends(self, slot: int) -> datetime:
        """When a slot ends."""
        return self.begins(slot) + timedelta(minutes=self.slot_minutes)

    def takes_wishes(self, at: datetime) -> bool:
        """Until the day given, and never once the meetings have begun."""
        return at < (self.wishes_until or self.first_at)


class Attendance(models.Model):
    """One registered participant among those who meet; one table, one calendar."""

    day = models.ForeignKey(MeetingDay, on_delete=models.PROTECT, related_name="attendances")
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="attendance")
    # Slots in which this participant is not there.
    away = models.JSONField(default=list, blank=True)
    # Fewer meetings than the day allows; None: as the day says.
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place__number"]

    def __str__(self) -> str:
        return str(self.place)


class MeetingWish(models.Model):
    """What one participant says of another: a wish with its weight, or that it declines."""

    class Kind(models.TextChoices):
        WISH = "wish", _("would like to meet")
        DECLINE = "decline", _("would rather not meet")

    class Weight(models.IntegerChoices):
        GLADLY = 1, _("gladly")
        IMPORTANT = 2, _("important")
        MOST = 3, _("most important")

    day = models.ForeignKey(MeetingDay, on_delete=models.PROTECT, related_name="wishes")
    by = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="wishes")
    to = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="wished")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WISH)
    weight = models.PositiveSmallIntegerField(choices=Weight, default=Weight.GLADLY)
    # Put there by the organisers from the suggestions of matching.
    proposed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "to"], name="events_wish_once"),
            models.CheckConstraint(condition=~Q(by=F("to")), name="events_wish_of_another"),
            models.CheckConstraint(
                condition=Q(weight__gte=1) & Q(weight__lte=3), name="events_wish_weight_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} – {self.to_id}"


class MeetingPlan(models.Model):
    """One computed plan. Published, it is changed in place: its meetings keep their ids."""

    day = models.ForeignKey(MeetingDay, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.ASKED)
    seed = models.PositiveBigIntegerField(default=0)
    # Steps of the computation done, of `STEPS`.
    done = models.PositiveSmallIntegerField(default=0)
    # What the engine said of it, as `actions.compute_plan` writes it.
    result = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # Raised by every change; part of the calendar entries.
    version = models.PositiveIntegerField(default=1)

    STEPS = 4

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="events_plan_number_once"),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(state__in=_GOING),
                name="events_one_computation_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(state=str(PlanState.PUBLISHED)),
                name="events_one_published_plan",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="events_plan_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number}"


class Meeting(models.Model):
    """Two participants at one table in one slot. Nobody is in two places: the database says so."""

    class Origin(models.TextChoices):
        COMPUTED = "computed", _("computed")
        HAND = "hand", _("arranged by hand")
        REPLANNED = "replanned", _("came with a change of the day")

    plan = models.ForeignKey(MeetingPlan, on_delete=models.PROTECT, related_name="meetings")
    supply = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    demand = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="+")
    slot = models.PositiveSmallIntegerField()
    # Counts through the rooms from 0.
    table = models.PositiveSmallIntegerField()
    # Stays where it is through every computation.
    pinned = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.COMPUTED)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["slot", "table"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "slot", "table"],
                condition=Q(cancelled_at__isnull=True),
                name="events_one_meeting_at_a_table",
            ),
            models.UniqueConstraint(
                fields=["plan", "slot", "supply"],
                condition=Q(cancelled_at__isnull=True),
                name="events_supply_in_one_place",
            ),
            models.UniqueConstraint(
                fields=["plan", "slot", "demand"],
                condition=Q(cancelled_at__isnull=True),
                name="events_demand_in_one_place",
            ),
            models.UniqueConstraint(
                fields=["plan", "supply", "demand"],
                condition=Q(cancelled_at__isnull=True),
                name="events_two_meet_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.supply_id} – {self.demand_id}"
