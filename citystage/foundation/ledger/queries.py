"""Reading the ledger: timelines of records, and the feed for whoever reads after the commit."""

from collections.abc import Sequence

from django.db import connection, models
from django.db.models import QuerySet

from citystage.foundation.ledger.facts import public_verbs
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.ledger.models import Entry


def timeline(*records: models.Model) -> QuerySet[Entry]:
    """Everything that happened to these records, oldest first; actor and unit come along."""
    subjects = [subject_of(record) for record in records]
    return Entry.objects.filter(subject__in=subjects).select_related("actor", "unit").order_by("id")


def public_timeline(*records: models.Model) -> QuerySet[Entry]:
    """The part of a timeline that everybody may see."""
    return timeline(*records).filter(verb__in=public_verbs())


def feed(*, after: tuple[int, int] = (0, 0), limit: int = 500) -> Sequence[Entry]:
    """Committed rows after the cursor ``(transaction, id)``, in commit-safe order.

    Rows of transactions younger than the oldest one still in flight are held back: a row that
    commits late can then never be skipped. The next cursor is that of the last row returned.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (watermark,) = cursor.fetchone()
    rows = Entry.objects.filter(transaction__lt=watermark).extra(
        where=["(transaction, id) > (%s, %s)"], params=list(after)
    )
    return list(rows.order_by("transaction", "id")[:limit])


def acts_of(user: models.Model, *, verb: str) -> QuerySet[Entry]:
    """What one person did of one kind, the latest first."""
    return Entry.objects.filter(actor_id=user.pk, verb=verb).order_by("-id")
