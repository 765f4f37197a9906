"""What was shown to whom: the history that later outcomes are joined to."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit


class Showing(models.Model):
    """One page of suggestions as one person saw it. Only added to (a trigger keeps it so).

    Exactly one side stands still, the other is the list: ``scenarios`` and ``organisations`` are
    equally long, place n of both with score n (in thousandths) was on rank n. The same page seen
    twice on a day by the same person is one row.
    """

    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    # "scenario:7", "organisation:4" or "profile:2": whose suggestions these were.
    about = models.CharField(max_length=40)
    # Whose page it was: the city of the scenario or supplier, and the organisation itself (of a
    # scenario its owner). Later renaming or moving changes nothing here.
    city = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    scenarios = ArrayField(models.BigIntegerField())
    organisations = ArrayField(models.BigIntegerField())
    scores = ArrayField(models.SmallIntegerField())
    # {part: points of 100 in the order of the rows, null where the records did not tell}: what a
    # later fit may learn from is what stood there on that day.
    parts = models.JSONField(default=dict)
    # "settings 3 · engine 1 · e5-small": equal words, equal ranking.
    version = models.CharField(max_length=120)
    channel = models.CharField(max_length=8)
    at = models.DateTimeField()
    day = models.DateField()
    # SHA-256 (first 16 bytes, hexadecimal) of everything above but the moment.
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "day"], name="matchmaking_shown_once"),
            models.CheckConstraint(
                condition=Q(scenarios__len=models.F("organisations__len"))
                & Q(scenarios__len=models.F("scores__len")),
                name="matchmaking_showing_is_even",
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-id"], name="matchmaking_shown_about"),
            models.Index(fields=["city", "-id"], name="matchmaking_shown_in_city"),
            models.Index(fields=["organisation", "-id"], name="matchmaking_shown_of_org"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.at}"
