"""One form of a text for its vector, and the key the vector is kept by."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from citystage.engines.meaning.contract import Vectors

# No model of ours reads further: 512 tokens of at most 16 signs.
LONGEST = 8192
# Signs looked at before white space is closed up.
_LOOKED_AT = 8 * LONGEST
_NOTHING_TO_READ = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff\ud800-\udfff]+")


def normal(text: str) -> str:
    """The text without control signs and halves of signs, white space closed up, cut to LONGEST."""
    return _NOTHING_TO_READ.sub(" ", text[:_LOOKED_AT]).strip()[:LONGEST].rstrip()


def content_hash(text: str) -> bytes:
    """16 bytes that stand for what `normal` leaves of the text."""
    return hashlib.blake2b(normal(text).encode(), digest_size=16).digest()


def scatter(texts: Sequence[str], dim: int) -> tuple[list[int], Vectors]:
    """Which (normal) texts say anything, and zeros for all of them."""
    spoken = [place for place, text in enumerate(texts) if text]
    return spoken, np.zeros((len(texts), dim), np.float32)
