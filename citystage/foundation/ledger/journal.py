"""Write what happened, and wake whoever follows it.

A fact is recorded in the transaction of the act it tells of. Followers registered with
``on`` run in that same transaction, so no case is lost between two stages; anything that
speaks to the outside world reads the ledger afterwards, in a job.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import fields

from django.db import connection, models

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact, fact
from citystage.foundation.ledger.models import Entry

__all__ = ["Fact", "fact", "on", "record", "record_many", "subject_of"]

type Follower[F: Fact] = Callable[[F, Stamp], None]

# One line is written with each act, so it goes past the ORM, and its plan is kept by the database
# (`bench/ledger.py`; docs/decisions/0001).
_ADD = "SELECT ledger_add(%s, %s, %s, %s, %s, %s, %s, %s)"

_followers: dict[type[Fact], list[Follower[Fact]]] = defaultdict(list)


def on[F: Fact](kind: type[F]) -> Callable[[Follower[F]], Follower[F]]:
    """Register a follower of one kind of fact (in a later stage's ``handlers.py``)."""

    def register(follower: Follower[F]) -> Follower[F]:
        _followers[kind].append(follower)  # type: ignore[arg-type]
        return follower

    return register


def subject_of(record: models.Model) -> str:
    """How the ledger names a record: ``<app label>.<model>:<pk>``."""
    return f"{record._meta.label_lower}:{record.pk}"


def payload_of(told: Fact) -> dict[str, object]:
    """A fact's own values, which are plain ones, by name."""
    return {name: getattr(told, name) for name in _names(type(told))}


def _names(kind: type[Fact]) -> tuple[str, ...]:
    if kind not in _named:
        _named[kind] = tuple(field.name for field in fields(kind))
    return _named[kind]


# Read once for each kind of fact: every act of the house writes one.
_named: dict[type[Fact], tuple[str, ...]] = {}


def _entry(told: Fact, subject: models.Model, stamp: Stamp) -> Entry:
    unit = stamp.actor.unit
    return Entry(
        verb=told.verb,
        subject=subject_of(subject),
        payload=payload_of(told),
        actor_id=stamp.actor.user_id,
        unit_id=unit.pk if unit else None,
        at=stamp.at,
        channel=stamp.channel,
        request_id=stamp.request_id,
    )


def record(told: Fact, *, subject: models.Model, stamp: Stamp) -> None:
    """Add one line to the ledger and run the followers of its kind."""
    unit = stamp.actor.unit
    values = (
        told.verb,
        subject_of(subject),
        json.dumps(payload_of(told)),
        stamp.actor.user_id,
        unit.pk if unit else None,
        stamp.at,
        stamp.channel,
        stamp.request_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values)
    for follower in _followers[type(told)]:
        follower(told, stamp)


def record_many(told: Iterable[tuple[Fact, models.Model]], *, stamp: Stamp) -> None:
    """Add many lines with few statements, then run the followers in the same order."""
    pairs = list(told)
    Entry.objects.bulk_create(
        [_entry(each, subject, stamp) for each, subject in pairs], batch_size=2000
    )
    for each, _ in pairs:
        for follower in _followers[type(each)]:
            follower(each, stamp)
