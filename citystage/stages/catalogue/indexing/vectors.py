"""Search vectors: tokens with weights, written as PostgreSQL writes a ``tsvector``."""

from collections import defaultdict
from collections.abc import Iterable

from citystage.engines.text.pinyin import name_keys
from citystage.engines.text.tokens import index_tokens
from citystage.engines.text.words import EMPTY, Lexicon

# PostgreSQL keeps positions up to 16383, at most 255 of one word, and 1 MB of a vector.
_LAST_POSITION = 16_000
_MOST_POSITIONS = 40
_MOST_TOKENS = 20_000
# Marks pinyin and initials of names, so that they never meet words of texts.
NAME_MARK = "~"


def quote(token: str) -> str:
    """A lexeme as ``tsvector`` and ``tsquery`` literals write it."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(*, title: str, names: Iterable[str], body: str, words: Lexicon = EMPTY) -> str:
    """The literal of a vector: title A, names and their pinyin B, body C."""
    places: dict[str, list[str]] = defaultdict(list)
    position = 0
    for text, weight in ((title, "A"), (" ".join(names), "B"), (body, "C")):
        for token in index_tokens(text, words=words)[:_MOST_TOKENS]:
            position = min(position + 1, _LAST_POSITION)
            if len(places[token]) < _MOST_POSITIONS:
                places[token].append(f"{position}{weight}")
        position = min(position + 10, _LAST_POSITION)
    for name in names:
        for key in sorted(name_keys(name)):
            places[NAME_MARK + key] = ["1B"]
    return " ".join(f"{quote(token)}:{','.join(where)}" for token, where in places.items())
