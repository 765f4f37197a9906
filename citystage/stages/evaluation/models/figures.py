"""Figures: evidence as it was known from when to when, current tallies, and readings for good."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citystage.foundation.tenancy.models import Unit
from citystage.kernel.texts import in_readers_language


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Chainable filters over evidence."""

    def current(self) -> Self:
        """As it is known now."""
        return self.filter(until_at=None)

    def known_at(self, moment: datetime) -> Self:
        """As it was known then."""
        still = Q(until_at=None) | Q(until_at__gt=moment)
        return self.filter(still, since_at__lte=moment)


class Evidence(models.Model):
    """One report of one unit by one record; a change ends the row and begins another.

    Places are kept by code, as they were when it happened (decision 0022).
    """

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40)
    # "<app label>.<model>:<pk>" of the record that reports.
    record = models.CharField(max_length=80)
    # Who or what is counted, once: "organisation:12", "product:7", "scenario:3".
    unit = models.CharField(max_length=80)
    happened_on = models.DateField()
    kind = models.CharField(max_length=32, blank=True)
    district = models.CharField(max_length=64, blank=True)
    department = models.CharField(max_length=64, blank=True)
    chain = models.CharField(max_length=64, blank=True)
    owner_kind = models.CharField(max_length=16, blank=True)
    # Whole fen.
    amount = models.BigIntegerField(default=0)
    proven = models.BooleanField(default=True)
    # The unit that reports it.
    claimant = models.CharField(max_length=200, blank=True)
    # What is counted, and the record, in words.
    label = models.CharField(max_length=400, blank=True)
    label_en = models.CharField(max_length=400, blank=True)
    title = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    public = models.BooleanField(default=False)
    # Units whose people may see the record besides the officers over its place.
    readers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Known from when on, and until when; the latest is known still.
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "record", "unit"],
                condition=Q(until_at=None),
                name="evaluation_evidence_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "source", "happened_on", "id"],
                condition=Q(until_at=None),
                name="evaluation_evidence_current",
            ),
            models.Index(
                fields=["city", "unit", "source"],
                condition=Q(until_at=None),
                name="evaluation_evidence_units",
            ),
            models.Index(fields=["city", "since_at"], name="evaluation_evidence_since"),
            models.Index(
                fields=["city", "until_at"],
                condition=Q(until_at__isnull=False),
                name="evaluation_evidence_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.unit}"

    @property
    def name(self) -> str:
        """What is counted, in the reader's language."""
        return in_readers_language(self.label, self.label_en)

    @property
    def record_name(self) -> str:
        """The record, in the reader's language."""
        return in_readers_language(self.title, self.title_en)


class Reading(models.Model):
    """What a figure read at a moment; never changed, a correction is a reading of its own."""

    class Kind(models.TextChoices):
        FIRST = "first", _("first reading")
        CHANGED = "changed", _("evidence changed")
        REDEFINED = "redefined", _("definition changed")

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=64)
    period = models.CharField(max_length=9)
    # The part it is of; both empty for the whole.
    by = models.CharField(max_length=16, blank=True)
    key = models.CharField(max_length=64, blank=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    # Of proven evidence; none where there is nothing to measure. Yuan, per cent, days, units.
    value = models.DecimalField(max_digits=22, decimal_places=2, null=True)
    # The same when claims count too.
    claimed = models.DecimalField(max_digits=22, decimal_places=2, null=True)
    # How many units stand behind the value.
    evidence = models.PositiveIntegerField()
    formula = models.CharField(max_length=400)
    # Made after its period was closed: a correction of what had been reported.
    after_close = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "code", "period", "by", "key", "number"],
                name="evaluation_reading_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period} {self.value}"


class Tally(models.Model):
    """Where a figure stands now: what adds up, and its latest reading. Can be made anew."""

    city = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=64)
    period = models.CharField(max_length=9)
    by = models.CharField(max_length=16, blank=True)
    key = models.CharField(max_length=64, blank=True)
    # See ``engines.indicators.counting.Measure``.
    proven = models.JSONField(default=dict)
    all = models.JSONField(default=dict)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "code", "period", "by", "key"], name="evaluation_tally_once"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "period", "by"], name="evaluation_tally_of_period"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}"


class Closing(models.Model):
    """A period whose figures were reported: what changes them afterwards is a correction."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=9)
    note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "period"], name="evaluation_closing_once"),
        ]

    def __str__(self) -> str:
        return self.period


class Place(models.Model):
    """How far the ledger has been read for the figures of all cities; one row."""

    transaction = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    # City -> {indicator: formula with its periods and splits} that the tallies were counted by.
    formulas = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.transaction}/{self.entry}"
