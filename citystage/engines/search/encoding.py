"""What a store keeps of texts: weighted keys to rank by, keys to filter by, phrases to check.

Keys are hashes of tokens: 32 bits number the dimensions of the sparse vector, 48 bits as eight
letters stand in the text that filters read. Weights are those of BM25F (Robertson, Zaragoza 2009)
without the rarity of the word, which the store knows; `weighing` makes them of documents.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from citystage.engines.text.characters import HAN_RUN
from citystage.engines.text.folding import fold
from citystage.engines.text.tokens import (
    LONGEST_TEXT,
    Kind,
    Term,
    pairs,
    phrase_tokens,
    pieces,
)

VERSION: Final = 5
"""Raise it when ids, keys, weights, fields or how they are kept change: indexes of another version
are rebuilt."""

DIGEST_BYTES: Final = 6
KEY_LENGTH: Final = 8
_PAIR: Final = 2
_SYNONYM: Final = 0.6
_BEGINNING: Final = 0.3
SHORTEST_BEGINNING: Final = 2
LONGEST_BEGINNING: Final = 12
_KEY = re.compile(r"[a-z0-9]{2,}")
# Most tokens begin with one of these, and need no closer look.
_USUAL_HAN: Final = ("\u4e00", "\u9fff")


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


def digest_of(marked: str) -> bytes:
    """The hash of a token with its kind before it: `w` words, `c` letters, `p` beginnings."""
    return blake2b(marked.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


def key_of(digest: bytes) -> str:
    """What stands for a token in the text that filters read."""
    return urlsafe_b64encode(digest).decode("ascii")


def dimension_of(digest: bytes) -> int:
    """What numbers a token in the sparse vector."""
    return int.from_bytes(digest[:4])


def beginnings(token: str) -> Sequence[str]:
    """The beginnings by which a word may be looked up."""
    if _USUAL_HAN[0] <= token[0] <= _USUAL_HAN[1] or not _opens(token):
        return ()
    lengths = range(SHORTEST_BEGINNING, min(len(token), LONGEST_BEGINNING) + 1)
    return [token[:length] for length in lengths]


def _opens(token: str) -> bool:
    """May it be looked up as a beginning? Words of letters, not numbers, not Chinese."""
    return len(token) >= SHORTEST_BEGINNING and not token.isdigit() and not HAN_RUN.search(token)


def _text(tokens: Iterable[str]) -> str:
    return " ".join(key_of(digest_of(token)) for token in tokens)


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
    return f"c{token}" if len(token) == 1 and HAN_RUN.fullmatch(token) else f"w{token}"


def asked(term: Term) -> Asked:
    """How a document holds a word: by one of its alternatives, or by a name that begins so."""
    open_ended = term.kind == Kind.WORD
    ways = [
        _text(_opened(token) if open_ended else _lookup(token) for token in alternative)
        for alternative in _least(term.alternatives)
    ]
    typed = fold(term.text)
    beginning = typed if open_ended and _KEY.fullmatch(typed) else None
    return Asked(tuple(dict.fromkeys(ways)), beginning)


def _least(alternatives: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without those that another one finds as well: who holds a run of characters has its pairs."""
    known = set(alternatives)
    return [
        way
        for way in alternatives
        if not (len(way) == 1 and _is_run(way[0]) and pairs(way[0]) in known)
    ]


def _is_run(token: str) -> bool:
    return len(token) > _PAIR and HAN_RUN.fullmatch(token) is not None


def _opened(token: str) -> str:
    if _opens(token) and len(token) <= LONGEST_BEGINNING:
        return f"p{token}"
    return _lookup(token)


def silent(term: Term) -> bool:
    """Whether a document may hold it with nothing to weigh: a letter of the body, or pinyin."""
    tokens = (token for way in term.alternatives for token in way)
    return asked(term).beginning is not None or any(_lookup(each)[0] == "c" for each in tokens)


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
    index = dimension_of(digest_of(token))
    weights[index] = max(weight, weights.get(index, 0.0))
