"""Reading: a record cut into the points that are compared, each at its place in the record."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from sys import intern
from typing import Final, Self

from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.records import Demand, Quote, Supply, Text
from citystage.engines.matching.terms import LONGEST_TEXT, Synonyms, letters_of, shown_words, terms
from citystage.engines.text.clauses import clauses
from citystage.engines.text.folding import fold
from citystage.engines.text.quantities import Measure, find_quantities
from citystage.engines.text.requirements import Kind, split
from citystage.engines.text.words import STOP_WORDS

MOST_PIECES: Final = 60
CASES: Final = frozenset({"cases", "case", "references"})
"""Labels of texts that tell of work done."""
TITLE: Final = "title"
_SHORT: Final = 80
_DIGIT = re.compile(r"[0-9０-９百千万亿]")
_BETWEEN: Final = "\u241e"
"""Parts pieces folded in one go; a sign no text has."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or list item: `record.texts[label].text[start:end] == text`.

    `asks`: a requirement, or a statement of a supplier; False for background and goals.
    """

    label: str
    text: str
    start: int
    end: int
    asks: bool = True

    def quote(self) -> Quote:
        return Quote(self.label, self.text, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Terms with their weights, and the sum of these."""

    weights: dict[str, float]
    total: float

    @classmethod
    def of(cls, found: Iterable[str], rarity: Rarity) -> Self:
        weights = {term: rarity.weight(term) for term in sorted(found)}
        return cls(weights, sum(weights.values()))


@dataclass(frozen=True, slots=True)
class Asking:
    """The terms of all pieces of a demand: which pieces have each, with what weight."""

    pieces: tuple[Weighed, ...]
    by_term: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, pieces: tuple[Weighed, ...]) -> Self:
        by_term: dict[str, tuple[tuple[int, float], ...]] = {}
        for at, piece in enumerate(pieces):
            for term, weight in piece.weights.items():
                by_term[term] = (*by_term.get(term, ()), (at, weight))
        return cls(pieces, by_term)

    def common(self, where: Mapping[str, int]) -> list[dict[int, float]]:
        """For each piece: the weight it has in common with each place of `where` (as its bit).

        Terms are added in a fixed order, so that sums are the same each time.
        """
        sums: list[dict[int, float]] = [{} for _ in self.pieces]
        for term in sorted(self.by_term.keys() & where.keys()):
            places = where[term]
            for at, weight in self.by_term[term]:
                mine = sums[at]
                bits = places
                while bits:
                    lowest = bits & -bits
                    mine[lowest] = mine.get(lowest, 0.0) + weight
                    bits ^= lowest
        return sums


