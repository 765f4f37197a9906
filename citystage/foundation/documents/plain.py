"""Text as a page can carry it: nothing a format refuses, nothing that turns a line around."""

import re
import unicodedata
from collections.abc import Sequence

# Never printable, or refused by XML (and so by DOCX): control characters except the line feed, lone
# surrogates, non-characters. Then the marks that reorder what is read after them: in an official
# document they serve only to make a line say something else than its bytes.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    "|["
    + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(17))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_LONG_WORD = re.compile(r"[!-~\u00a1-\u052f]{25,}")
_BREAK = "\u200b"

ELLIPSIS = "…"
TITLE_LIMIT = 200
TEXT_LIMIT = 8_000


def clean(text: str) -> str:
    """The same text without what no page can carry; line ends become line feeds, empty lines go."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _BLANK_LINES.sub("\n", _UNFIT.sub("", text)).strip()


def line(text: str, *, limit: int = TITLE_LIMIT) -> str:
    """Cleaned, on one line, and at most `limit` characters, the last an ellipsis when cut."""
    return clip(" ".join(clean(text[: limit * 4]).split()), limit=limit)


def titled(text: str, *, untitled: str, limit: int = TITLE_LIMIT) -> str:
    """The text on one line, or `untitled` when nothing of it can be seen."""
    text = line(text, limit=limit)
    return text if any(_visible(character) for character in text) else untitled


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS"


def clip(text: str, *, limit: int, notice: str = "") -> str:
    """`text` when it fits `limit` characters, else its beginning, an ellipsis and `notice`."""
    if len(text) <= limit:
        return text
    return text[: max(limit - 1, 0)].rstrip() + ELLIPSIS + notice


def soften(text: str) -> str:
    """The text with places to break inside words too long for a column (addresses, serials)."""
    return _LONG_WORD.sub(lambda word: _split(word.group()), text)


def _split(word: str) -> str:
    return _BREAK.join(word[at : at + 8] for at in range(0, len(word), 8))


def share_out(texts: Sequence[str], *, budget: int, notice: str) -> list[str]:
    """The texts, each cut to its share so that together they stay near `budget` characters.

    Short texts keep all they have; what they leave over goes to the longer ones.
    """
    allowed = budget
    waiting = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    shares = [0] * len(texts)
    for place, index in enumerate(waiting):
        shares[index] = min(len(texts[index]), allowed // (len(waiting) - place))
        allowed -= shares[index]
    return [
        clip(text, limit=share, notice=notice) for text, share in zip(texts, shares, strict=True)
    ]
