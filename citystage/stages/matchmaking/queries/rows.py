"""One pair as a page shows it: score by part, the words on both sides, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from citystage.engines.matching.records import Failed, Match
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Lab, Scenario
from citystage.stages.matchmaking import plain, wording
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.states import JudgementKind


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part: ``percent`` of what it could be, None when the records do not tell.

    ``weight``: its share of this match in points of 100, after unknown parts gave theirs away.
    """

    code: str
    name: str
    why: str
    percent: int | None
    weight: int


@dataclass(frozen=True, slots=True)
class Words:
    """What one record says: under which label, and the text as it stands there."""

    label: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """Which words of the supplier answer which words of the scenario; ``marked`` stand in both."""

    part: str
    name: str
    # "words", "fact", "meaning", "term" or "value".
    how: str
    demand: Words
    supply: Words
    marked: tuple[str, ...]
    strength: int


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, and what the supplier could add; ``wanted`` are the scenario's words."""

    part: str
    name: str
    text: str
    addition: str
    wanted: Words | None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A hard condition that does not hold."""

    code: str
    name: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class Row:
    """One supplier for one scenario. ``rank`` counts from 1; 0 for what stands apart."""

    rank: int
    scenario: Scenario | None
    organisation: Organisation
    capability: Capability | None
    # 0-1, calibrated: comparable across scenarios. None where only a person knows of the pair.
    score: float | None
    verdict: str
    parts: tuple[PartScore, ...] = ()
    reasons: tuple[ReasonShown, ...] = ()
    missing: tuple[Lack, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    judgement: Judgement | None = None
    proposal: Judgement | None = None
    # Why the keeper's own profile puts it lower.
    lowered: tuple[str, ...] = ()
    # The lab whose direction fits, where no capability does better.
    lab: Lab | None = None

    @property
    def percent(self) -> int:
        """The score in points of 100."""
        return round(100 * self.score) if self.score is not None else 0

    @property
    def pinned(self) -> bool:
        """Somebody of the owner's side keeps it on top."""
        return self.judgement is not None and self.judgement.kind == JudgementKind.PIN

    @property
    def confirmed(self) -> bool:
        """Somebody of the owner's side says it fits."""
        return self.judgement is not None and self.judgement.kind == JudgementKind.CONFIRM

    def ranked(self, rank: int) -> "Row":
        """The same at another place."""
        return replace(self, rank=rank)


def row_of(  # noqa: PLR0913 -- the parts of one row
    match: Match,
    *,
    scenario: Scenario | None,
    organisation: Organisation,
    capability: Capability | None,
    verdict: str,
    pack: Mapping[str, Any],
) -> Row:
    """A live match in the reader's language."""
    return Row(
        rank=0,
        scenario=scenario,
        organisation=organisation,
        capability=capability,
        score=match.score,
        verdict=verdict,
        parts=parts_shown(plain.parts_of(match), pack),
        reasons=reasons_shown(plain.reasons_of(match), pack),
        missing=lacks_shown(plain.missing_of(match), pack),
        unmet=tuple(_unmet(failed) for failed in match.failed),
    )


def parts_shown(parts: Mapping[str, Any], pack: Mapping[str, Any]) -> tuple[PartScore, ...]:
    """The parts in the order of their weight."""
    found = [
        PartScore(
            code=code,
            name=wording.part_name(code, pack),
            why=wording.part_reason(code, pack),
            percent=None if value is None else round(100 * value),
            weight=round(100 * weight),
        )
        for code, (value, weight) in parts.items()
    ]
    return tuple(sorted(found, key=lambda part: -part.weight))


def reasons_shown(
    reasons: Iterable[Mapping[str, Any]], pack: Mapping[str, Any]
) -> tuple[ReasonShown, ...]:
    """Stored reasons with the names of their parts."""
    return tuple(
        ReasonShown(
            part=each["part"],
            name=wording.part_name(each["part"], pack),
            how=each["how"],
            demand=_words(each["demand"]),
            supply=_words(each["supply"]),
            marked=tuple(each["words"]),
            strength=round(100 * each["strength"]),
        )
        for each in reasons
    )


def lacks_shown(missing: Iterable[Mapping[str, Any]], pack: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Stored lacks in words."""
    return tuple(
        Lack(
            part=each["part"],
            name=wording.part_name(each["part"], pack),
            text=wording.lack(each["advice"]),
            addition=wording.addition(each["advice"]),
            wanted=_words(each["wanted"]) if "wanted" in each else None,
        )
        for each in missing
    )


def _words(quote: Mapping[str, str]) -> Words:
    return Words(quote["label"], wording.label(quote["label"]), quote["text"])


def _unmet(failed: Failed) -> Unmet:
    code = failed.condition.value
    return Unmet(code, wording.condition(code), failed.wanted, failed.found)
