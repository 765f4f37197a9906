"""Read a formula: ``count units of answer, trial where kind = purchase and proven``."""

import re
from dataclasses import dataclass
from typing import Final

from citystage.engines.indicators.language import (
    FIELDS,
    STANDINGS,
    Condition,
    Count,
    Formula,
    FormulaError,
    Median,
    Of,
    Ratio,
    Share,
    Sum,
)

_TOKEN = re.compile(r'(?P<space>\s+)|(?P<word>[\w-]+)|"(?P<quoted>[^"]*)"|(?P<sign>!=|[=,()/])')
_RESERVED: Final = frozenset(
    {"count", "sum", "share", "median", "new", "units", "of", "where", "and", "with", "from", "to"}
)

SHAPES: Final = (
    "count units of …, count new units of …, sum amount of …, share of units of … with …, "
    "median days from … to …"
)
EMPTY: Final = "The formula is empty; write one of: %(shapes)s."
STRANGE: Final = "At sign %(at)s, “%(found)s” is not known in a formula."
EXPECTED: Final = "At sign %(at)s, write “%(wanted)s” instead of “%(found)s”."
MISSING: Final = "After sign %(at)s, “%(wanted)s” is missing."
BEGINNING: Final = "At sign %(at)s, “%(found)s” begins no formula; write one of: %(shapes)s."
NO_SOURCE: Final = "At sign %(at)s, write the name of a source instead of “%(found)s”."
NO_FIELD: Final = (
    "At sign %(at)s, “%(found)s” cannot be asked for; write one of: %(fields)s, proven, claimed."
)
NO_VALUE: Final = "At sign %(at)s, write a value instead of “%(found)s”."
NO_COMPARISON: Final = "At sign %(at)s, write =, !=, in (…) or not in (…) instead of “%(found)s”."
NO_MORE: Final = "At sign %(at)s, the formula should end; “%(found)s” is too much."
NOT_OVER: Final = "At sign %(at)s, only counts and sums can be divided."


def parse(text: str) -> Formula:
    """The formula a text means. Raises ``FormulaError`` with the place and what to write."""
    return _Reader(_tokens(text)).formula()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    at: int
    quoted: bool = False


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise FormulaError(STRANGE, at=at + 1, found=text[at])
        if token.lastgroup == "quoted":
            found.append(_Token(token["quoted"], at + 1, quoted=True))
        elif token.lastgroup != "space":
            found.append(_Token(token[0], at + 1))
        at = token.end()
    return [*found, _Token("", len(text) + 1)]


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._next = tokens, 0

    def formula(self) -> Formula:
        if not self._here.text:
            raise FormulaError(EMPTY, at=1, shapes=SHAPES)
        found = self._one()
        if self._here.text == "/":
            found = self._over(found)
        if self._here.text or self._here.quoted:
            raise FormulaError(NO_MORE, at=self._here.at, found=self._here.text)
        return found

    def _over(self, top: Formula) -> Ratio:
        sign = self._take()
        bottom = self._one()
        if not isinstance(top, Count | Sum) or not isinstance(bottom, Count | Sum):
            raise FormulaError(NOT_OVER, at=sign.at)
        return Ratio(top, bottom)

    def _one(self) -> Formula:
        first = self._take()
        match first.text:
            case "count":
                new = self._here.text == "new"
                if new:
                    self._take()
                self._want("units", "of")
                return Count(self._of(), new=new)
            case "sum":
                self._want("amount", "of")
                return Sum(self._of())
            case "share":
                self._want("of", "units", "of")
                base = self._of()
                self._want("with")
                return Share(base, self._of())
            case "median":
                self._want("days", "from")
                start = self._of()
                self._want("to")
                return Median(start, self._of())
        if not first.text:
            raise FormulaError(MISSING, at=first.at - 1, wanted="count")
        raise FormulaError(BEGINNING, at=first.at, found=first.text, shapes=SHAPES)

    def _of(self) -> Of:
        sources = [self._source()]
        while self._here.text == ",":
            self._take()
            sources.append(self._source())
        where: list[Condition] = []
        if self._here.text == "where":
            self._take()
            where.append(self._condition())
            while self._here.text == "and":
                self._take()
                where.append(self._condition())
        names = tuple(one.text for one in sources)
        return Of(names, tuple(where), tuple(one.at for one in sources))

    def _source(self) -> _Token:
        token = self._take()
        if not token.text:
            raise FormulaError(MISSING, at=token.at - 1, wanted="source")
        if token.text in _RESERVED or not token.text[0].isalpha() or token.quoted:
            raise FormulaError(NO_SOURCE, at=token.at, found=token.text)
        return token

    def _condition(self) -> Condition:
        token = self._take()
        if token.text in STANDINGS:
            return Condition("standing", (token.text,), at=token.at)
        if token.text not in FIELDS:
            fields = ", ".join(FIELDS)
            raise FormulaError(NO_FIELD, at=token.at, found=token.text, fields=fields)
        sign = self._take()
        if sign.text in {"=", "!="}:
            return Condition(token.text, (self._value(),), sign.text == "!=", token.at)
        negated = sign.text == "not"
        if negated:
            sign = self._take()
        if sign.text != "in":
            raise FormulaError(NO_COMPARISON, at=sign.at, found=sign.text)
        self._want("(")
        values = [self._value()]
        while self._here.text == ",":
            self._take()
            values.append(self._value())
        self._want(")")
        return Condition(token.text, tuple(values), negated, token.at)

    def _value(self) -> str:
        token = self._take()
        if not token.quoted and (not token.text or not (token.text[0].isalnum())):
            raise FormulaError(NO_VALUE, at=token.at, found=token.text)
        return token.text

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _want(self, *words: str) -> None:
        for word in words:
            token = self._take()
            if token.text == word and not token.quoted:
                continue
            if not token.text:
                raise FormulaError(MISSING, at=token.at - 1, wanted=word)
            raise FormulaError(EXPECTED, at=token.at, wanted=word, found=token.text)
