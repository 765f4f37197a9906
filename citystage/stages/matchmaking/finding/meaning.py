"""Vectors for the engine: those that are stored of the records at hand, never made in a request."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from django.db.models import Q

from citystage.engines.matching.ranking import Knowledge
from citystage.engines.matching.rarity import Background
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Supply, Vector
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway
from citystage.foundation.meaning.providing import provider
from citystage.foundation.meaning.queries import vectors_by_key, vectors_of
from citystage.kernel.remembering import spell
from citystage.stages.catalogue.indexing.meaning import spoken
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.supplies import supply_of_profile
from citystage.stages.matchmaking.models import Profile

# How alike texts usually are is told by so many of the newest, and by no fewer than these.
_LEARNED_FROM = 2000
_FEWEST = 30
_KEPT_SECONDS = 60

_KIND = SearchDocument.Kind

# Records that are documents of the search, with a vector of theirs.
_KEPT = (_KIND.SCENARIO.value, _KIND.CAPABILITY.value, _KIND.LAB.value)

type Read = Reading[Demand] | Reading[Supply]


def model() -> str:
    """The name of the model in use; empty where there is none."""
    found = provider()
    return found.name if found.dim else ""


def engine_knowledge(
    known: CityKnowledge,
    demands: Sequence[Reading[Demand]],
    supplies: Sequence[Reading[Supply]],
    *,
    today: date,
) -> Knowledge:
    """The engine's knowledge of these records; three queries at most, none without a model."""
    background = _background(model(), spell(_KEPT_SECONDS)) if model() else None
    if background is None:
        return Knowledge(rarity=known.rarity, today=today)
    found = vectors([*demands, *supplies])
    return Knowledge(
        rarity=known.rarity,
        demands={one.record.id: found[one.record.id] for one in demands if one.record.id in found},
        supplies={
            one.record.id: found[one.record.id] for one in supplies if one.record.id in found
        },
        background=background,
        today=today,
    )


def read_each(records: Iterable[Demand | Supply]) -> list[Read]:
    """Each record read: demands first, then supplies, each in their order."""
    wanted: list[Read] = [Reading(one) for one in records if isinstance(one, Demand)]
    return wanted + [Reading(one) for one in records if isinstance(one, Supply)]


def vectors(readings: Sequence[Read]) -> dict[str, Vector]:
    """Stored vectors by the ids of the records; what has none yet is left out."""
    places = {one.record.id: _document(one.record.id) for one in readings}
    asked = Q(pk__in=[])
    for kind in _KEPT:
        ids = [place[1] for place in places.values() if place is not None and place[0] == kind]
        asked |= Q(kind=kind, object_id__in=ids)
    rows = SearchDocument.objects.filter(asked, meaning__isnull=False)
    keys = {
        (kind, pk): bytes(key)
        for kind, pk, key in rows.values_list("kind", "object_id", "meaning")
        if key is not None
    }
    kept = vectors_by_key(keys.values())
    found = {
        name: kept[keys[place]]
        for name, place in places.items()
        if place is not None and place in keys and keys[place] in kept
    }
    return found | _of_own_words([one for one in readings if places[one.record.id] is None])


def spoken_by(reading: Read) -> str:
    """What of a record that is no document of the search is understood by meaning."""
    demand = isinstance(reading.record, Demand)
    first, rest = reading.record.texts[:1], reading.record.texts[1:]
    return spoken(
        _KIND.SCENARIO if demand else _KIND.CAPABILITY,
        title="".join(part.text for part in first),
        body="\n".join(part.text for part in rest),
        names=reading.record.names,
    )


def spoken_by_profile(profile: Profile) -> list[str]:
    """The text of a profile whose vector is wanted; none for one without words."""
    return [spoken_by(Reading(supply_of_profile(profile)))] if profile.words.strip() else []


def forget() -> None:
    """Read anew how alike texts usually are."""
    _background.cache_clear()


def _document(name: str) -> tuple[str, int] | None:
    """The search document of a record: a plain number is a scenario's."""
    if name.isdecimal():
        return _KIND.SCENARIO.value, int(name)
    kind, _colon, number = name.partition(":")
    return (kind, int(number)) if kind in _KEPT else None


def _of_own_words(readings: Sequence[Read]) -> dict[str, Vector]:
    texts = {one.record.id: text for one in readings if (text := spoken_by(one))}
    if not texts:
        return {}
    found = vectors_of(texts.values()).found
    kept = {name: found[text] for name, text in texts.items() if text in found}
    # One text that is still being typed: the index process reads it in a few milliseconds.
    if not kept and len(texts) == 1:
        ((name, text),) = texts.items()
        try:
            vector = searcher().embed(text)
        except IndexAway:
            return {}
        return {} if vector is None else {name: vector}
    return kept


@lru_cache(maxsize=2)
def _background(_model: str, _spell: int) -> Background | None:
    """How alike any two texts are, learned from the newest on both sides."""
    rows = SearchDocument.objects.filter(meaning__isnull=False, public=True).order_by("-pk")
    keys = rows.values_list("meaning", flat=True)[:_LEARNED_FROM]
    found = vectors_by_key(bytes(key) for key in keys if key is not None)
    return Background.of(np.stack(list(found.values()))) if len(found) >= _FEWEST else None
