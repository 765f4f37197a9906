"""What documents are found by: counted and weighed for a whole batch at once, in arrays.

Every token met has a number; its hash and the beginnings of words lie in arrays by that number. So
a batch is a few sorts of whole numbers instead of a hundred look-ups a document.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from string import ascii_lowercase, ascii_uppercase, digits
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from citystage.engines.search.contract import Document
from citystage.engines.search.encoding import (
    DIGEST_BYTES,
    KEY_LENGTH,
    Encoded,
    Sparse,
    beginnings,
    digest_of,
)
from citystage.engines.text.characters import CJK
from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.engines.text.tokens import LONGEST_TEXT, cut, longer_tokens
from citystage.engines.text.words import EMPTY, Lexicon

type Texts = tuple[str, tuple[str, ...], str]
"""A title, names and a body."""
type _Whole = NDArray[np.int64]
type _Real = NDArray[np.float64]

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
# Weight and usual number of tokens of title, names and body; the last is the long one.
_WEIGHTS: Final = np.array([3.0, 2.0, 1.0])
_USUAL: Final = np.array([24.0, 16.0, 220.0])
_FIELDS: Final = 3
_MOST_KEYS: Final = 20_000
_MOST_KNOWN: Final = 1_200_000
_MOST_LETTERS: Final = 1_000_000
_MOST_TEXTS: Final = 2_000
"""Of one portion of a batch: arrays of long texts would be long themselves."""
_LETTER_BITS, _NUMBER_BITS = 21, 32
_LETTER: Final = (1 << _LETTER_BITS) - 1
_NUMBER: Final = (1 << _NUMBER_BITS) - 1
_HASH_BITS: Final = 8 * DIGEST_BYTES
_HASH: Final = (1 << _HASH_BITS) - 1
# A dimension is the first 32 bits of a hash.
_BEYOND: Final = _HASH_BITS - _NUMBER_BITS
_ALPHABET: Final = np.frombuffer(
    (ascii_uppercase + ascii_lowercase + digits + "-_").encode("ascii"), dtype=np.uint8
)
_WIDE: Final = KEY_LENGTH + 1
"""A key and the space behind it."""
_name_keys = lru_cache(maxsize=65_536)(name_keys)


def _letters_of(ranges: str) -> NDArray[np.bool_]:
    """For each code point whether it is in the ranges of a class of characters."""
    there = np.zeros(1 << _LETTER_BITS, dtype=np.bool_)
    at = 0
    while at < len(ranges):
        wide = ranges[at + 1 : at + 2] == "-"
        there[ord(ranges[at]) : ord(ranges[at + 2 if wide else at]) + 1] = True
        at += 3 if wide else 1
    return there


_IS_HAN: Final = _letters_of(CJK)


class _Met[Said: (str, int)](dict[Said, int]):
    """Numbers of what was met before; what is new is given one."""

    def __init__(self, new: Callable[[Said], int]) -> None:
        super().__init__()
        self._new: Callable[[Said], int] = new

    def __missing__(self, said: Said) -> int:
        number = self[said] = self._new(said)
        return number


def _numbers(met: _Met[int], codes: _Whole) -> _Whole:
    """The numbers of many, each looked up once."""
    ones, places = np.unique(codes, return_inverse=True)
    return np.fromiter(map(met.__getitem__, ones.tolist()), np.int64, len(ones))[places]


class _Known:
    """All tokens met so far."""

    def __init__(self) -> None:
        self.number = 0
        self.hashes = np.zeros(1 << 14, dtype=np.int64)
        # Beginnings of a word: so many, from this place on.
        self.begun = np.zeros((1 << 14, 2), dtype=np.int64)
        self.beginnings = np.zeros(1 << 12, dtype=np.int64)
        self._begun = 0
        self.words: _Met[str] = _Met(self._word)
        self.starts: _Met[str] = _Met(lambda token: self._add("p", token))
        self.letters: _Met[int] = _Met(lambda code: self._add("c", chr(code)))
        # Pairs of Chinese characters, and single ones, by their code points.
        self.spelt: _Met[int] = _Met(lambda code: self.words[_spelt(code)])

    def _add(self, kind: str, token: str) -> int:
        number = self.number
        if number == len(self.hashes):
            self.hashes, self.begun = _doubled(self.hashes), _doubled(self.begun)
        self.hashes[number] = int.from_bytes(digest_of(kind + token))
        self.number += 1
        return number

    def _word(self, token: str) -> int:
        number = self._add("w", token)
        starts = [self.starts[start] for start in beginnings(token)]
        self.begun[number] = len(starts), self._begun
        end = self._begun + len(starts)
        if end > len(self.beginnings):
            self.beginnings = _doubled(self.beginnings)
        self.beginnings[self._begun : end] = starts
        self._begun = end
        return number


def _doubled[Kind: np.generic](array: NDArray[Kind]) -> NDArray[Kind]:
    return np.concatenate([array, np.zeros_like(array)])


def _spelt(code: int) -> str:
    first, second = code >> _LETTER_BITS, code & _LETTER
    return (chr(first) if first else "") + chr(second)


class _Memory:
    """What was met, until it is too much; of one thread at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._known = _Known()

    def known(self) -> _Known:
        if self._known.number > _MOST_KNOWN:
            self._known = _Known()
        return self._known


