"""Reading vectors by the texts they are of, and how far the making of them is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Q, QuerySet

from citystage.engines.meaning.contract import Vectors, unit
from citystage.engines.meaning.texts import content_hash, normal
from citystage.foundation.meaning.models import Meaning, Outage, Phrase
from citystage.foundation.meaning.providing import provider

KEPT_AS = np.dtype("<f2")
# A text that failed so often is left alone until it is wanted by another model.
MOST_ATTEMPTS = 5
_KEYS = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """Vectors (dim,) of unit length by text, and the texts that have none yet."""

    dim: int
    found: dict[str, Vectors]
    missing: tuple[str, ...]

    def rows(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dim); zeros where there is no vector."""
        nothing = np.zeros(self.dim, np.float32)
        rows = [self.found.get(text, nothing) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dim), np.float32)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the model in use has come. No model: an empty name, and why."""

    model: str
    dim: int
    why_not: str
    have: int
    waiting: int
    failed: int
    outage_since: datetime | None
    outage: str


def vectors_of(texts: Iterable[str]) -> Found:
    """By the model in use; texts of nothing are neither found nor missing."""
    model = provider()
    keys = {text: content_hash(text) for text in texts if normal(text)}
    kept = _kept(model.name, list(set(keys.values()))) if model.dim else {}
    found = {text: kept[key] for text, key in keys.items() if key in kept}
    return Found(model.dim, found, tuple(text for text in keys if text not in found))


def vectors_by_key(keys: Iterable[bytes]) -> dict[bytes, Vectors]:
    """Those of the model in use by the keys that records carry; what has none is left out."""
    model = provider()
    return _kept(model.name, sorted(set(keys))) if model.dim else {}


def _kept(model: str, keys: list[bytes]) -> dict[bytes, Vectors]:
    kept: dict[bytes, Vectors] = {}
    for start in range(0, len(keys), _KEYS):
        part = Meaning.objects.filter(model=model, key__in=keys[start : start + _KEYS])
        for key, vector in part.values_list("key", "vector"):
            kept[bytes(key)] = np.frombuffer(vector, KEPT_AS).astype(np.float32)
    return dict(zip(kept, unit(np.stack(list(kept.values()))), strict=True)) if kept else {}


def waiting(model: str) -> QuerySet[Phrase]:
    """Texts without a vector of this model, those that failed for good excepted."""
    # Not `<>`: these two go by the index, so that asking in vain costs nothing.
    other = Q(model__lt=model) | Q(model__gt=model)
    return Phrase.objects.filter(other, attempts__lt=MOST_ATTEMPTS)


def standing() -> Standing:
    """For whoever runs the site, and for pages that say that meaning is still being made."""
    model = provider()
    outage = Outage.objects.filter(model=model.name).first()
    return Standing(
        model=model.name,
        dim=model.dim,
        why_not=model.why_not,
        have=Phrase.objects.filter(model=model.name).count() if model.dim else 0,
        waiting=waiting(model.name).count() if model.dim else 0,
        failed=Phrase.objects.filter(attempts__gte=MOST_ATTEMPTS).count(),
        outage_since=outage.since if outage else None,
        outage=outage.error if outage else "",
    )
