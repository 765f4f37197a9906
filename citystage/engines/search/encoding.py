"""From texts to what a store keeps: weighted keys to rank by, keys to filter by, phrases to check.

Keys are hashes of tokens: 32 bits number the dimensions of the sparse vector, 48 bits in hex stand
in the text that filters read. Weights are those of BM25F (Robertson, Zaragoza 2009) without the
rarity of the word, which the store knows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from heapq import nlargest
from typing import Final

from citystage.engines.search.contract import Document
from citystage.engines.text.characters import HAN_RUN
from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.engines.text.tokens import (
    LONGEST_TEXT,
    Kind,
    Term,
    folded_tokens,
    phrase_tokens,
    pieces,
)
from citystage.engines.text.words import EMPTY, Lexicon

VERSION: Final = 1
"""Raise it when keys or weights change: indexes of another version are rebuilt."""

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
# Weight and usual number of tokens of title, names and body.
_FIELDS: Final = ((3.0, 24.0), (2.0, 16.0), (1.0, 220.0))
_MOST_KEYS: Final = 20_000
_SYNONYM: Final = 0.6
_BEGINNING: Final = 0.3
SHORTEST_BEGINNING: Final = 2
LONGEST_BEGINNING: Final = 12
_KEY = re.compile(r"[a-z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Sparse:
    """Weights by dimension, each dimension once."""

    indices: list[int]
    values: list[float]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A document as a store keeps it.

    `keys` of all texts and `head` of title and names are separated by spaces; `reading` is what
    phrases are looked for in; `names` are the pinyin keys.
    """

    sparse: Sparse
    keys: str
    head: str
    reading: str
    names: list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a query: any of `ways` suffices, each is a text of keys; or a name so begun."""

    ways: tuple[str, ...]
    beginning: str | None


@lru_cache(maxsize=262_144)
def _hashed(token: str) -> tuple[int, str]:
    digest = blake2b(token.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest[:4]), digest.hex()


def encode(document: Document, words: Lexicon = EMPTY) -> Encoded:
    """Everything a document is found by. Titles and names may be found by single characters."""
    names = " ".join(document.names)
    folded = [fold(text[:LONGEST_TEXT]) for text in (document.title, names, document.body)]
    weights, head, letters = _weigh(folded, words)
    ranked = weights
    if len(weights) > _MOST_KEYS:
        ranked = dict(nlargest(_MOST_KEYS, weights.items(), key=lambda item: item[1]))
    dimensions: dict[int, float] = {}
    for token, weight in ranked.items():
        index = _hashed(token)[0]
        value = weight * (_SATURATION + 1) / (weight + _SATURATION)
        dimensions[index] = max(value, dimensions.get(index, 0.0))
    return Encoded(
        sparse=Sparse(list(dimensions), list(dimensions.values())),
        keys=_text(dict.fromkeys([*ranked, *letters])),
        head=_text(head),
        reading=" \n ".join(f" {reading(text)} " for text in folded),
        names=sorted({key for name in document.names for key in name_keys(name)}),
    )


def _weigh(
    folded: Sequence[str], words: Lexicon
) -> tuple[dict[str, float], dict[str, None], list[str]]:
    """Weighted tokens of all fields, tokens of title and names, characters of the body."""
    weights: defaultdict[str, float] = defaultdict(float)
    head: dict[str, None] = {}
    letters: list[str] = []
    for (boost, usual), text in zip(_FIELDS, folded, strict=True):
        tokens = [_marked(token) for token in folded_tokens(text, words=words)]
        short = boost > 1
        characters = [f"c{letter}" for letter in dict.fromkeys("".join(HAN_RUN.findall(text)))]
        norm = boost / (1 - _LENGTH + _LENGTH * len(tokens) / usual)
        counted = Counter(tokens)
        for token, times in counted.items():
            weights[token] += times * norm
        begun = {key for token in counted for key in _beginnings(token)}
        for key in (*begun, *(characters if short else ())):
            weights[key] += norm
        if short:
            head |= dict.fromkeys([*counted, *begun, *characters])
        else:
            letters = characters
    return weights, head, letters


def _marked(token: str) -> str:
    """Whole tokens, characters and beginnings live apart."""
    return f"w{token}"


def _beginnings(marked: str) -> Iterator[str]:
    token = marked[1:]
    if _opens(token):
        for length in range(SHORTEST_BEGINNING, min(len(token), LONGEST_BEGINNING) + 1):
            yield f"p{token[:length]}"


def _opens(token: str) -> bool:
    """May it be looked up as a beginning? Words of letters, not numbers, not Chinese."""
    return len(token) >= SHORTEST_BEGINNING and not token.isdigit() and not HAN_RUN.search(token)


def _text(tokens: Iterable[str]) -> str:
    return " ".join(_hashed(token)[1] for token in tokens)


def reading(folded: str) -> str:
    """The pieces of a folded text with one space between: what phrases are compared in."""
    return " ".join(pieces(folded))


def phrase(text: str) -> tuple[str, str] | None:
    """Keys every document with this phrase has, and what its reading holds; None for no words.

    Chinese may begin and end within a run, words of other scripts must be whole.
    """
    found = pieces(fold(text[:LONGEST_TEXT]))
    if not found:
        return None
    front, back = ("" if HAN_RUN.fullmatch(piece) else " " for piece in (found[0], found[-1]))
    keys = _text(_lookup(token) for token in phrase_tokens(text))
    return keys, front + " ".join(found) + back


def _lookup(token: str) -> str:
    return f"c{token}" if len(token) == 1 and HAN_RUN.fullmatch(token) else _marked(token)


def asked(term: Term) -> Asked:
    """How a document holds a word: by one of its alternatives, or by a name that begins so."""
    open_ended = term.kind == Kind.WORD
    ways = [
        _text(_opened(token) if open_ended else _lookup(token) for token in alternative)
        for alternative in term.alternatives
    ]
    typed = fold(term.text)
    beginning = typed if open_ended and _KEY.fullmatch(typed) else None
    return Asked(tuple(dict.fromkeys(ways)), beginning)


def _opened(token: str) -> str:
    if _opens(token) and len(token) <= LONGEST_BEGINNING:
        return f"p{token}"
    return _lookup(token)


def question(terms: Iterable[Term]) -> Sparse:
    """The sparse vector that ranks: own spellings whole, synonyms and open beginnings less."""
    weights: dict[int, float] = {}
    for term in terms:
        own = {fold(term.text), *phrase_tokens(term.text)}
        for alternative in term.alternatives:
            for token in alternative:
                weight = 1.0 if token in own else _SYNONYM
                _raise(weights, _lookup(token), weight)
                if term.kind == Kind.WORD and (begun := _opened(token)).startswith("p"):
                    _raise(weights, begun, weight * _BEGINNING)
    return Sparse(list(weights), list(weights.values()))


def _raise(weights: dict[int, float], token: str, weight: float) -> None:
    index = _hashed(token)[0]
    weights[index] = max(weight, weights.get(index, 0.0))
