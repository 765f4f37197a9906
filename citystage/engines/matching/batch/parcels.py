"""Parcels: matches as plain tuples on their way from one process to another.

Pickling forty objects a pair took longer than judging the pair.
"""

from typing import Any

from citystage.engines.matching.records import Failed, Match, Missing, Quote, Reason, Score

type Parcel = tuple[Any, ...]

# A named tuple of what is known to be right, without a call of Python for each.
_as = tuple.__new__


def packed(match: Match) -> Parcel:
    demand, supply, score, parts, failed = match
    return demand, supply, score, [_score(part) for part in parts], [*map(tuple, failed)]


def _score(score: Score) -> Parcel:
    part, value, weight, reasons, missing = score
    return (
        part,
        value,
        weight,
        [
            (of, how, tuple(demand), tuple(supply), words, strength)
            for of, how, demand, supply, words, strength in reasons
        ],
        [(of, advice, quote and tuple(quote)) for of, advice, quote in missing],
    )


def unpacked(parcel: Parcel) -> Match:
    demand, supply, score, parts, failed = parcel
    return Match(
        demand,
        supply,
        score,
        tuple([_unpacked_score(part) for part in parts]),
        tuple([_as(Failed, one) for one in failed]),
    )


def _unpacked_score(parcel: Parcel) -> Score:
    part, value, weight, reasons, missing = parcel
    return _as(
        Score,
        (
            part,
            value,
            weight,
            tuple(
                [
                    _as(Reason, (of, how, _as(Quote, demand), _as(Quote, supply), words, strength))
                    for of, how, demand, supply, words, strength in reasons
                ]
            ),
            tuple(
                [
                    _as(Missing, (of, advice, quote and _as(Quote, quote)))
                    for of, advice, quote in missing
                ]
            ),
        ),
    )
