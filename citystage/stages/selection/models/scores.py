"""Score sheets, the chaired consensus, and the meeting of the panel."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from citystage.stages.selection.models.candidacies import Candidacy
from citystage.stages.selection.models.programmes import Programme
from citystage.stages.selection.models.seats import Seat


class Sheet(models.Model):
    """One expert's scores for one candidacy; a draft until the seat is scored."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="sheet")
    # {criterion code: "85"} (decimal as text), {criterion code: words}
    values = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    # For the office alone.
    private_remark = models.TextField(blank=True)
    # The version of the programme's terms it follows; also guards against two tabs.
    terms_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sheet of seat {self.seat_id}"


class Consensus(models.Model):
    """What the panel agreed on under its chair; the individual sheets stay as they are."""

    candidacy = models.OneToOneField(Candidacy, on_delete=models.PROTECT, related_name="consensus")
    values = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    # People (ids) who were present and agreed, and those who differ, with their words.
    agreed = models.JSONField(default=list)
    differing = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    signed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"consensus on {self.candidacy_id}"


class Meeting(models.Model):
    """A meeting of the panel: its order of discussion, where it is now, and its minutes."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-held_at"]

    def __str__(self) -> str:
        return self.title


class MeetingItem(models.Model):
    """One candidacy on the agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "candidacy"], name="selection_agenda_once"),
            models.UniqueConstraint(
                fields=["meeting", "place"],
                name="selection_agenda_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}."
