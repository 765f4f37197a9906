"""Who comes to an event: the place asked for, its code, the arrival, the page in the brochure."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.stages.events.models.events import Event
from citystage.stages.events.models.passes import DeskPass
from citystage.stages.events.states.places import LIVE, PlaceState

_LIVE = sorted(str(state) for state in LIVE)


class Place(models.Model):
    """One person's registration for one event, for an organisation or as a guest."""

    class Side(models.TextChoices):
        DEMAND = "demand", _("looks for suppliers")
        SUPPLY = "supply", _("offers")
        OTHER = "other", _("takes part otherwise")

    class Way(models.TextChoices):
        SCAN = "scan", _("by scanning")
        CODE = "code", _("by typed code")
        LIST = "list", _("from the list")
        PAPER = "paper", _("from the paper list")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="places")
    # Counts within the event from 1; on badges and printed lists.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=PlaceState, default=PlaceState.ASKED)
    # None: a guest without an account.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # None: a guest's, or an office's.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation_name = models.CharField(max_length=200)
    side = models.CharField(max_length=8, choices=Side, default=Side.OTHER)
    name = models.CharField(max_length=80)
    # Name and organisation folded, for the search at the desk.
    folded = models.CharField(max_length=400, blank=True)
    post = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    answers = models.JSONField(default=dict, blank=True)
    # Typed at the desk: eight signs that are not mistaken for one another.
    code = models.CharField(max_length=12, unique=True)
    # In the link that is scanned, and in a guest's own page.
    token = models.CharField(max_length=48, unique=True)
    # None for a guest whose address is not confirmed yet: no place is taken.
    reachable_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    # The waiting list is in this order.
    queued_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # The beginning of which the participant was reminded; another day is reminded of anew.
    reminded_of = models.DateTimeField(null=True)
    # Why the organisers did not admit it.
    reason = models.TextField(blank=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The helper's pass with which it was noted, if it was.
    arrived_pass = models.ForeignKey(
        DeskPass, on_delete=models.PROTECT, null=True, related_name="+"
    )
    arrived_way = models.CharField(max_length=8, choices=Way, blank=True)
    # The page in the brochure: only with consent, and the contact only with its own consent.
    in_brochure = models.BooleanField(default=False)
    shows_contact = models.BooleanField(default=False)
    field = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    direction = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    consent_changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlaceState.values), name="events_place_state_known"
            ),
            models.UniqueConstraint(fields=["event", "number"], name="events_place_number_once"),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(person__isnull=False, state__in=_LIVE),
                name="events_place_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(person__isnull=True, state__in=_LIVE) & ~Q(email=""),
                name="events_place_once_a_guest",
            ),
            models.CheckConstraint(
                condition=Q(shows_contact=False) | Q(in_brochure=True),
                name="events_contact_only_on_a_page",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="events_place_queue"),
            models.Index(fields=["organisation", "state"], name="events_place_by_org"),
            GinIndex(fields=["folded"], name="events_place_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation_name})"
