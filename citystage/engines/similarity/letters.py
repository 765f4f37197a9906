"""Letters: what of a text counts when two are compared; layout and punctuation do not."""

import re
import unicodedata
from typing import Final

LONGEST_TEXT: Final = 50_000
"""Characters compared; a scenario has a few hundred."""
GRAM: Final = 3

_SILENT = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Letters and digits of the text, NFKC and case-folded; nothing else."""
    level = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()
    return _SILENT.sub("", level)


def grams(text: str) -> set[str]:
    """Character 3-grams of the letters; a shorter text is its own only gram, an empty has none."""
    bare = letters(text)
    if len(bare) <= GRAM:
        return {bare} - {""}
    return {bare[at : at + GRAM] for at in range(len(bare) - GRAM + 1)}
