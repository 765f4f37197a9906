"""The rooms of an event, what happens in them when, and the papers that go with it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from citystage.stages.events.models.events import Event


class Room(models.Model):
    """A room, or a stop of a tour."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    # How to get there: building, floor.
    way = models.CharField(max_length=160, blank=True)
    seats = models.PositiveIntegerField(null=True)
    # How many tables for one-to-one talks stand in it.
    tables = models.PositiveSmallIntegerField(default=0)
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="events_room_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One item of the agenda."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, related_name="sessions")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # One speaker a line, as the organisers write them: name, post, organisation.
    speakers = models.TextField(blank=True)

    class Meta:
        ordering = ["starts_at", "room__ordinal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="events_session_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.title


def _path_of_file(_material: Material, _name: str) -> str:
    # What people call their files never becomes a path.
    return f"events/{uuid4().hex}"


class Material(models.Model):
    """A paper of the event, under the name it was sent with."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=_path_of_file, max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # Otherwise only those with a confirmed place and the organisers read it.
    public = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title
