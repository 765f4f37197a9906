"""Which shown pairs went well, and which did not: earlier ones to fit on, later ones to try on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from citystage.engines.matching import reranking
from citystage.engines.matching.records import Match
from citystage.engines.matching.reranking import Example
from citystage.foundation.tenancy.models import Unit
from citystage.stages.matchmaking.joining import Joined, joined
from citystage.stages.matchmaking.models import Outcome

_KIND = Outcome.Kind
_WON = frozenset({_KIND.AGREED.value, _KIND.LANDED.value})
# The earlier share of what is known is fitted on.
_EARLIER = 0.7


@dataclass(frozen=True, slots=True)
class Known:
    """A pair of which one knows how it went, since ``at``."""

    example: Example
    at: datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything known, and its split: no scenario lies on both sides of ``split``."""

    known: tuple[Known, ...]
    earlier: tuple[Example, ...]
    later: tuple[Example, ...]
    split: datetime | None

    @property
    def good(self) -> int:
        """How many pairs went well."""
        return sum(one.example.good for one in self.known)

    @property
    def earlier_good(self) -> int:
        """The same, of those that are fitted on."""
        return sum(one.good for one in self.earlier)

    @property
    def enough(self) -> bool:
        """Whether the earlier ones suffice to fit anything."""
        return reranking.enough(self.earlier)


def sample_of(city: Unit) -> Sample:
    """What is known of the city's pairs; one query."""
    return split(known_from(joined(city)))


def known_from(outcomes: Iterable[Joined]) -> list[Known]:
    """How each pair went, the earliest known first.

    Agreed or landed: well, unless it failed later; what failed first and landed then went well.
    Failed: not. Answered only: not, as soon as somebody else agreed on the same scenario; until
    then nobody knows, and it is left out.
    Features are those of the page before the first outcome of the pair.
    """
    pairs: dict[tuple[int, int], dict[str, Joined]] = {}
    won: dict[int, datetime] = {}
    for one in outcomes:
        pairs.setdefault((one.scenario_id, one.organisation_id), {})[one.kind] = one
        if one.kind in _WON:
            won[one.scenario_id] = min(one.at, won.get(one.scenario_id, one.at))
    found = []
    for (scenario_id, _organisation), kinds in pairs.items():
        at = max(one.at for one in kinds.values())
        good = _went_well(kinds)
        if kinds.keys() == {_KIND.ANSWERED.value}:
            if scenario_id not in won:
                continue
            at = max(at, won[scenario_id])
        first = min(kinds.values(), key=lambda one: one.at)
        found.append(Known(Example(str(scenario_id), _features(first), good), at))
    return sorted(found, key=lambda one: one.at)


def _went_well(kinds: Mapping[str, Joined]) -> bool:
    failed = kinds.get(_KIND.FAILED.value)
    won = [one.at for kind, one in kinds.items() if kind in _WON]
    return bool(won) and (failed is None or failed.at < max(won))


def split(known: Sequence[Known]) -> Sample:
    """Earlier and later; later pairs of a scenario that earlier ones told of are left out."""
    if not known:
        return Sample((), (), (), None)
    moment = known[int(len(known) * _EARLIER)].at
    earlier = tuple(one.example for one in known if one.at < moment)
    met = {one.demand for one in earlier}
    later = tuple(
        one.example for one in known if one.at >= moment and one.example.demand not in met
    )
    return Sample(tuple(known), earlier, later, moment)


def features_of(match: Match) -> dict[str, float | None]:
    """What a live match is ordered by, as it is kept with what was shown."""
    return {"score": match.score} | {score.part.value: score.value for score in match.parts}


def _features(one: Joined) -> dict[str, float | None]:
    parts = {code: None if value is None else value / 100 for code, value in one.parts.items()}
    return {"score": one.score / 1000} | parts
