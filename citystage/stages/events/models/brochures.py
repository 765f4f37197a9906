"""Editions of an event's brochure, and what each holds of whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.stages.events.models.events import Event
from citystage.stages.events.models.places import Place
from citystage.stages.events.states.events import BrochureState


class Brochure(models.Model):
    """One edition in one language. It never changes: a consent withdrawn takes a new one."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="brochures")
    edition = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=BrochureState, default=BrochureState.ASKED)
    # Pages laid out so far, and in all.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-edition", "language"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BrochureState.values), name="events_brochure_state_known"
            ),
            models.UniqueConstraint(
                fields=["event", "edition", "language"], name="events_brochure_edition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"brochure {self.edition}"


class BrochurePage(models.Model):
    """A participant's page in one edition: the paper keeps what it holds, whatever follows."""

    brochure = models.ForeignKey(Brochure, on_delete=models.CASCADE, related_name="pages")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="printed")
    page = models.PositiveIntegerField()
    with_contact = models.BooleanField(default=False)

    class Meta:
        ordering = ["page"]
        constraints = [
            models.UniqueConstraint(fields=["brochure", "place"], name="events_brochure_page_once"),
        ]

    def __str__(self) -> str:
        return f"page {self.page}"
