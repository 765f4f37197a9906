"""Tokens: dictionary words for meaning, pairs of characters so that parts of words are found.

Every run of Chinese characters is indexed by its words, by all its neighbouring pairs and by
its last character. So a word of two or more characters is found by its pairs wherever it
stands, even if the segmenter cut the document elsewhere; and a single character is found as
the beginning of a token.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import rjieba

from citystage.engines.text.characters import CJK, HAN_RUN
from citystage.engines.text.folding import fold
from citystage.engines.text.words import EMPTY, STOP_WORDS, Lexicon

LONGEST_TEXT: Final = 200_000
"""Characters read; what lies behind them is not indexed."""
LONGEST_WORD: Final = 64
MOST_TERMS: Final = 32
_PAIR: Final = 2

# Chinese runs; or words of any other script with what joins them: 5g-a, c++, t/cecs, 10.5.
_PIECE = re.compile(rf"(?P<han>[{CJK}]+)|(?P<word>[^\W_{CJK}]+(?:[-._+#/&'’][^\W_{CJK}]+)*[+#]*)")
_JOINTS = re.compile(r"[-._+#/&'’]+")


class Kind(StrEnum):
    """How a term is to be looked up."""

    HAN = "han"
    LETTER = "letter"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query.

    `alternatives`: any one suffices; within it all tokens must be in the document. `forms`: the
    folded spellings (synonyms too) to mark on screen. A LETTER is a single Chinese character:
    look it up as the beginning of a token. A WORD may be looked up so as well.
    """

    text: str
    kind: Kind
    alternatives: tuple[tuple[str, ...], ...]
    forms: tuple[str, ...]


def index_tokens(text: str, *, words: Lexicon = EMPTY) -> list[str]:
    """Tokens of a document in order of appearance, repeated as often as they occur.

    `words` adds a city's own terms (chains, fields, organisation names) to the dictionary.
    """
    return folded_tokens(fold(text[:LONGEST_TEXT]), words=words)


def folded_tokens(folded: str, *, words: Lexicon = EMPTY) -> list[str]:
    """The same of a text that was folded (and cut to `LONGEST_TEXT`) already."""
    found: list[str] = []
    for run, word in cut(folded):
        if run:
            # A pair that is a word as well is given once: by the pairs, which are always complete.
            found += _longer(run, words)
            found += map(str.__add__, run, run[1:])
            found.append(run[-1])
        else:
            found += _word_tokens(word)
    return found


def cut(folded: str) -> list[tuple[str, str]]:
    """A folded text in pieces: of each the run of Chinese characters, or the other word."""
    return _PIECE.findall(folded)


def pieces(folded: str) -> list[str]:
    """Runs of Chinese characters and words of other scripts in order; all else separates them."""
    return [run or word for run, word in cut(folded)]


def longer_tokens(pieces: Iterable[tuple[str, str]], words: Lexicon = EMPTY) -> list[str]:
    """Of a cut text all tokens but pairs and last characters of runs, which need no dictionary."""
    found: list[str] = []
    for run, word in pieces:
        found += _longer(run, words) if run else _word_tokens(word)
    return found


def _longer(run: str, words: Lexicon) -> list[str]:
    """Words of more than two characters: a dictionary's, and the city's own."""
    found = [word for word in rjieba.cut_for_search(run) if len(word) > _PAIR]
    if words:
        own = (run[start:end] for start, end in words.occurrences(run) if end - start > _PAIR)
        known = set(found)
        found += [word for word in own if word not in known]
    return found


def _word_tokens(word: str) -> list[str]:
    if word.isalnum():
        return [word[:LONGEST_WORD]]
    parts = [part for part in _JOINTS.split(word) if part]
    return [part[:LONGEST_WORD] for part in (word, *(parts if parts != [word] else ()))]


def pairs(run: str) -> tuple[str, ...]:
    """All neighbouring pairs of a run: `海纳云` gives `海纳`, `纳云`."""
    return tuple(map(str.__add__, run, run[1:]))


def query_terms(
    text: str,
    *,
    words: Lexicon = EMPTY,
    synonyms: Mapping[str, Collection[str]] | None = None,
) -> tuple[Term, ...]:
    """Words of what a person searches for, each with the ways it may stand in a document.

    `synonyms` maps a folded word to others of the same meaning. Words that say nothing are
    dropped unless nothing else is left; repeated words count once; at most `MOST_TERMS`.
    """
    found = dict.fromkeys(_query_words(fold(text[:LONGEST_TEXT]), words))
    telling = [word for word in found if word not in STOP_WORDS] or list(found)
    known = synonyms or {}
    return tuple(_term(word, known.get(word, ())) for word in telling[:MOST_TERMS])


def phrase_tokens(text: str) -> tuple[str, ...]:
    """Tokens that every document holding this exact phrase has; verify the phrase itself after."""
    return tuple(dict.fromkeys(_required(fold(text[:LONGEST_TEXT]))))


def _query_words(folded: str, words: Lexicon) -> Iterator[str]:
    for piece in _PIECE.finditer(folded):
        if run := piece["han"]:
            at = 0
            for start, end in words.longest(run):
                yield from rjieba.cut(run[at:start])
                yield run[start:end]
                at = end
            yield from rjieba.cut(run[at:])
        else:
            yield piece["word"][:LONGEST_WORD]


def _term(word: str, others: Collection[str]) -> Term:
    forms = tuple(dict.fromkeys([word, *map(fold, others)]))
    alternatives = [tokens for form in forms for tokens in _alternatives(form)]
    return Term(word, _kind(word), tuple(dict.fromkeys(alternatives)), forms)


def _kind(word: str) -> Kind:
    if not HAN_RUN.fullmatch(word):
        return Kind.WORD
    return Kind.HAN if len(word) > 1 else Kind.LETTER


def _alternatives(form: str) -> list[tuple[str, ...]]:
    """The word whole (rarer, so it ranks better), and the parts that find it anywhere."""
    whole = [(form,)] if len(form) > _PAIR and HAN_RUN.fullmatch(form) else []
    parts = [part for part in _JOINTS.split(form) if part]
    joined = [tuple(parts)] if len(parts) > 1 and not HAN_RUN.search(form) else []
    required = tuple(dict.fromkeys(_required(form)))
    return [way for way in (*whole, required, *joined) if way]


def _required(folded: str) -> Iterator[str]:
    for piece in _PIECE.finditer(folded):
        if run := piece["han"]:
            yield from pairs(run) if len(run) > 1 else (run,)
        elif (word := piece["word"]) == folded or word not in STOP_WORDS:
            yield word[:LONGEST_WORD]
