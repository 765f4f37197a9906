"""Ranking: one demand's suppliers, or one supplier's demands, with parts and reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from citystage.engines.matching.features import (
    Asked,
    Features,
    calibration_of,
    gathered,
    of_words,
    standing_out,
)
from citystage.engines.matching.parts.history import earlier
from citystage.engines.matching.parts.pair import Pair
from citystage.engines.matching.rarity import Background, Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import (
    Demand,
    Match,
    Part,
    Ranking,
    Settings,
    Supply,
    Vector,
    Vectors,
)
from citystage.engines.matching.scoring import judge
from citystage.engines.matching.terms import Synonyms, terms
from citystage.engines.matching.verdicts import ranking

_SPARE = 10


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known beyond the two records; everything but `rarity` may be left out.

    `records`: vectors of whole records by id (`Reading.text` embedded: demands as queries or as
    documents, supplies as documents). `pieces`: vectors by the text of a piece. `background`: of
    the supplies' vectors. Without vectors and background words alone decide.
    """

    rarity: Rarity
    demands: Mapping[str, Vector] = field(default_factory=dict)
    supplies: Mapping[str, Vector] = field(default_factory=dict)
    pieces: Vectors = field(default_factory=dict)
    background: Background | None = None
    today: date | None = None


def rank_supplies(
    demand: Demand | Reading[Demand],
    supplies: Iterable[Supply | Reading[Supply]],
    settings: Settings,
    *,
    knowledge: Knowledge,
    limit: int = 50,
) -> Ranking:
    """Who could do this? Suppliers in order of their score; `subject` is the demand."""
    synonyms = Synonyms(settings.synonyms) if settings.synonyms else None
    wanted = _read_demand(demand, synonyms)
    asked = _Wanted.of(wanted, knowledge)
    pairs = [_pair(asked, _read_supply(one, synonyms), settings, knowledge) for one in supplies]
    matches = [judge(pair) for pair in likeliest(pairs, limit)]
    return ranking(
        wanted.record.id, matches, settings, meaning=asked.usual is not None, limit=limit
    )


def rank_demands(
    supply: Supply | Reading[Supply],
    demands: Iterable[Demand | Reading[Demand]],
    settings: Settings,
    *,
    knowledge: Knowledge,
    limit: int = 50,
) -> Ranking:
    """What fits us? Demands in order of the same score; `subject` is the supply."""
    synonyms = Synonyms(settings.synonyms) if settings.synonyms else None
    offered = _read_supply(supply, synonyms)
    wanted = [_Wanted.of(_read_demand(one, synonyms), knowledge) for one in demands]
    pairs = [_pair(one, offered, settings, knowledge) for one in wanted]
    matches = [judge(pair) for pair in likeliest(pairs, limit)]
    meaning = any(one.usual is not None for one in wanted)
    return ranking(offered.record.id, matches, settings, meaning=meaning, limit=limit)


def judged_again(
    pairs: Iterable[tuple[Reading[Demand], Reading[Supply]]],
    settings: Settings,
    *,
    knowledge: Knowledge,
) -> list[Match]:
    """These pairs once more: the same scores, with the reasons that `knowledge.pieces` adds."""
    wanted: dict[str, _Wanted] = {}
    found: list[Match] = []
    for demand, supply in pairs:
        asked = wanted.get(demand.record.id)
        if asked is None:
            asked = wanted[demand.record.id] = _Wanted.of(demand, knowledge)
        found.append(judge(_pair(asked, supply, settings, knowledge)))
    return found


def likeliest(pairs: Sequence[Pair], limit: int) -> list[Pair]:
    """Pairs worth judging in full: a quarter more than are shown, by the need's evidence."""
    most = limit + limit // 4 + _SPARE
    return sorted(pairs, key=_evidence, reverse=True)[:most]


def _evidence(pair: Pair) -> float:
    return pair.features.logit(calibration_of(pair.settings, pair.features))


def _read_demand(one: Demand | Reading[Demand], synonyms: Synonyms | None) -> Reading[Demand]:
    return one if isinstance(one, Reading) else Reading(one, synonyms)


def _read_supply(one: Supply | Reading[Supply], synonyms: Synonyms | None) -> Reading[Supply]:
    return one if isinstance(one, Reading) else Reading(one, synonyms)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A demand with what is asked of every supplier."""

    reading: Reading[Demand]
    asked: Asked
    vector: Vector | None
    usual: tuple[float, float] | None

    @classmethod
    def of(cls, reading: Reading[Demand], knowledge: Knowledge) -> "_Wanted":
        vector = knowledge.demands.get(reading.record.id)
        usual = None
        if vector is not None and knowledge.background is not None:
            usual = knowledge.background.usual(vector)
        return cls(reading, Asked.by(reading, knowledge.rarity), vector, usual)


def _pair(
    wanted: _Wanted, supply: Reading[Supply], settings: Settings, knowledge: Knowledge
) -> Pair:
    features = of_words(wanted.asked, supply, knowledge.rarity)
    offered = knowledge.supplies.get(supply.record.id)
    if wanted.usual is not None and wanted.vector is not None and offered is not None:
        meaning = standing_out(float(wanted.vector @ offered), wanted.usual)
        features = features._replace(meaning=meaning)
    if settings.weights.get(Part.HISTORY):
        past = likeness_to_past(wanted.asked, wanted.reading, supply)
        features = features._replace(history=past) if past else features
    return pair_of(wanted.reading, supply, features, settings, knowledge)


def pair_of(
    demand: Reading[Demand],
    supply: Reading[Supply],
    features: Features,
    settings: Settings,
    knowledge: Knowledge,
) -> Pair:
    return Pair(
        demand,
        supply,
        features,
        knowledge.rarity,
        settings,
        knowledge.pieces,
        knowledge.today,
    )


def likeness_to_past(asked: Asked, demand: Reading[Demand], supply: Reading[Supply]) -> float:
    """How much of the demand's weight of words what was won covers, best first; 0–1."""
    won = earlier(demand.record, supply.record.past)
    if not won or not asked.weights:
        return 0.0
    return gathered(
        [sum(asked.weights.get(term, 0.0) for term in set(terms(one.title))) for one in won]
    )
