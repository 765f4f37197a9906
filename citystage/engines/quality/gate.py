"""The gate: what is done, vague or missing in the answers, and the score that follows from it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from citystage.engines.quality.rules import Need, Part, Rules
from citystage.engines.text.dates import find_dates
from citystage.engines.text.quantities import find_measures
from citystage.kernel.money import find_money

LONGEST_ANSWER: Final = 20_000
"""Characters of one answer that are read."""

_CLAUSE = re.compile(r"[^。；;！!？?\n]+")


class State(StrEnum):
    """How clear a part is."""

    DONE = "done"
    VAGUE = "vague"
    MISSING = "missing"


class Shortfall(StrEnum):
    """What a check found lacking; the shell words it with the finding's `params`."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    PATTERN = "pattern"
    NUMBER_WITH_UNIT = "number_with_unit"
    DATE = "date"
    MONEY = "money"
    MENTION = "mention"
    VAGUE_WORDS = "vague_words"


@dataclass(frozen=True, slots=True)
class VagueSpan:
    """A vague word in an answer: its key and the span `[start, end)` of characters."""

    field: str
    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that failed. `required` ones make the part vague, others are advice.

    `params`: TOO_SHORT has `length` and `min_length`; PATTERN has `pattern` (its code); MENTION
    and VAGUE_WORDS have `words`.
    """

    shortfall: Shortfall
    params: Mapping[str, Any]
    required: bool = True


@dataclass(frozen=True, slots=True)
class PartResult:
    """State of a part and its points out of `weight`."""

    code: str
    state: State
    points: Decimal
    weight: int
    findings: tuple[Finding, ...]
    vague: tuple[VagueSpan, ...]
    blocks_release: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """All parts in the rules' order, and the score 0..100."""

    parts: tuple[PartResult, ...]
    score: int
    ready: bool
    weak: bool

    @property
    def blocking(self) -> tuple[str, ...]:
        """Codes of parts that must be done before release and are not."""
        return tuple(
            part.code for part in self.parts if part.blocks_release and part.state is not State.DONE
        )


def assess(answers: Mapping[str, object], rules: Rules) -> Assessment:
    """Judge answers by key; any value will do: text, number, date, list, mapping or nothing.

    A part is MISSING when all it reads is empty (0 points), DONE when every required check
    passes (its weight), else VAGUE: the share of required checks that passed, being written
    counted as one. The score is the points by the weights, rounded down, so 100 means all done.
    A vague word counts only in a clause without a number and its unit: 效率提高30% is not vague.
    Never raises for odd answers.
    """
    texts = {key: _text(value)[:LONGEST_ANSWER] for key, value in answers.items()}
    parts = tuple(_judge(part, answers, texts, rules.vague) for part in rules.parts)
    weights = sum(part.weight for part in parts)
    points = sum((part.points for part in parts), Decimal(0))
    score = int(points * 100 / weights) if weights else 0
    ready = score >= rules.ready_from
    return Assessment(parts, score, ready=ready, weak=score < rules.weak_below)


def _text(value: object) -> str:
    """An answer as text; numbers and dates as people write them."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Mapping):
        return "；".join(filter(None, map(_text, value.values())))
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return "；".join(filter(None, map(_text, value)))
    return value.strip() if isinstance(value, str) else str(value)


def _judge(
    part: Part, answers: Mapping[str, object], texts: Mapping[str, str], vague: tuple[str, ...]
) -> PartResult:
    read = {key: texts[key] for key in part.reads if texts.get(key)}
    if not read:
        empty = (Finding(Shortfall.EMPTY, {}),)
        blocks = part.blocks_release
        return PartResult(part.code, State.MISSING, Decimal(0), part.weight, empty, (), blocks)
    values = [answers[key] for key in read]
    spans = tuple(_vague_spans(read, dict.fromkeys((*vague, *part.vague))))
    checks = list(_checks(part, "\n".join(read.values()), values, spans))
    required = [failed for needed, failed in checks if needed]
    passed = 1 + sum(failed is None for failed in required)
    points = Decimal(part.weight * passed) / (1 + len(required))
    return PartResult(
        part.code,
        State.DONE if passed == 1 + len(required) else State.VAGUE,
        points,
        part.weight,
        tuple(failed for _, failed in checks if failed),
        spans,
        part.blocks_release,
    )


def _checks(
    part: Part, text: str, values: list[object], spans: tuple[VagueSpan, ...]
) -> Iterator[tuple[bool, Finding | None]]:
    """Every check of the part: is it required, and the finding if it failed."""
    if part.min_length:
        length = len(re.sub(r"\s", "", text))
        short = Finding(Shortfall.TOO_SHORT, {"length": length, "min_length": part.min_length})
        yield True, short if length < part.min_length else None
    for wanted in part.patterns:
        lacking = Finding(Shortfall.PATTERN, {"pattern": wanted.code}, required=wanted.required)
        yield wanted.required, None if wanted.pattern.search(text) else lacking
    for need in part.needs:
        yield True, None if _met(need, text, values) else Finding(Shortfall(need.value), {})
    if part.mentions:
        known = any(word.casefold() in text.casefold() for word in part.mentions)
        yield True, None if known else Finding(Shortfall.MENTION, {"words": part.mentions})
    words = tuple(dict.fromkeys(span.word for span in spans))
    yield True, Finding(Shortfall.VAGUE_WORDS, {"words": words}) if words else None


def _met(need: Need, text: str, values: list[object]) -> bool:
    if need is Need.DATE:
        return any(isinstance(value, date) for value in values) or bool(find_dates(text))
    if need is Need.MONEY:
        amounts = any(isinstance(value, int | float | Decimal) and value > 0 for value in values)
        return amounts or bool(find_money(text))
    return bool(find_measures(text))


def _vague_spans(read: Mapping[str, str], words: Iterable[str]) -> Iterator[VagueSpan]:
    wanted = sorted((word for word in words if word), key=len, reverse=True)
    if not wanted:
        return
    pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    spelled = {word.casefold(): word for word in wanted}
    for field, text in read.items():
        for clause in _CLAUSE.finditer(text):
            found = list(pattern.finditer(clause[0]))
            if not found or find_measures(clause[0]):
                continue
            for match in found:
                start, end = (clause.start() + place for place in match.span())
                word = spelled.get(match[0].casefold(), match[0])
                yield VagueSpan(field, start, end, word)
