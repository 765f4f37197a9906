"""The ledger: rows written by ``journal.record``, chained by the database, never changed.

A BEFORE INSERT trigger (migration 0002) puts every row on one of ``LANES`` hash chains and fills
``lane``, ``place``, ``previous``, ``digest`` and ``transaction``. Several lanes, because one chain
would let a single transaction commit at a time; each row is chained when it commits all the same.
Triggers and revoked rights refuse UPDATE, DELETE and TRUNCATE.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

from citystage.foundation.ledger.facts import kinds
from citystage.foundation.tenancy.models import Unit


class Entry(models.Model):
    """One thing that happened: the audit line, and the source that later readers follow."""

    verb = models.CharField(max_length=80)
    # "<app label>.<model>:<pk>" of the record it is told of.
    subject = models.CharField(max_length=80)
    payload = models.JSONField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        # ledger_by_actor serves; every index costs each write.
        db_index=False,
        related_name="+",
    )
    # The unit the actor acted for.
    unit = models.ForeignKey(
        Unit, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    at = models.DateTimeField()
    channel = models.CharField(max_length=8)
    request_id = models.UUIDField()
    lane = models.SmallIntegerField(default=0, editable=False)
    place = models.BigIntegerField(default=0, editable=False)
    previous = models.CharField(max_length=64, default="", editable=False)
    digest = models.CharField(max_length=64, default="", editable=False)
    # The database transaction that wrote the row: readers stay behind the oldest one in flight.
    transaction = models.BigIntegerField(default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="ledger_by_subject"),
            models.Index(fields=["verb", "id"], name="ledger_by_verb"),
            models.Index(fields=["actor", "id"], name="ledger_by_actor"),
            models.Index(fields=["at"], name="ledger_by_time"),
            models.Index(fields=["transaction", "id"], name="ledger_by_commit"),
            models.Index(fields=["lane", "place"], name="ledger_by_lane"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.verb} {self.subject}"

    @property
    def label(self) -> str | Promise:
        """What happened, in the reader's language."""
        kind = kinds().get(self.verb)
        return kind.label if kind else self.verb


class Lane(models.Model):
    """The head of one hash chain: how long it is and its last digest."""

    id = models.SmallIntegerField(primary_key=True)
    place = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"lane {self.pk}: {self.place}"
