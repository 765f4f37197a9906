"""Need and capability: which sentence of the supply answers which requirement."""

from dataclasses import dataclass
from typing import Final

from citystage.engines.matching.features import FARTHEST, calibration_of, probability
from citystage.engines.matching.parts.pair import Pair, known
from citystage.engines.matching.reading import Piece
from citystage.engines.matching.records import (
    Advice,
    How,
    Missing,
    Part,
    Quote,
    Reason,
    Score,
    Vector,
)
from citystage.engines.text.comparing import Outcome, answer
from citystage.engines.text.quantities import Measure

LEAST_BY_WORDS: Final = 0.2
"""Share of a requirement's weight of words that a sentence must have to be called its answer."""
LEAST_BY_MEANING: Final = 0.90
"""Cosine of two sentences that half of all unlike ones stay below, for the local model."""
SURE_BY_MEANING: Final = 0.96
ENOUGH_BY_WORDS: Final = 0.4
"""A sentence with so much of the words is the answer, whatever the vectors say."""
MOST_WORDS: Final = 8
_WORTH_A_REASON: Final = 0.1
_NAMES: Final = frozenset({"company", "name"})
_SHORT_OF_A_FACT: Final = 1.2
"""What a stated fact that falls short costs, in log odds; what one that holds gains is half."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best sentence for one requirement."""

    at: int
    strength: float
    how: How


def score(pair: Pair) -> Score:
    """Probability that this supply is the right one, moved by facts that hold or fall short."""
    reasons: list[Reason] = []
    missing: list[Missing] = []
    shift = 0.0
    for at, piece in enumerate(pair.demand.pieces):
        found = best(pair, at)
        facts, lacking, moved = _facts(pair, at, piece, found)
        shift += moved
        reasons += facts
        missing += lacking
        if found is not None:
            reasons.append(_reason(pair, at, piece, found))
        elif piece.asks and not facts and not lacking:
            missing.append(Missing(Part.NEED, Advice.ANSWER_REQUIREMENT, piece.quote()))
    value = probability(pair.features.logit(calibration_of(pair.settings, pair.features)) + shift)
    if not reasons and value >= _WORTH_A_REASON:
        reasons += _as_a_whole(pair)
    strongest = sorted(reasons, key=lambda reason: -reason.strength)
    # Where a piece has words, so has the whole; counting these takes longer than all else here.
    if not pair.supply.where and not pair.supply.counts:
        missing = [Missing(Part.NEED, Advice.DESCRIBE_MORE)]
    return known(Part.NEED, value, strongest[: pair.settings.most_reasons], missing)


def _as_a_whole(pair: Pair) -> list[Reason]:
    """Records alike in meaning, no sentence of which says so by itself: what each is about."""
    meaning = pair.features.meaning or 0.0
    offered = [piece for piece in pair.supply.pieces if piece.label not in _NAMES]
    if meaning <= 0 or not pair.demand.pieces or not offered:
        return []
    about = max(offered, key=lambda piece: len(piece.text))
    strength = round(meaning / FARTHEST, 4)
    return [
        Reason(Part.NEED, How.MEANING, pair.demand.pieces[0].quote(), about.quote(), (), strength)
    ]


def best(pair: Pair, at: int) -> Answer | None:
    """The sentence of the supply that answers requirement `at` best, if any does."""
    words = by_words(pair, at)
    if words is not None and words.strength >= ENOUGH_BY_WORDS:
        return words
    meaning = _by_meaning(pair, at)
    if words is None or (meaning is not None and meaning.strength > words.strength):
        return meaning
    return words


def unanswered(pair: Pair) -> bool:
    """Whether words alone leave a requirement without a clear answer."""
    answers = (by_words(pair, at) for at in range(len(pair.demand.pieces)))
    return any(one is None or one.strength < ENOUGH_BY_WORDS for one in answers)


def by_words(pair: Pair, at: int) -> Answer | None:
    sums = pair.common[at]
    if not sums:
        return None
    bit = max(sums, key=lambda one: (sums[one], -one))
    share = sums[bit] / pair.demand.asking(pair.rarity).pieces[at].total
    return Answer(bit.bit_length() - 1, share, How.WORDS) if share >= LEAST_BY_WORDS else None


def _by_meaning(pair: Pair, at: int) -> Answer | None:
    wanted = pair.vectors.get(pair.demand.pieces[at].text) if pair.vectors else None
    if wanted is None:
        return None
    likeness = [
        (_cosine(wanted, pair.vectors.get(piece.text)), -place)
        for place, piece in enumerate(pair.supply.pieces)
        if piece.label not in _NAMES
    ]
    cosine, place = max(likeness, default=(0.0, 0))
    if cosine < LEAST_BY_MEANING:
        return None
    strength = (cosine - LEAST_BY_MEANING) / (SURE_BY_MEANING - LEAST_BY_MEANING)
    return Answer(-place, min(1.0, 0.1 + 0.9 * strength), How.MEANING)


def _cosine(one: Vector, other: Vector | None) -> float:
    return 0.0 if other is None else float(one @ other)


def _reason(pair: Pair, at: int, piece: Piece, found: Answer) -> Reason:
    return Reason(
        Part.NEED,
        found.how,
        piece.quote(),
        pair.supply.pieces[found.at].quote(),
        shared_words(pair, at, found.at),
        round(found.strength, 4),
    )


def shared_words(pair: Pair, at: int, place: int) -> tuple[str, ...]:
    """Words of the requirement which stand in the sentence as well."""
    sentence = pair.supply.folded[place]
    return tuple(word for word in pair.demand.words[at] if word in sentence)[:MOST_WORDS]


def _facts(
    pair: Pair, at: int, piece: Piece, found: Answer | None
) -> tuple[list[Reason], list[Missing], float]:
    """Numbers asked for: met, fallen short of, or not stated."""
    reasons: list[Reason] = []
    missing: list[Missing] = []
    shift = 0.0
    for required in pair.demand.facts[at]:
        quote = _part_of(piece, required)
        offered = _offered(pair, required)
        if offered is None:
            if found is not None and piece.asks:
                missing.append(Missing(Part.NEED, Advice.STATE_FACT, quote))
        elif offered[1]:
            shift += _SHORT_OF_A_FACT / 2
            reasons.append(Reason(Part.NEED, How.FACT, quote, offered[0]))
        else:
            shift -= _SHORT_OF_A_FACT
            missing.append(Missing(Part.NEED, Advice.MEET_FACT, quote))
    return reasons, missing, shift


def _offered(pair: Pair, required: Measure) -> tuple[Quote, bool] | None:
    """The stated fact that answers a required one best, and whether it meets it."""
    short: tuple[Quote, bool] | None = None
    for piece, facts in pair.supply.stated.get(required.unit, ()):
        found = answer(required, facts)
        if found is None or found[1].outcome is Outcome.NOT_COMPARABLE:
            continue
        quote = _part_of(piece, found[0])
        if found[1].outcome is Outcome.MEETS:
            return quote, True
        short = short or (quote, False)
    return short


def _part_of(piece: Piece, fact: Measure) -> Quote:
    return Quote(
        piece.label,
        piece.text[fact.first : fact.end],
        piece.start + fact.first,
        piece.start + fact.end,
    )
