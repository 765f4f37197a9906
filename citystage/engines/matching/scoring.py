"""Scoring: the parts of a pair, and the one score made of them."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from citystage.engines.matching.conditions import failed
from citystage.engines.matching.features import probability
from citystage.engines.matching.parts import (
    capacity,
    evidence,
    field,
    freshness,
    history,
    maturity,
    need,
    place,
)
from citystage.engines.matching.parts.pair import Pair, lacks, value_quote
from citystage.engines.matching.records import Advice, Match, Part, Score, Settings

PARTS: Final[Mapping[Part, Callable[[Pair], Score]]] = {
    Part.NEED: need.score,
    Part.FIELD: field.score,
    Part.MATURITY: maturity.score,
    Part.PLACE: place.score,
    Part.EVIDENCE: evidence.score,
    Part.CAPACITY: capacity.score,
    Part.FRESHNESS: freshness.score,
    Part.HISTORY: history.score,
}
_REACH: Final = 8.0
"""Log odds by which all other parts together could move the need, were their weights everything."""
_NEUTRAL: Final = 0.5
_LEAST: Final = 1e-6
# What the need's own evidence holds already; it is shown, and not counted twice.
_WITHIN_NEED: Final = frozenset({Part.NEED, Part.HISTORY})


def judge(pair: Pair) -> Match:
    """All parts of a pair with weight above zero, and its score."""
    weights = pair.settings.weights
    parts = [_licences(pair, PARTS[part](pair)) for part in PARTS if weights.get(part, 0) > 0]
    return Match(
        demand=pair.demand.record.id,
        supply=pair.supply.record.id,
        score=combined(parts, pair.settings),
        parts=shared_out(parts, pair.settings),
        failed=failed(pair.demand.record, pair.supply.record),
    )


def combined(parts: Sequence[Score], settings: Settings) -> float:
    """The need's probability, moved up or down by what the other parts say.

    Each known part moves the log odds by its share of all weights times its distance from
    neutral; an unknown part moves nothing, so it neither punishes nor rewards. Better in any part
    never lowers the score.
    """
    total = sum(settings.weights.values()) or 1.0
    by_part = {part.part: part for part in parts}
    logit = _log_odds(by_part[Part.NEED].value) if Part.NEED in by_part else 0.0
    for part in parts:
        if part.part not in _WITHIN_NEED and part.value is not None:
            share = settings.weights[part.part] / total
            logit += _REACH * share * (part.value - _NEUTRAL)
    return round(probability(logit), 4)


def _log_odds(value: float | None) -> float:
    if value is None:
        return 0.0
    bounded = min(1 - _LEAST, max(_LEAST, value))
    return math.log(bounded / (1 - bounded))


def shared_out(parts: Sequence[Score], settings: Settings) -> tuple[Score, ...]:
    """The parts with their weights: unknown ones have none, the known ones' sum is 1."""
    weights = settings.weights
    known = sum(weights[part.part] for part in parts if part.value is not None) or 1.0
    return tuple(
        part
        if part.value is None
        else Score(
            part.part,
            round(part.value, 4),
            round(weights[part.part] / known, 4),
            part.reasons,
            part.missing,
        )
        for part in parts
    )


def _licences(pair: Pair, score: Score) -> Score:
    """Licences that are asked for and not known of stand with the evidence."""
    record = pair.demand.record
    known = pair.supply.record.licences is not None
    if score.part is not Part.EVIDENCE or known or not record.licences:
        return score
    asked = tuple(
        lacks(Part.EVIDENCE, Advice.NAME_LICENCE, value_quote("licences", licence))
        for licence in record.licences
    )
    return score._replace(missing=(*score.missing, *asked))
