"""Making the vectors that are wanted: turn by turn, each kept before the next is begun."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from citystage.engines.meaning.contract import (
    MeaningUnavailable,
    Provider,
    TextRefused,
    Vectors,
)
from citystage.foundation.meaning.models import Meaning, Outage, Phrase
from citystage.foundation.meaning.queries import KEPT_AS, MOST_ATTEMPTS, waiting

# Texts of one turn: two or three seconds of a local model.
TURN = 64
_LONGEST_PAUSE = timedelta(minutes=10)


def embed_missing(model: Provider, *, seconds: float) -> int:
    """Work for about so long; gives how many vectors were made.

    May run in several processes at once: each takes texts no other holds. An outage is noted and
    tried again after a pause that doubles; what was made before it stays.
    """
    if not model.dim or _is_out(model.name, at=timezone.now()):
        return 0
    ends = time.monotonic() + seconds
    _adopt(model.name)
    made = 0
    try:
        while turn := _turn(model):
            made += turn
            if time.monotonic() > ends:
                return made
    except MeaningUnavailable as error:
        _note(model.name, error)
        return made
    Outage.objects.filter(model=model.name).delete()
    return made


def clear_other_models(model: Provider) -> int:
    """Once the model in use has all its vectors, those of others go."""
    if not model.dim or waiting(model.name).exists():
        return 0
    return Meaning.objects.exclude(model=model.name).delete()[0]


def _adopt(model: str) -> None:
    """A model used before finds its vectors again; what failed with another has a new chance."""
    own = Meaning.objects.filter(model=model, key=OuterRef("key"))
    other = Q(model__lt=model) | Q(model__gt=model)
    Phrase.objects.filter(other).filter(Exists(own)).update(model=model, attempts=0, error="")


@transaction.atomic
def _turn(model: Provider) -> int:
    """Texts dealt with, well or not; 0 when there are none to deal with."""
    now = timezone.now()
    wanted = waiting(model.name).filter(_due(now)).order_by("pk")
    phrases = list(wanted.select_for_update(skip_locked=True)[:TURN])
    _embed(model, phrases, at=now)
    return len(phrases)


def _due(now: datetime) -> Q:
    """A text that failed waits 2, 4, 8, … minutes."""
    due = Q(attempts=0)
    for failed in range(1, MOST_ATTEMPTS):
        due |= Q(attempts=failed, failed_at__lt=now - timedelta(minutes=2**failed))
    return due


def _embed(model: Provider, phrases: list[Phrase], *, at: datetime) -> None:
    """All of them; halves where the endpoint refuses one, until the one is found."""
    if not phrases:
        return
    try:
        vectors = model.documents([phrase.text for phrase in phrases])
    except TextRefused as error:
        if len(phrases) > 1:
            half = len(phrases) // 2
            _embed(model, phrases[:half], at=at)
            _embed(model, phrases[half:], at=at)
            return
        _refuse(phrases[0], error, at=at)
        return
    _keep(model.name, phrases, vectors)


def _keep(model: str, phrases: list[Phrase], vectors: Vectors) -> None:
    rows = [
        Meaning(model=model, key=phrase.key, vector=vector.astype(KEPT_AS).tobytes())
        for phrase, vector in zip(phrases, vectors, strict=True)
    ]
    Meaning.objects.bulk_create(rows, ignore_conflicts=True)
    done = Phrase.objects.filter(pk__in=[phrase.pk for phrase in phrases])
    done.update(model=model, attempts=0, failed_at=None, error="")


def _refuse(phrase: Phrase, error: TextRefused, *, at: datetime) -> None:
    one = Phrase.objects.filter(pk=phrase.pk)
    one.update(attempts=F("attempts") + 1, failed_at=at, error=str(error)[:300])


def _is_out(model: str, *, at: datetime) -> bool:
    outage = Outage.objects.filter(model=model).first()
    if outage is None:
        return False
    pause = timedelta(seconds=2 ** min(outage.tries, 12))
    return at < outage.tried_at + min(pause, _LONGEST_PAUSE)


def _note(model: str, error: MeaningUnavailable) -> None:
    now = timezone.now()
    note = {"tried_at": now, "error": str(error)[:300]}
    outage, new = Outage.objects.get_or_create(model=model, defaults={**note, "since": now})
    if not new:
        Outage.objects.filter(pk=outage.pk).update(**note, tries=F("tries") + 1)
