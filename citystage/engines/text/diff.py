"""Differences of two texts by words, Chinese ones too, for the visual diff of revisions."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final

import rjieba

from citystage.engines.text.characters import LONE_SURROGATES

BY_WORDS: Final = 4_000_000
"""Largest product of two word counts that is compared word by word."""
BY_SENTENCES: Final = 2_000_000
"""Longest pair of texts, in characters together; of longer ones only the ends are compared."""

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
_LONE = re.compile(f"[{LONE_SURROGATES}]")
_FILLER = re.compile(r"[\W_]{1,2}")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text with one fate."""

    change: Change
    text: str


def diff(before: str, after: str) -> list[Segment]:
    """Segments in reading order, a removal in front of what replaces it.

    SAME and REMOVED together give `before`, SAME and ADDED give `after`; neighbours differ in
    kind. First by sentences, then by words within changed ones; sentences wholly rewritten,
    and texts beyond the limits above, are shown as replaced. Lone surrogates become U+FFFD.
    """
    old, new = (_LONE.sub("\ufffd", text) for text in (before, after))
    return list(_joined(_bridged(list(_joined(_compare(old, new))))))


def _compare(old: str, new: str) -> Iterator[Segment]:
    if len(old) + len(new) <= BY_SENTENCES:
        yield from _by_sentences(old, new)
        return
    front = _common_front(old, new)
    back = _common_front(old[front:][::-1], new[front:][::-1])
    yield Segment(Change.SAME, old[:front])
    yield from _replaced(old[front : len(old) - back], new[front : len(new) - back])
    yield Segment(Change.SAME, old[len(old) - back :])


def _common_front(old: str, new: str) -> int:
    """Length of the common beginning."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[:middle] == new[:middle] else (low, middle - 1)
    return low


def _by_sentences(old: str, new: str) -> Iterator[Segment]:
    for left, right in _aligned(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if left == right:
            yield Segment(Change.SAME, left)
        else:
            yield from _by_words(left, right)


def _by_words(old: str, new: str) -> Iterator[Segment]:
    left, right = rjieba.cut(old), rjieba.cut(new)
    a = b = 0
    for c, d in (*_anchors(left, right), (len(left), len(right))):
        yield from _block(left[a:c], right[b:d])
        a, b = c, d


def _anchors(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Places where both sides surely agree, rising on both; none are needed for small texts.

    Three words in a row that occur once on either side, as in patience diff (Bram Cohen).
    """
    if len(left) * len(right) <= BY_WORDS:
        return []
    there = _once(right)
    pairs = [(at, there[words]) for words, at in _once(left).items() if words in there]
    return _rising(pairs)


def _once(words: list[str]) -> dict[tuple[str, ...], int]:
    triples = list(zip(words, words[1:], words[2:], strict=False))
    counts = Counter(triples)
    return {triple: at for at, triple in enumerate(triples) if counts[triple] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest run of pairs, given in order of the first, that also rises in the second."""
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(chain[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        chain[length : length + 1] = [at]
    run: list[tuple[int, int]] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _block(left: list[str], right: list[str]) -> Iterator[Segment]:
    if len(left) * len(right) > BY_WORDS:
        yield from _replaced("".join(left), "".join(right))
        return
    for gone, come in _aligned(left, right):
        if gone == come:
            yield Segment(Change.SAME, gone)
        else:
            yield from _replaced(gone, come)


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of joined runs: equal where both sides agree, else what stands against what."""
    for _, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _replaced(old: str, new: str) -> Iterator[Segment]:
    yield Segment(Change.REMOVED, old)
    yield Segment(Change.ADDED, new)


def _bridged(segments: list[Segment]) -> Iterator[Segment]:
    """A comma kept between two changed words only disturbs the eye: show it as changed too."""
    for at, segment in enumerate(segments):
        between = 0 < at < len(segments) - 1
        if segment.change is Change.SAME and between and _FILLER.fullmatch(segment.text):
            yield from _replaced(segment.text, segment.text)
        else:
            yield segment


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Merge neighbours of one kind; within a changed stretch all removals come first."""
    filled = (segment for segment in segments if segment.text)
    for same, run in groupby(filled, key=lambda segment: segment.change is Change.SAME):
        pieces = list(run)
        kinds = (Change.SAME,) if same else (Change.REMOVED, Change.ADDED)
        for kind in kinds:
            text = "".join(piece.text for piece in pieces if piece.change is kind)
            if text:
                yield Segment(kind, text)
