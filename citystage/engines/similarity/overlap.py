"""Overlap: the passages two texts share, to mark them side by side on screen."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from citystage.engines.similarity.letters import LONGEST_TEXT

Span = tuple[int, int]
"""Half-open range of characters `[start, end)`."""

SHORTEST_RUN: Final = 4
MOST_PLACES: Final = 16
"""Places of one beginning that are tried; a refrain repeated more often matches its first ones."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared runs as spans of either text, in order, merged where they touch."""

    left: tuple[Span, ...]
    right: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Bare:
    """Letters of a text and the original index of each."""

    letters: str
    places: list[int]


def overlap_spans(left: str, right: str, *, shortest: int = SHORTEST_RUN) -> Overlap:
    """Spans of runs of at least `shortest` letters that stand in both texts.

    Case, width, spaces and punctuation are passed over, but a span covers what stands between
    its letters. Longest match from left to right; a passage of one text may match several of the
    other. Reads the first `LONGEST_TEXT` characters. For Traditional against Simplified give the
    folded texts and map the spans back (`text.folding.align(...).original`).
    """
    one, other = _bare(left), _bare(right)
    runs = _runs(one.letters, other.letters, shortest)
    return Overlap(
        _spans([(a, a + length) for a, _, length in runs], one.places),
        _spans([(b, b + length) for _, b, length in runs], other.places),
    )


def _bare(text: str) -> _Bare:
    letters: list[str] = []
    places: list[int] = []
    for place, raw in enumerate(text[:LONGEST_TEXT]):
        for letter in unicodedata.normalize("NFKC", raw).casefold():
            if letter.isalnum():
                letters.append(letter)
                places.append(place)
    return _Bare("".join(letters), places)


def _runs(one: str, other: str, shortest: int) -> list[tuple[int, int, int]]:
    """Greedy longest runs as (start in one, start in other, length)."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(other) - shortest + 1):
        starts = places[other[at : at + shortest]]
        if len(starts) < MOST_PLACES:
            starts.append(at)
    runs: list[tuple[int, int, int]] = []
    at = 0
    while at <= len(one) - shortest:
        tries = places.get(one[at : at + shortest], ())
        length, start = max(((_reach(one, at, other, b), -b) for b in tries), default=(0, 0))
        if length:
            runs.append((at, -start, length))
        at += max(length, 1)
    return runs


def _reach(one: str, a: int, other: str, b: int) -> int:
    length = 0
    most = min(len(one) - a, len(other) - b)
    while length < most and one[a + length] == other[b + length]:
        length += 1
    return length


def _spans(runs: list[Span], places: list[int]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted((places[first], places[last - 1] + 1) for first, last in runs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
