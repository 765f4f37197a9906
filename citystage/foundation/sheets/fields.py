"""What a list can be read into: fields with their names in both languages, and targets."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from citystage.kernel.texts import in_english


class Kind(StrEnum):
    """What sort of content a field holds; it decides how a cell is cleaned and recognised."""

    TEXT = "text"
    LONG = "long"
    MONEY = "money"
    DATE = "date"
    YESNO = "yesno"
    NUMBER = "number"
    PHONE = "phone"
    LINK = "link"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a target.

    ``zh`` and ``en`` head its column in exports; ``synonyms`` are the headings real lists use,
    the most telling first. ``longest`` bounds the text.
    """

    code: str
    zh: str
    en: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    longest: int = 500

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return self.en if in_english() else self.zh

    @property
    def headings(self) -> tuple[str, ...]:
        """Everything that names this field, folded, the most telling first."""
        words = (self.zh, self.en, self.code, *self.synonyms)
        return tuple(dict.fromkeys(fold_heading(word) for word in words))


_UNIT = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOISE = re.compile(r"[\s\-_*:：、,，.。/\\|\"'“”()（）\[\]【】<>《》·#]+")


@lru_cache(maxsize=8192)
def fold_heading(text: str) -> str:
    """A heading without width, case, spaces, marks and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = _NOISE.sub("", _UNIT.sub("", plain))
    return bare or _NOISE.sub("", plain)


def joined(words: Iterable[str]) -> str:
    """Words in a row, parted as the reader's language parts them."""
    return (", " if in_english() else "、").join(words)


def named(  # noqa: PLR0913 -- a table of fields reads best with one line each
    code: str,
    zh: str,
    en: str,
    synonyms: str = "",
    *,
    kind: Kind = Kind.TEXT,
    required: bool = False,
    longest: int = 0,
) -> Field:
    """A field in one line: ``synonyms`` are parted by ``|``; long text may be long by itself."""
    return Field(
        code=code,
        zh=zh,
        en=en,
        kind=kind,
        synonyms=tuple(word for word in synonyms.split("|") if word),
        required=required,
        longest=longest or (20_000 if kind is Kind.LONG else 500),
    )
