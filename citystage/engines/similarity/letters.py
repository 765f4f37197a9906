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


def shingles(text: str) -> list[str]:
    """Character 3-grams of the letters as often as they occur.

    A shorter text is its own only gram, one without letters has none.
    """
    return shingles_of(letters(text))


def shingles_of(bare: str) -> list[str]:
    """The same for letters that were taken before."""
    if len(bare) <= GRAM:
        return [bare] if bare else []
    return [bare[at : at + GRAM] for at in range(len(bare) - GRAM + 1)]


def grams(text: str) -> set[str]:
    """The different 3-grams of a text."""
    return set(shingles(text))
