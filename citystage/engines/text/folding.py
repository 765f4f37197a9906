"""Folding: one form for all ways of writing the same text, and cleaning of what people typed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

from citystage.engines.text.characters import EXTENDERS, NOISE, UNTYPEABLE

Span = tuple[int, int]
"""Half-open range of characters `[start, end)`."""

_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SHORT = 256


@cache
def _converter() -> OpenCC:
    # The dictionaries lie inside the package; nothing is fetched.
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional to Simplified by phrase and character (OpenCC t2s); other text is unchanged.

    The text must not hold lone surrogates.
    """
    return str(_converter().convert(text))


def _level(text: str) -> str:
    # Case folding may leave composed forms apart, so NFKC runs on both sides of it.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


# One mark-bearing letter at a time, for the offset map.
_level_cluster = lru_cache(maxsize=16_384)(_level)


def _fold(text: str) -> str:
    return simplify(_SPACES.sub(" ", _level(NOISE.sub("", text))).strip())


_fold_short = lru_cache(maxsize=16_384)(_fold)


def fold(text: str) -> str:
    """One form for search and comparison: NFKC, Simplified, case-folded, one line.

    Control, NUL, direction and joining characters go; runs of white space become one space.
    Fold once: a second pass may read a converted word as Traditional again. Never raises.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def clean(text: str) -> str:
    """What a person typed, fit to store: NFC, Unix line ends, no control characters.

    Emoji, right-to-left letters, Traditional characters, tabs and inner spaces stay. White
    space at the ends of the text and of lines goes. Never raises.
    """
    lines = _LINE_ENDS.sub("\n", text)
    kept = UNTYPEABLE.sub(lambda found: found[1] or "", lines)
    composed = unicodedata.normalize("NFC", kept)
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()


@dataclass(frozen=True, slots=True)
class Aligned:
    """Folded text that knows where each of its characters came from.

    `starts[i]` and `ends[i]` bound the original characters behind folded character `i`.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """Span of the original text behind a non-empty span of the folded one."""
        first, last = span
        return self.starts[first], self.ends[last - 1]


def align(text: str) -> Aligned:
    """Fold with an offset map; `align(text).text == fold(text)` for all usual writing."""
    places = [index for index, letter in enumerate(text) if not NOISE.match(letter)]
    kept = NOISE.sub("", text)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(kept):
        for raw in _level_cluster(cluster[0]):
            letter = " " if raw.isspace() else raw
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            starts.append(places[cluster.start()])
            ends.append(places[cluster.end() - 1] + 1)
    length = len(letters) - letters[-1:].count(" ")
    leveled = "".join(letters[:length])
    return Aligned(simplify_in_place(leveled), tuple(starts[:length]), tuple(ends[:length]))


def simplify_in_place(text: str) -> str:
    """Simplify and keep every character at its index, whatever phrases may do to lengths.

    The text must not hold lone surrogates.
    """
    whole = simplify(text)
    if len(whole) == len(text):
        return whole
    return "".join(one if len(one := simplify(letter)) == 1 else letter for letter in text)


def _marks() -> str:
    """Ranges of all combining marks of this Python, as the inside of a character class."""
    ranges: list[str] = []
    first = previous = -1
    for point in (*_mark_points(), -1):
        if point != previous + 1 or first < 0:
            if first >= 0:
                ranges.append(f"{chr(first)}-{chr(previous)}")
            first = point
        previous = point
    return "".join(ranges)


def _mark_points() -> list[int]:
    blocks = ((0x300, 0x3100), (0xA66F, 0xFE30), (0x101FD, 0x12000), (0x1D165, 0x1E94B))
    points = (point for first, end in blocks for point in range(first, end))
    return [point for point in points if unicodedata.category(chr(point)).startswith("M")]


_CLUSTER = re.compile(f"(?s:.)[{_marks()}{EXTENDERS}]*")
