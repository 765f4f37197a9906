"""Saying, within an act's transaction, that texts want vectors; a job makes them after it."""

from collections.abc import Iterable

from django.utils import timezone

from citystage.engines.meaning.texts import content_hash, normal
from citystage.foundation.meaning.models import Phrase

_ROWS = 1000


def want(texts: Iterable[str]) -> int:
    """Note these texts, those known already excepted: one INSERT, nothing is embedded here.

    Gives how many different texts with anything in them there were.
    """
    now = timezone.now()
    cleaned = {content_hash(text): normal(text) for text in texts}
    cleaned.pop(content_hash(""), None)
    # In one order, so that two acts wanting the same never wait for each other in a circle.
    rows = [
        Phrase(key=key, text=cleaned[key], wanted_at=now, used_at=now) for key in sorted(cleaned)
    ]
    Phrase.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)
    return len(rows)