class Reading[Record: (Demand, Supply)]:
    """A record, read once; keep it as long as the record does not change."""

    def __init__(self, record: Record, synonyms: Synonyms | None = None) -> None:
        self.record: Record = record
        self._synonyms = synonyms
        self._asking: tuple[Rarity, Asking] | None = None

    @cached_property
    def text(self) -> str:
        """The whole record as one text, to be embedded: own names left out."""
        return "。".join(self._bare(part.text) for part in self.record.texts if part.text.strip())

    @cached_property
    def counts(self) -> Counter[str]:
        """Terms of the whole record and how often they occur."""
        return Counter(terms(self.text, self._synonyms))

    @cached_property
    def length(self) -> int:
        return self.counts.total()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        found: list[Piece] = []
        asked = isinstance(self.record, Demand)
        for part in self.record.texts:
            found += _requirements(part) if asked else _statements(part)
            if len(found) >= MOST_PIECES:
                break
        return tuple(_asking_once(found[:MOST_PIECES]) if asked else found[:MOST_PIECES])

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """Terms of each piece: pairs of characters, Latin words, signs of synonyms."""
        return tuple(map(self._terms_of, self._bare_pieces()))

    def _bare_pieces(self) -> tuple[str, ...]:
        """The folded text of each piece without own names."""
        if self._names is None:
            return self.folded
        found = zip(self.pieces, self.folded, strict=True)
        bare = ((self._bare(piece.text), piece.text, folded) for piece, folded in found)
        return tuple(folded if left == text else fold(left) for left, text, folded in bare)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Dictionary words of each piece, folded, in order: what is shown of it."""
        return tuple(
            tuple(word for word in shown_words(text) if word not in STOP_WORDS)
            for text in self.folded
        )

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The folded text of each piece."""
        folded = fold(_BETWEEN.join(piece.text for piece in self.pieces)).split(_BETWEEN)
        if len(folded) == len(self.pieces):
            return tuple(map(str.strip, folded))
        return tuple(fold(piece.text) for piece in self.pieces)

    @cached_property
    def where(self) -> dict[str, int]:
        """Terms, and as bits in which pieces they stand: all that is kept of a supply's terms."""
        places: dict[str, int] = {}
        for at, folded in enumerate(self._bare_pieces()):
            bit = 1 << at
            for term in self._terms_of(folded):
                places[intern(term)] = places.get(term, 0) | bit
        return places

    @cached_property
    def facts(self) -> tuple[tuple[Measure, ...], ...]:
        """Numbers with units of each piece; their spans are within the piece."""
        return tuple(
            tuple(find_quantities(piece.text)) if _DIGIT.search(piece.text) else ()
            for piece in self.pieces
        )

    @cached_property
    def cases(self) -> tuple[int, ...]:
        """Places of the pieces that tell of work done."""
        return tuple(at for at, piece in enumerate(self.pieces) if piece.label in CASES)

    @cached_property
    def stated(self) -> dict[str, list[tuple[Piece, tuple[Measure, ...]]]]:
        """By unit: the pieces that state numbers in it, with these."""
        by_unit: dict[str, list[tuple[Piece, tuple[Measure, ...]]]] = {}
        for piece, facts in zip(self.pieces, self.facts, strict=True):
            for unit in dict.fromkeys(one.unit for one in facts):
                of_unit = tuple(one for one in facts if one.unit == unit)
                by_unit.setdefault(unit, []).append((piece, of_unit))
        return by_unit

    def naming(self, word: str) -> Quote | None:
        """The first words of the record that mean the same, by the synonyms it was read with."""
        sign = self._synonyms.sign(word) if self._synonyms is not None else ""
        if self._synonyms is None or not sign or sign not in self.counts:
            return None
        for piece, folded in zip(self.pieces, self.folded, strict=True):
            if span := self._synonyms.span(folded, sign):
                same = fold(piece.text) == folded and len(folded) == len(piece.text)
                first, end = span if same else (0, len(piece.text))
                start = piece.start
                return Quote(piece.label, piece.text[first:end], start + first, start + end)
        return None

    def asking(self, rarity: Rarity) -> Asking:
        """Terms of each piece with their weights; kept for the last `rarity` asked with."""
        if self._asking is None or self._asking[0] is not rarity:
            pieces = tuple(Weighed.of(found, rarity) for found in self.terms)
            self._asking = rarity, Asking.of(pieces)
        return self._asking[1]

    def _terms_of(self, folded: str) -> frozenset[str]:
        found = set(letters_of(folded))
        if self._synonyms is not None:
            found.update(self._synonyms.signs(folded))
        return frozenset(found)

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        known = {name for name in (*self.record.names, *self.record.place.path) if len(name) > 1}
        if not known:
            return None
        return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))

    def _bare(self, text: str) -> str:
        text = text[:LONGEST_TEXT]
        return text if self._names is None else self._names.sub(" ", text)


def read[Record: (Demand, Supply)](
    record: Record, synonyms: Synonyms | None = None
) -> Reading[Record]:
    return Reading(record, synonyms)


def _whole(part: Text) -> Piece | None:
    """A short text without stops is one point."""
    text = part.text.strip()
    start = part.text.find(text)
    return Piece(part.label, text, start, start + len(text)) if text else None


def _asking_once(pieces: list[Piece]) -> list[Piece]:
    """A title is a name; it asks for something where nothing else does."""
    if not any(piece.asks for piece in pieces if piece.label != TITLE):
        return pieces
    return [replace(one, asks=False) if one.label == TITLE else one for one in pieces]


def _requirements(part: Text) -> list[Piece]:
    if len(part.text) <= _SHORT and not re.search(r"[。；;\n]", part.text):
        return [piece for piece in [_whole(part)] if piece]
    return [
        Piece(part.label, point.text, point.start, point.end, point.kind is Kind.REQUIREMENT)
        for point in split(part.text[:LONGEST_TEXT])
    ]


def _statements(part: Text) -> list[Piece]:
    text = part.text[:LONGEST_TEXT]
    return [
        Piece(part.label, text[start:end], start, end) for start, end in clauses(text)[:MOST_PIECES]
    ]
