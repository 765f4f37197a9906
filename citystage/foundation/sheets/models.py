"""Imports: the file as it came, how its columns are read, and what became of every row."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.sheets import preparing
from citystage.foundation.sheets.states import ImportState
from citystage.foundation.sheets.targets import Outcome
from citystage.foundation.tenancy.models import Unit, subtree


class Layout(models.Model):
    """How files laid out alike are read: kept once a person has said so."""

    city = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=40)
    # The folded headings, hashed by headers.signature_of.
    signature = models.CharField(max_length=32)
    names = models.JSONField()
    # The field code of each column, empty where the column is not read; units beside it.
    mapping = models.JSONField()
    units = models.JSONField(default=list)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "target", "signature"], name="sheets_layout_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.signature}"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Chainable filters."""

    def reachable_by(self, actor: Actor) -> Self:
        """Imports of the cities for which this person may import."""
        tops = actor.reach(Permission.CATALOGUE_RECORD_IMPORT)
        return self.filter(subtree(tops, "city__path"))


def _stored_under(run: ImportRun, _name: str) -> str:
    # The name a person gave never becomes a path.
    return f"imports/{run.made_at:%Y/%m}/{uuid.uuid4().hex}"


class ImportRun(models.Model):
    """One file on its way in. The file stays as it was uploaded."""

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=ImportState, default=ImportState.UPLOADED)
    file = models.FileField(upload_to=_stored_under, max_length=200)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    sheet = models.CharField(max_length=255)
    # 0 when the format itself names the columns.
    header_row = models.PositiveIntegerField()
    names = models.JSONField()
    mapping = models.JSONField()
    units = models.JSONField(default=list)
    # "publish" or "reserve": where new records go.
    release = models.CharField(max_length=16, default="publish")
    # What a reader of the report should know of the file as a whole.
    notes = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    # Rows that are not empty; known once the file has been read through.
    rows = models.PositiveIntegerField(null=True)
    # The number of the last row accounted for: a restart goes on behind it.
    position = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    failure = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # Moved forward with every chunk: a run whose pulse stopped has lost its worker.
    pulse_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["city", "-made_at"], name="sheets_run_by_city")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def accounted(self) -> int:
        """How many rows have an outcome."""
        return sum(self.counts.values())


class ImportRow(models.Model):
    """What became of one row; ``original`` holds its cells by heading, as they stood."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="report")
    sheet = models.CharField(max_length=255)
    number = models.PositiveIntegerField()
    original = models.JSONField()
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.TextField(blank=True)
    label = models.CharField(max_length=300, blank=True)
    # The identity of the record in the target; finds a second row for the same record.
    key = models.CharField(max_length=200, blank=True)
    # The record it became, as the ledger names it.
    subject = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="sheets_row_once"),
        ]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="sheets_row_by_outcome"),
            models.Index(fields=["run", "key"], name="sheets_row_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


def layout_of(run: ImportRun) -> preparing.Layout:
    """How the file of ``run`` is read."""
    return preparing.Layout(
        sheet=run.sheet,
        header_row=run.header_row,
        names=tuple(run.names),
        mapping=tuple(run.mapping),
        units=tuple(run.units),
    )