_MEMORY: Final = _Memory()


def encode(document: Document, words: Lexicon = EMPTY) -> Encoded:
    """Everything a document is found by. Titles and names may be found by single characters."""
    return encode_many([(document.title, document.names, document.body)], words)[0]


def encode_many(texts: Sequence[Texts], words: Lexicon = EMPTY) -> list[Encoded]:
    """The same of many titles, names and bodies, in order."""
    with _MEMORY.lock:
        return [each for some in _portions(texts) for each in _encoded(some, words)]


def _portions(texts: Sequence[Texts]) -> Iterator[Sequence[Texts]]:
    begun = letters = 0
    for at, (title, names, body) in enumerate(texts):
        if letters > _MOST_LETTERS or at - begun >= _MOST_TEXTS:
            yield texts[begun:at]
            begun, letters = at, 0
        letters += len(title) + len(body) + sum(map(len, names))
    if texts:
        yield texts[begun:]


def _encoded(texts: Sequence[Texts], words: Lexicon) -> Iterator[Encoded]:
    """Of one portion."""
    folded = [
        fold(text[:LONGEST_TEXT])
        for title, names, body in texts
        for text in (title, " ".join(names), body)
    ]
    pieces = [cut(text) for text in folded]
    longer = [longer_tokens(each, words) for each in pieces]
    held = _Held(_MEMORY.known(), folded, longer)
    weights = held.weights(len(texts))
    keys = held.texts(len(texts), short=False)
    heads = held.texts(len(texts), short=True)
    readings = [f" {' '.join(run or word for run, word in each)} " for each in pieces]
    for at, (_title, names, _body) in enumerate(texts):
        yield Encoded(
            sparse=weights[at],
            keys=keys[at],
            head=heads[at],
            reading=" \n ".join(readings[at * _FIELDS : (at + 1) * _FIELDS]),
            names=sorted({key for name in names for key in _name_keys(name)}),
        )


