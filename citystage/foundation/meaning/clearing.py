"""Forgetting texts that no record holds any more."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from citystage.engines.meaning.texts import content_hash
from citystage.foundation.meaning.models import Meaning, Phrase

_KEYS = 1000


def note_used(texts: Iterable[str]) -> None:
    """Say that these stand in records now; whoever clears says so first for every text in use."""
    note_keys_used(content_hash(text) for text in texts)


def note_keys_used(keys: Iterable[bytes]) -> None:
    """The same of records that carry the keys of their texts."""
    noted, now = sorted(set(keys)), timezone.now()
    for start in range(0, len(noted), _KEYS):
        Phrase.objects.filter(key__in=noted[start : start + _KEYS]).update(used_at=now)


def clear_unused(*, since: datetime) -> int:
    """Forget texts neither wanted nor noted as used since then, with vectors; gives how many."""
    cleared = 0
    while True:
        with transaction.atomic():
            old = Phrase.objects.filter(used_at__lt=since).select_for_update(skip_locked=True)
            rows = list(old.values_list("pk", "key")[:_KEYS])
            if not rows:
                return cleared
            Meaning.objects.filter(key__in=[key for _, key in rows]).delete()
            Phrase.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
            cleared += len(rows)
