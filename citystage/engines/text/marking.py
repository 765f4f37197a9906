"""Marking: where the words of a query stand in a text as it was written, and a telling excerpt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from citystage.engines.text.characters import CJK
from citystage.engines.text.folding import Span, align, fold

LONGEST_TEXT: Final = 200_000
"""Characters searched for marks."""
MOST_MARKS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt: `text`, the spans to mark within it, and whether text was cut off around it."""

    text: str
    spans: tuple[Span, ...]
    cut_before: bool
    cut_after: bool


def mark(text: str, forms: Iterable[str]) -> list[Span]:
    """Spans of the original text that match any of the forms, in order, merged where they touch.

    Matching is on folded text: Traditional marks Simplified and the reverse, `ai` marks `ＡＩ`.
    Latin forms match at the beginning of a word only. Give it `Term.forms` or plain words.
    """
    wanted = sorted({folded for form in forms if (folded := fold(form))}, key=len, reverse=True)
    if not wanted:
        return []
    aligned = align(text[:LONGEST_TEXT])
    pattern = re.compile("|".join(_pattern(form) for form in wanted))
    merged: list[Span] = []
    for found in pattern.finditer(aligned.text):
        start, end = aligned.original(found.span())
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif len(merged) < MOST_MARKS:
            merged.append((start, end))
    return merged


def _pattern(form: str) -> str:
    starts_latin = re.match(rf"[^\W{CJK}]", form) is not None
    return (rf"(?<![^\W_{CJK}])" if starts_latin else "") + re.escape(form)


def snippet(text: str, forms: Iterable[str], *, length: int = 120) -> Snippet:
    """The window of at most `length` characters with most marked text; else the beginning."""
    spans = mark(text, forms)
    start, end = _window(text, spans, length)
    inside = tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in spans
        if first < end and last > start
    )
    return Snippet(text[start:end], inside, start > 0, end < len(text))


def _window(text: str, spans: list[Span], length: int) -> Span:
    if not spans or len(text) <= length:
        return 0, min(length, len(text))
    best, best_weight = 0, -1
    last = weight = 0
    for first, span in enumerate(spans):
        while last < len(spans) and (last == first or spans[last][1] - span[0] <= length):
            weight += spans[last][1] - spans[last][0]
            last += 1
        if weight > best_weight:
            best, best_weight = span[0], weight
        weight -= span[1] - span[0]
    # A little of what stands before gives the reader the beginning of the sentence.
    start = max(0, min(_sentence_start(text, best, length // 4), len(text) - length))
    return start, start + length


def _sentence_start(text: str, position: int, reach: int) -> int:
    before = text[max(0, position - reach) : position]
    cut = max(before.rfind(sign) for sign in "。！？；!?;\n")
    return position - len(before) + cut + 1 if cut >= 0 else position - len(before) // 2
