"""Marks: what one expert gave one case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citystage.engines.scoring.form import Form


@dataclass(frozen=True, slots=True)
class Marking:
    case: str
    expert: str
    marks: Mapping[str, float]


def by_case(markings: Iterable[Marking]) -> dict[str, list[Marking]]:
    """In the order given. An expert marks a case once (`ValueError`)."""
    found: dict[str, list[Marking]] = {}
    seen = set()
    for marking in markings:
        pair = marking.case, marking.expert
        if pair in seen:
            message = f"{marking.expert} marked {marking.case} twice"
            raise ValueError(message)
        seen.add(pair)
        found.setdefault(marking.case, []).append(marking)
    return found


def values(markings: Iterable[Marking], form: Form) -> list[tuple[str, str, float]]:
    """(case, expert, total 0..100), as calibration takes them."""
    return [(one.case, one.expert, form.total(one.marks)) for one in markings]
