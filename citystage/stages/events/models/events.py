"""Events: what is held, by whom, when, where, and who may come."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language
from citystage.stages.catalogue.models import Scenario
from citystage.stages.events.states.events import EventState


class Event(models.Model):
    """One event of one organiser. Its people, agenda, invitations and brochures hang on it."""

    class Kind(models.TextChoices):
        RELEASE = "release", _("release of a list")
        SESSION = "session", _("themed session")
        ROUND_TABLE = "round_table", _("round table")
        TOUR = "tour", _("visit tour")
        ONE_TO_ONE = "one_to_one", _("one-to-one day")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody may register")
        INVITED = "invited", _("by invitation only")

    class Admission(models.TextChoices):
        DIRECT = "direct", _("whoever registers has a place while there are places")
        DECIDED = "decided", _("the organisers decide on each registration")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The city, district or department that holds it.
    organiser = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # In its address: QD-2026-E007.
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=EventState, default=EventState.DRAFT)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    # Half-open [starts_at, ends_at). None: a source tells of the event and not of its hour.
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    # How many places there are; None: no limit.
    capacity = models.PositiveIntegerField(null=True)
    # How many people one organisation may send; None: no limit.
    most_per_organisation = models.PositiveSmallIntegerField(null=True)
    registration_opens_at = models.DateTimeField(null=True)
    registration_closes_at = models.DateTimeField(null=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.PUBLIC)
    admission = models.CharField(max_length=8, choices=Admission, default=Admission.DIRECT)
    # Whether people without an account may register with a confirmed mail address.
    takes_guests = models.BooleanField(default=False)
    # What is asked at registration: a form as intake has them ({"fields": [...]}).
    questions = models.JSONField(default=dict, blank=True)
    # {"name", "phone", "email"} of the organisers, as they publish it.
    contact = models.JSONField(default=dict, blank=True)
    # What is shown or talked about.
    scenarios = models.ManyToManyField(Scenario, blank=True, related_name="+")
    # Why it was called off or put off.
    reason = models.TextField(blank=True)
    # {"title", "url", "published"}: where an event held elsewhere is known from.
    source = models.JSONField(default=dict, blank=True)
    # What sources say of it: [{"zh", "en", "source": {"title", "url", "published"}}].
    statements = models.JSONField(default=list, blank=True)
    # Stable key of an event of a city pack.
    pack_key = models.CharField(max_length=80, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    # Raised by every change of what it says; part of its calendar entry.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EventState.values), name="events_event_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="events_event_runs_forward",
            ),
            models.UniqueConstraint(
                fields=["city", "pack_key"],
                condition=~Q(pack_key=""),
                name="events_event_pack_key_once",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-starts_at"], name="events_event_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_readers_language(self.title, self.title_en)

    def takes_registrations(self, at: datetime) -> bool:
        """Whether its window is open at ``at``: half-open, and never once it has begun."""
        opens, closes = self.registration_opens_at, self.registration_closes_at
        ends = closes or self.starts_at
        return (
            self.state == EventState.PUBLISHED
            and (opens is None or opens <= at)
            and (ends is None or at < ends)
        )
