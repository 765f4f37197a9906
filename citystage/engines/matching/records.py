"""Records: what matching reads on both sides, and what it says.

What is said of a pair is made of named tuples: forty of them a pair, made and sent between
processes in a fifth of the time that other objects take.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float32]
"""Unit length, shape `(dim,)`."""
type Vectors = Mapping[str, Vector]
"""Vectors by the exact text they stand for (`Piece.text`); a text without one is not an error."""
type Json = dict[str, Any]


class Part(StrEnum):
    """The parts of a score, as they are shown. `HISTORY` is who won what before."""

    NEED = "need"
    FIELD = "field"
    MATURITY = "maturity"
    PLACE = "place"
    EVIDENCE = "evidence"
    CAPACITY = "capacity"
    FRESHNESS = "freshness"
    HISTORY = "history"


class Condition(StrEnum):
    """Hard conditions: one that fails ends the match, whatever the score."""

    TENANT = "tenant"
    DISTRICT = "district"
    LICENCE = "licence"
    CONFLICT = "conflict"
    CLOSED = "closed"


class How(StrEnum):
    """By what a reason joins its two sides."""

    WORDS = "words"
    FACT = "fact"
    MEANING = "meaning"
    TERM = "term"
    VALUE = "value"


class Advice(StrEnum):
    """What is missing, as a key which the pages word; `Missing.quote` says what it is about."""

    ANSWER_REQUIREMENT = "answer_requirement"
    MEET_FACT = "meet_fact"
    STATE_FACT = "state_fact"
    NAME_FIELD = "name_field"
    OTHER_FIELD = "other_field"
    NAME_READINESS = "name_readiness"
    RAISE_READINESS = "raise_readiness"
    NAME_PLACE = "name_place"
    WIDEN_REACH = "widen_reach"
    ADD_CASE = "add_case"
    FEW_CASES = "few_cases"
    NAME_CAPACITY = "name_capacity"
    CAPACITY_SHORT = "capacity_short"
    REFRESH_PROFILE = "refresh_profile"
    NAME_LICENCE = "name_licence"
    DESCRIBE_MORE = "describe_more"


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text of a record; the label is the name of its field (`title`, `cases`, …)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where: names from widest to narrowest (`四川省`, `成都市`, `武侯区`); degrees of WGS 84."""

    path: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is proven of a supplier, counted: `landed` and `failed` as outcomes on the platform."""

    cases: int = 0
    awards: int = 0
    trials: int = 0
    landed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A demand which this supplier won or landed."""

    title: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Someone needs something. Empty or None always means: not known.

    `fields`, `chains`: names of the taxonomy as written; give synonyms through `Rarity.synonyms`.
    `readiness`: least TRL wanted. `budget`: fen. `names`: own names (owner, unit, city), which say
    nothing about the need and are left out of its words. `organisation`, `tenant`: any ids.
    Hard conditions: `tenant`, `only_in` (names of places, one must be in the supplier's path or
    reach), `licences` (all needed), `barred` (organisations in conflict), `closed`.
    """

    id: str
    texts: tuple[Text, ...]
    fields: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    place: Place = Place()
    radius_km: float | None = None
    readiness: int | None = None
    budget: int | None = None
    updated: date | None = None
    names: tuple[str, ...] = ()
    organisation: str = ""
    tenant: str = ""
    only_in: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    barred: frozenset[str] = frozenset()
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Someone can do something. Empty or None always means: not known.

    `reach`: names of places served beside its own; `everywhere`: serves any place. `capacity`: the
    largest order it takes, in fen. `licences` None: not known, so asked for and not held against
    it. `evidence` None: not known; a record of zeros says that there is none. `past`: what it won.
    `barred`: organisations it may not work for.
    """

    id: str
    texts: tuple[Text, ...]
    fields: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    place: Place = Place()
    reach: tuple[str, ...] = ()
    everywhere: bool = False
    radius_km: float | None = None
    readiness: int | None = None
    evidence: Evidence | None = None
    capacity: int | None = None
    updated: date | None = None
    past: tuple[Past, ...] = ()
    names: tuple[str, ...] = ()
    organisation: str = ""
    tenant: str = ""
    licences: tuple[str, ...] | None = None
    barred: frozenset[str] = frozenset()
    closed: bool = False


class Quote(NamedTuple):
    """Words of a record: `record.texts[label].text[start:end] == text`.

    For what is no text (a term, a number, a date) the label is the name of the attribute, the
    text its value as the record writes it, and the span is that of the value itself.
    """

    label: str
    text: str
    start: int
    end: int


class Reason(NamedTuple):
    """Which words of the demand are answered by which words of the supply; `strength` 0–1."""

    part: Part
    how: How
    demand: Quote
    supply: Quote
    words: tuple[str, ...] = ()
    strength: float = 1.0


class Missing(NamedTuple):
    """What the supply lacks for this demand; `quote` is the demand's word for it, if any."""

    part: Part
    advice: Advice
    quote: Quote | None = None


class Failed(NamedTuple):
    """A hard condition that does not hold, with the value asked for and the value found."""

    condition: Condition
    wanted: str = ""
    found: str = ""


class Score(NamedTuple):
    """One part: `value` 0–1, or None when the records do not say enough to judge.

    `weight`: its share of this match after the unknown parts' shares went to the known ones.
    """

    part: Part
    value: float | None
    weight: float
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Missing, ...] = ()


class Match(NamedTuple):
    """How well one supply fits one demand. `score`: calibrated, 0–1, the same scale everywhere."""

    demand: str
    supply: str
    score: float
    parts: tuple[Score, ...]
    failed: tuple[Failed, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(reason for part in self.parts for reason in part.reasons)

    @property
    def missing(self) -> tuple[Missing, ...]:
        return tuple(lack for part in self.parts for lack in part.missing)


class Verdict(StrEnum):
    """Whether there is a good match at all, by the measured levels."""

    MATCH = "match"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Matches, best first; those that fail a hard condition stand apart in `excluded`.

    `shortfalls`: why the first one falls short, the heaviest lack first; empty for MATCH.
    """

    subject: str
    verdict: Verdict
    matches: tuple[Match, ...]
    excluded: tuple[Match, ...] = ()
    shortfalls: tuple[Missing, ...] = ()

    @property
    def nearest(self) -> Match | None:
        return self.matches[0] if self.matches else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights of readable features, fitted offline; `provenance` says on what."""

    intercept: float
    coefficients: Mapping[str, float]
    match_level: float
    weak_level: float
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a city decides: weights of the parts (any scale, 0 leaves a part out) and the levels.

    `by_words` and `by_meaning`: how evidence becomes a probability without and with vectors.
    Levels that are None are the measured ones. `synonyms`: a word and others of its meaning.
    A profile is fresh for `fresh_days` and stale at four times that.
    """

    weights: Mapping[Part, float]
    by_words: Calibration
    by_meaning: Calibration
    match_level: float | None = None
    weak_level: float | None = None
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fresh_days: int = 365
    near_km: float = 30.0
    most_reasons: int = 8