class _Held:
    """What each field of a portion holds, as pairs of field and number, by kind.

    A field is numbered by its document: three times the document's place, and its own.
    """

    def __init__(self, known: _Known, folded: Sequence[str], longer: Sequence[list[str]]) -> None:
        self._known = known
        length = [len(text) + 1 for text in folded]
        text = "\n".join([*folded, ""])
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        codes, fields = letters.astype(np.int64), np.repeat(np.arange(len(folded)), length)
        han = _IS_HAN[codes]
        spelt, at = self._spelt(codes, han), np.flatnonzero(han)
        words = np.fromiter(map(known.words.__getitem__, chain.from_iterable(longer)), np.int64)
        within = np.repeat(np.arange(len(folded)), [len(each) for each in longer])
        number = np.bincount(within, minlength=len(folded))
        number += np.bincount(fields[spelt[0]], minlength=len(folded))
        kind = np.arange(len(folded)) % _FIELDS
        self._norms = _WEIGHTS[kind] / (1 - _LENGTH + _LENGTH * number / _USUAL[kind])
        long_ones = _counted(within, words)
        short_ones = _counted(fields[spelt[0]], _numbers(known.spelt, spelt[1]))
        self._words = tuple(map(np.concatenate, zip(long_ones, short_ones, strict=True)))
        self._begun = self._beginnings(*long_ones[:2])
        self._letters = _counted(fields[at], _numbers(known.letters, codes[at]))[:2]

    @staticmethod
    def _spelt(codes: _Whole, han: NDArray[np.bool_]) -> tuple[_Whole, _Whole]:
        """Neighbouring pairs, and the last character of each run: where, and their codes."""
        pairs = np.flatnonzero(han[:-1] & han[1:])
        last = np.flatnonzero(han[:-1] & ~han[1:])
        paired = codes[pairs] << _LETTER_BITS | codes[pairs + 1]
        return np.concatenate([pairs, last]), np.concatenate([paired, codes[last]])

    def _beginnings(self, fields: _Whole, numbers: _Whole) -> tuple[_Whole, _Whole]:
        many, start = self._known.begun[numbers].T
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        found = self._known.beginnings[np.repeat(start, many) + within]
        return _counted(np.repeat(fields, many), found)[:2]

    def weights(self, documents: int) -> list[Sparse]:
        """BM25F without the rarity of the word; characters weigh in short fields only."""
        fields, numbers, times = self._words
        short = self._letters[0] % _FIELDS != _FIELDS - 1
        others = [(*self._begun,), tuple(part[short] for part in self._letters)]
        weighed = np.concatenate(
            [times * self._norms[fields], *(self._norms[each[0]] for each in others)]
        )
        fields = np.concatenate([fields, *(each[0] for each in others)])
        numbers = np.concatenate([numbers, *(each[1] for each in others)])
        code = (fields // _FIELDS << _NUMBER_BITS) | self._known.hashes[numbers] >> _BEYOND
        order = np.argsort(code, kind="stable")
        code, weighed = code[order], weighed[order]
        first = _first_of_each(code)
        weights = np.add.reduceat(weighed, first) if len(first) else weighed
        code = code[first]
        values = weights * (_SATURATION + 1) / (weights + _SATURATION)
        ends = np.searchsorted(code, np.arange(documents + 1) << _NUMBER_BITS)
        return [
            _sparse(code[start:end] & _NUMBER, values[start:end])
            for start, end in pairwise(ends.tolist())
        ]

    def texts(self, documents: int, *, short: bool) -> list[str]:
        """The keys of all fields, or of the short ones, separated by spaces.

        Of too many those of the short fields are kept first.
        """
        kinds = (self._words, self._begun, self._letters)
        fields = np.concatenate([each[0] for each in kinds])
        numbers = np.concatenate([each[1] for each in kinds])
        long = fields % _FIELDS == _FIELDS - 1
        if short:
            fields, numbers, long = fields[~long], numbers[~long], long[~long]
        code = (fields // _FIELDS << _HASH_BITS | self._known.hashes[numbers]) << 1 | long
        code.sort()
        code = code[_first_of_each(code >> 1)]
        hashes, long = code >> 1 & _HASH, code & 1 == 1
        ends = np.searchsorted(code, np.arange(documents + 1) << _HASH_BITS + 1).tolist()
        text = _written(hashes)
        return [
            text[start * _WIDE : end * _WIDE][:-1]
            if end - start <= 2 * _MOST_KEYS
            else _fewer(hashes[start:end], long[start:end])
            for start, end in pairwise(ends)
        ]


def _written(hashes: _Whole) -> str:
    """The keys of hashes, a space behind each; as `encoding.key_of`."""
    letters = np.full((len(hashes), _WIDE), ord(" "), dtype=np.uint8)
    for at in range(KEY_LENGTH):
        letters[:, at] = _ALPHABET[hashes >> 6 * (KEY_LENGTH - 1 - at) & 63]
    return letters.tobytes().decode("ascii")


def _fewer(hashes: _Whole, long: NDArray[np.bool_]) -> str:
    return _written(hashes[np.argsort(long, kind="stable")[: 2 * _MOST_KEYS]])[:-1]


def _counted(fields: _Whole, numbers: _Whole) -> tuple[_Whole, _Whole, _Whole]:
    """Each number of each field once, by field, and how often it was there."""
    code = fields << _NUMBER_BITS | numbers
    code.sort()
    first = _first_of_each(code)
    times = np.diff(np.append(first, len(code)))
    return code[first] >> _NUMBER_BITS, code[first] & _NUMBER, times


def _first_of_each(ordered: _Whole) -> _Whole:
    """Where each value begins."""
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def _sparse(dimensions: _Whole, values: _Real) -> Sparse:
    if len(values) > _MOST_KEYS:
        best = np.argsort(-values, kind="stable")[:_MOST_KEYS]
        dimensions, values = dimensions[best], values[best]
    return Sparse(dimensions.tolist(), values.tolist())
