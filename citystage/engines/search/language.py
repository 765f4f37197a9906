"""The query language: `领域:低空 金额:>500 "短语" -排除 词`, read without ever failing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from citystage.engines.text.folding import fold

LONGEST_QUERY: Final = 500
"""Characters read of a query; what lies behind is dropped and reported."""
MOST_PIECES: Final = 40


class Operator(StrEnum):
    """How a field is compared."""

    IS = "is"
    MORE = "gt"
    AT_LEAST = "gte"
    LESS = "lt"
    AT_MOST = "lte"
    BETWEEN = "between"


class Trouble(StrEnum):
    """What could not be taken as it was written; the page words it, the search goes on."""

    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNKNOWN_FIELD = "unknown_field"
    EMPTY_VALUE = "empty_value"
    EMPTY_EXCLUSION = "empty_exclusion"
    BAD_RANGE = "bad_range"
    # Told by whoever knows the values of a field.
    UNKNOWN_VALUE = "unknown_value"


@dataclass(frozen=True, slots=True)
class Problem:
    """A trouble and the piece of the query it is about."""

    trouble: Trouble
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a field: canonical name, folded value; `upper` is set for BETWEEN."""

    field: str
    operator: Operator
    value: str
    upper: str = ""
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read; all texts are folded. An empty one matches everything."""

    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """What ranks the results: terms and phrases, for `text.tokens.query_terms`."""
        return " ".join((*self.terms, *self.phrases))

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases or self.excluded or self.filters)


# Quotes of both languages open and close; folding has made ：＞－＂ ASCII already.
_OPEN: Final = '"“”「『'
_CLOSE: Final = '"“”」』'
_QUOTED = rf"[{_OPEN}](?P<{{0}}>[^{_CLOSE}]*)(?P<{{0}}_end>[{_CLOSE}]?)"
_PIECE = re.compile(
    rf"(?P<minus>-)?(?:{_QUOTED.format('phrase')}"
    rf"|(?P<field>[^\s:{_OPEN}]+):(?:{_QUOTED.format('quoted')}|(?P<value>[^\s{_OPEN}]*))"
    rf"|(?P<word>[^\s{_OPEN}]+)|(?P<lone>(?<=-)))"
)
_SIGNS: Final = {
    ">": Operator.MORE, ">=": Operator.AT_LEAST, "≥": Operator.AT_LEAST,
    "<": Operator.LESS, "<=": Operator.AT_MOST, "≤": Operator.AT_MOST,
}  # fmt: skip
# `2026-05` is a month, not a range.
_NUMBERS = re.compile(
    r"(?!\d{4}-\d{1,2}$)(?P<low>\d[\d.,]*\w?)?(?P<dots>\.\.|[~–—-])(?P<high>\d[\d.,]*\w?)?"
)


def parse(text: str, fields: Mapping[str, str]) -> Query:
    """Read what a person typed. `fields` maps folded names in either language to canonical ones.

    Words are separated by spaces; `"…"`, `“…”` or `「…」` hold a phrase; `-` in front excludes a
    word, phrase or condition; `name:value` is a condition with `>`, `>=`, `<`, `<=` (also ≥ ≤ and
    full-width), or a range `a..b`, `a-b`, `a..`, `..b` of numbers. A name that is not in `fields`
    is searched as words. Never raises: what cannot be read is left out or taken as words, and
    listed in `problems`.
    """
    reader = _Reader(fields)
    if len(text) > LONGEST_QUERY:
        reader.problem(Trouble.TOO_LONG)
    pieces = list(_pieces(fold(text[:LONGEST_QUERY])))
    if len(pieces) > MOST_PIECES:
        reader.problem(Trouble.TOO_MANY)
    for piece in pieces[:MOST_PIECES]:
        reader.read(piece)
    return reader.query()


def _pieces(folded: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(folded):
        piece = _PIECE.match(folded, at)
        if piece and piece.end() > at:
            yield piece
            at = piece.end()
        else:
            at += 1


def _once[T](found: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


class _Reader:
    """Collects the parts of one query."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.terms: list[str] = []
        self.phrases: list[str] = []
        self.excluded: list[str] = []
        self.filters: list[Filter] = []
        self.problems: list[Problem] = []

    def problem(self, trouble: Trouble, piece: str = "") -> None:
        self.problems.append(Problem(trouble, piece))

    def query(self) -> Query:
        return Query(
            _once(self.terms),
            _once(self.phrases),
            _once(self.excluded),
            _once(self.filters),
            _once(self.problems),
        )

    def read(self, piece: re.Match[str]) -> None:
        minus = piece["minus"] is not None
        if "" in {piece["phrase_end"], piece["quoted_end"]}:
            self.problem(Trouble.UNCLOSED_QUOTE, piece[0])
        if piece["field"] is not None:
            self._condition(piece, minus=minus)
        elif piece["phrase"] is not None:
            self._words(piece["phrase"].strip(), self.excluded if minus else self.phrases)
        elif piece["word"] is not None:
            self._words(piece["word"], self.excluded if minus else self.terms)
        else:
            self.problem(Trouble.EMPTY_EXCLUSION, piece[0])

    def _words(self, words: str, into: list[str]) -> None:
        if words:
            into.append(words)

    def _condition(self, piece: re.Match[str], *, minus: bool) -> None:
        name = piece["field"]
        value = (piece["value"] if piece["quoted"] is None else piece["quoted"]).strip()
        field = self.fields.get(name)
        if field is None:
            self.problem(Trouble.UNKNOWN_FIELD, name)
            self._words(f"{name} {value}".strip(), self.excluded if minus else self.terms)
        elif not value:
            self.problem(Trouble.EMPTY_VALUE, name)
        else:
            self._filter(field, value, exact=piece["quoted"] is not None, minus=minus)

    def _filter(self, field: str, value: str, *, exact: bool, minus: bool) -> None:
        if exact:
            self.filters.append(Filter(field, Operator.IS, value, excluded=minus))
            return
        if between := _NUMBERS.fullmatch(value):
            if between["low"] or between["high"]:
                self.filters.append(_range(field, between, minus=minus))
            else:
                self.problem(Trouble.BAD_RANGE, value)
            return
        operand = value.lstrip("><≥≤=")
        operator = _SIGNS.get(value.removesuffix(operand), Operator.IS)
        if operand:
            self.filters.append(Filter(field, operator, operand, excluded=minus))
        else:
            self.problem(Trouble.EMPTY_VALUE, field)


def _range(field: str, between: re.Match[str], *, minus: bool) -> Filter:
    low, high = between["low"], between["high"]
    if low and high:
        return Filter(field, Operator.BETWEEN, low, high, excluded=minus)
    if low:
        return Filter(field, Operator.AT_LEAST, low, excluded=minus)
    return Filter(field, Operator.AT_MOST, high, excluded=minus)
