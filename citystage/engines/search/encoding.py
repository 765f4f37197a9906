"""From texts to what a store keeps: weighted keys to rank by, keys to filter by, phrases to check.

Keys are hashes of tokens: 32 bits number the dimensions of the sparse vector, 48 bits as eight
letters stand in the text that filters read. Weights are those of BM25F (Robertson, Zaragoza 2009)
without the rarity of the word, which the store knows.
"""

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from heapq import nlargest
from itertools import islice
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
    pairs,
    phrase_tokens,
    pieces,
)
from citystage.engines.text.words import EMPTY, Lexicon

VERSION: Final = 3
"""Raise it when ids, keys or weights change: indexes of another version are rebuilt."""

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
# Weight and usual number of tokens of title, names and body.
_FIELDS: Final = ((3.0, 24.0), (2.0, 16.0), (1.0, 220.0))
type Texts = tuple[str, tuple[str, ...], str]
_MOST_KEYS: Final = 20_000
_MOST_HASHED: Final = 600_000
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


class _Hashes[Made: (int, str)](dict[str, Made]):
    """What was hashed before, of tokens of one kind: `w` words, `c` letters, `p` beginnings.

    Filling an index asks some hundred times a document; a dictionary answers faster than any call.
    """

    def __init__(self, kind: str, cut: Callable[[bytes], Made]) -> None:
        super().__init__()
        self._kind = kind
        self._cut: Callable[[bytes], Made] = cut

    def __missing__(self, token: str) -> Made:
        marked = (self._kind + token).encode("utf-8", "surrogatepass")
        made = self._cut(blake2b(marked, digest_size=6).digest())
        if len(self) >= _MOST_HASHED:
            self.clear()
        self[token] = made
        return made


def _key(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode("ascii")


def _dimension(digest: bytes) -> int:
    return int.from_bytes(digest[:4])


_KEYS: Final = {kind: _Hashes(kind, _key) for kind in "wcp"}
_DIMENSIONS: Final = {kind: _Hashes(kind, _dimension) for kind in "wcp"}
_name_keys = lru_cache(maxsize=65_536)(name_keys)


def encode(document: Document, words: Lexicon = EMPTY) -> Encoded:
    """Everything a document is found by. Titles and names may be found by single characters."""
    return encode_texts((document.title, document.names, document.body), words)


def encode_texts(texts: Texts, words: Lexicon) -> Encoded:
    """The same of a title, names and a body."""
    title, names, body = texts
    folded = [fold(text[:LONGEST_TEXT]) for text in (title, " ".join(names), body)]
    weights: dict[int, float] = {}
    keys: list[str] = []
    head = ""
    for text, (boost, usual) in zip(folded, _FIELDS, strict=True):
        short = boost != _FIELDS[-1][0]
        if not short:
            head = " ".join(dict.fromkeys(keys))
        tokens = folded_tokens(text, words=words)
        norm = boost / (1 - _LENGTH + _LENGTH * len(tokens) / usual)
        keys += _weigh(weights, text, tokens, norm, short=short)
    if len(weights) > _MOST_KEYS:
        weights = dict(nlargest(_MOST_KEYS, weights.items(), key=lambda item: item[1]))
    values = [weight * (_SATURATION + 1) / (weight + _SATURATION) for weight in weights.values()]
    return Encoded(
        sparse=Sparse(list(weights), values),
        keys=" ".join(islice(dict.fromkeys(keys), 2 * _MOST_KEYS)),
        head=head,
        reading=" \n ".join(f" {reading(text)} " for text in folded),
        names=sorted({key for name in names for key in _name_keys(name)}),
    )


def _weigh(
    weights: dict[int, float], text: str, tokens: list[str], norm: float, *, short: bool
) -> list[str]:
    """Adds the weights of a field and gives its keys; characters weigh in short fields only."""
    before = weights.get
    counted = Counter(tokens)
    dimensions = map(_DIMENSIONS["w"].__getitem__, counted)
    for dimension, times in zip(dimensions, counted.values(), strict=True):
        weights[dimension] = before(dimension, 0.0) + times * norm
    letters = dict.fromkeys("".join(HAN_RUN.findall(text)))
    begun = dict.fromkeys(start for token in counted for start in _begun(token))
    for kind, ones in (("p", begun), ("c", letters if short else {})):
        for dimension in map(_DIMENSIONS[kind].__getitem__, ones):
            weights[dimension] = before(dimension, 0.0) + norm
    kinds = (("w", counted), ("p", begun), ("c", letters))
    return [key for kind, ones in kinds for key in map(_KEYS[kind].__getitem__, ones)]


def _begun(token: str) -> Sequence[str]:
    """The beginnings by which a word may be looked up."""
    if _USUAL_HAN[0] <= token[0] <= _USUAL_HAN[1] or not _opens(token):
        return ()
    lengths = range(SHORTEST_BEGINNING, min(len(token), LONGEST_BEGINNING) + 1)
    return [token[:length] for length in lengths]


def _opens(token: str) -> bool:
    """May it be looked up as a beginning? Words of letters, not numbers, not Chinese."""
    return len(token) >= SHORTEST_BEGINNING and not token.isdigit() and not HAN_RUN.search(token)


def _text(tokens: Iterable[str]) -> str:
    return " ".join(_KEYS[token[0]][token[1:]] for token in tokens)


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
    index = _DIMENSIONS[token[0]][token[1:]]
    weights[index] = max(weight, weights.get(index, 0.0))
