"""A match in plain values: what is stored of it, and what pages word; free of any language."""

from typing import Any

from citystage.engines.matching.records import Match, Missing, Quote, Reason

# A reason's words as they are kept; a sentence that is longer is cut in the middle of nothing.
_LONGEST = 400

type Plain = dict[str, Any]


def parts_of(match: Match) -> Plain:
    """{part: [value 0-1 or None, weight 0-1]}."""
    return {
        score.part.value: [
            None if score.value is None else round(score.value, 4),
            round(score.weight, 4),
        ]
        for score in match.parts
    }


def reasons_of(match: Match) -> list[Plain]:
    """Both sides of each reason as they stand in the records, the strongest first."""
    return [reason_of(each) for each in match.reasons]


def missing_of(match: Match) -> list[Plain]:
    """What the supplier lacks, by the key of the advice."""
    return [lack_of(each) for each in match.missing]


def lack_of(missing: Missing) -> Plain:
    """One lack."""
    told: Plain = {"part": missing.part.value, "advice": missing.advice.value}
    return told | ({"wanted": _quote(missing.quote)} if missing.quote else {})


def reason_of(reason: Reason) -> Plain:
    """One reason with the words of both sides."""
    return {
        "part": reason.part.value,
        "how": reason.how.value,
        "demand": _quote(reason.demand),
        "supply": _quote(reason.supply),
        "words": list(reason.words),
        "strength": round(reason.strength, 3),
    }


def _quote(quote: Quote) -> Plain:
    return {"label": quote.label, "text": quote.text[:_LONGEST]}
