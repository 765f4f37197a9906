"""Verdicts: whether the best match is one, by measured levels, and why it falls short."""

from collections.abc import Sequence

from citystage.engines.matching.records import (
    Match,
    Missing,
    Part,
    Ranking,
    Settings,
    Verdict,
)

MOST_SHORTFALLS = 5
# Place and freshness alone are said of anybody.
_TELLING = frozenset({Part.NEED, Part.FIELD, Part.HISTORY})


def ranking(
    subject: str, matches: Sequence[Match], settings: Settings, *, meaning: bool, limit: int
) -> Ranking:
    """Matches in order; those that fail a hard condition apart."""
    ordered = sorted(matches, key=lambda match: (-match.score, match.supply, match.demand))
    able = [match for match in ordered if not match.failed][:limit]
    barred = [match for match in ordered if match.failed][:limit]
    verdict = of(able, settings, meaning=meaning)
    shortfalls = () if verdict is Verdict.MATCH or not able else shortfalls_of(able[0])
    return Ranking(subject, verdict, tuple(able), tuple(barred), shortfalls)


def of(able: Sequence[Match], settings: Settings, *, meaning: bool) -> Verdict:
    """MATCH at the match level or above, NONE below the weak level."""
    calibration = settings.by_meaning if meaning else settings.by_words
    match_level = settings.match_level
    weak_level = settings.weak_level
    match_level = calibration.match_level if match_level is None else match_level
    weak_level = calibration.weak_level if weak_level is None else weak_level
    best = able[0].score if able else 0.0
    if not able or best < weak_level:
        return Verdict.NONE
    return Verdict.MATCH if best >= match_level else Verdict.WEAK


def is_told(match: Match, verdict: Verdict) -> bool:
    """Whether there is anything to show: a verdict, or words about what is asked or its field."""
    if verdict is not Verdict.NONE:
        return True
    return any(part.reasons for part in match.parts if part.part in _TELLING)


def shortfalls_of(match: Match) -> tuple[Missing, ...]:
    """What is missing, from the part that weighs most."""
    heaviest = sorted(match.parts, key=lambda part: -part.weight * (1 - (part.value or 0.0)))
    return tuple(lack for part in heaviest for lack in part.missing)[:MOST_SHORTFALLS]
