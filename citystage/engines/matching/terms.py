"""Terms: what texts are compared by, in two views; letters, and dictionary words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import rjieba

from citystage.engines.text.characters import CJK
from citystage.engines.text.folding import fold
from citystage.engines.text.words import STOP_WORDS

LONGEST_TEXT: Final = 20_000
"""Characters compared; a record that is longer is compared by its beginning."""
WORD: Final = "~"
"""Begins every term of the view of words; no term of letters can begin so."""
_LONGEST_WORD: Final = 40
_LONG_WORD: Final = 4
_LETTERS: Final = 3

_HAN = re.compile(f"[{CJK}]+")
_LATIN = re.compile(rf"[^\W_{CJK}]+(?:[.+#][^\W_{CJK}]*)*")
# Of both views.
_SILENT: Final = STOP_WORDS | {WORD + word for word in STOP_WORDS}
_ENDINGS: Final = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", ""))


class Synonyms:
    """Words of one meaning: each of them in a text also counts as their common sign."""

    __slots__ = ("_pattern", "_signs")

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._signs: dict[str, str] = {}
        for word, others in groups.items():
            for form in (word, *others):
                if folded := fold(form):
                    self._signs.setdefault(folded, f"{WORD}={fold(word)}")
        longest_first = sorted(self._signs, key=len, reverse=True)
        bounded = (
            rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" if form.isascii() else re.escape(form)
            for form in longest_first
        )
        self._pattern = re.compile("|".join(bounded)) if longest_first else None

    def sign(self, word: str) -> str:
        """What every word of its meaning counts as; empty for one that is not known."""
        return self._signs.get(fold(word), "")

    def span(self, folded: str, sign: str) -> tuple[int, int] | None:
        """Where a folded text first has a word of this sign."""
        found = self._pattern.finditer(folded) if self._pattern is not None else ()
        return next((one.span() for one in found if self._signs[one[0]] == sign), None)

    def signs(self, folded: str) -> Iterator[str]:
        if self._pattern is not None:
            for found in self._pattern.finditer(folded):
                yield self._signs[found[0]]


def terms(text: str, synonyms: Synonyms | None = None) -> list[str]:
    """Terms of both views, repeated as often as they occur. Never raises.

    Letters: all pairs of a Chinese run (a run of one gives itself), each three letters of a Latin
    word. Words, behind `WORD`: those of the dictionary, also the ones within others; Latin stems.
    """
    folded = fold(text[:LONGEST_TEXT])
    found = [term for term in _terms(folded) if term not in _SILENT]
    if synonyms is not None:
        found += synonyms.signs(folded)
    return found


def _terms(folded: str) -> list[str]:
    found: list[str] = []
    for run in _HAN.findall(folded):
        found += _pairs(run)
        found += [WORD + word for word in rjieba.cut_for_search(run)]
    for word in _LATIN.findall(folded):
        short = word[:_LONGEST_WORD]
        found.append(WORD + stem(short))
        letters = range(max(1, len(short) - _LETTERS + 1))
        found += [short[at : at + _LETTERS] for at in letters]
    return found


def _pairs(run: str) -> Iterable[str]:
    return map(str.__add__, run, run[1:]) if len(run) > 1 else (run,)


def letters_of(folded: str) -> list[str]:
    """Terms of a folded text without its dictionary words: enough for one sentence."""
    found: list[str] = []
    for run in _HAN.findall(folded):
        found += _pairs(run)
    found += [WORD + stem(word[:_LONGEST_WORD]) for word in _LATIN.findall(folded)]
    return [term for term in found if term not in _SILENT]


def stem(word: str) -> str:
    """A Latin word without its plural or verbal ending; short and foreign ones as they are."""
    if len(word) <= _LONG_WORD or not word.isascii():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LONG_WORD - 1:
            return word.removesuffix(ending) + instead
    return word


def shown_words(folded: str) -> list[str]:
    """Words of a folded text as a person reads them, of two characters or more, each once."""
    found = [word for run in _HAN.findall(folded) for word in rjieba.cut(run)]
    found += _LATIN.findall(folded)
    return [word for word in dict.fromkeys(found) if len(word) > 1]
