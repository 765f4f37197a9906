"""A whole city at once gives what one page gives, both ways."""

from datetime import date

import numpy as np
import pytest

from citystage.engines.matching.batch.runs import Batch, Embedded
from citystage.engines.matching.ranking import Knowledge, rank_supplies
from citystage.engines.matching.rarity import Background, Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import How, Past, Place
from citystage.engines.matching.settings import load
from tests.engines.matching.making import CLEANING, demand, others, supply

DEFAULTS = load({})
DEMANDS = [
    demand(place=Place(("成都",)), updated=date(2026, 3, 1)),
    demand("商场地面清洗，护理床。", id="d2"),
    demand("", id="d3", texts=()),
    demand("焊接产线改造。停车诱导。", id="d4", updated=date(2026, 3, 1)),
]
SUPPLIES = [
    supply(past=(Past("水库堤坝巡检采购", date(2025, 1, 1)), Past("堤坝监测", None))),
    supply(CLEANING, id="s2", past=(Past("焊接产线改造", date(2026, 4, 1)),)),
    supply("", id="s3"),
    *others(40),
]


def embedded():
    dice = np.random.default_rng(3)
    rows = dice.normal(size=(len(DEMANDS) + len(SUPPLIES), 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Embedded(rows[: len(DEMANDS)], rows[len(DEMANDS) :])


def page(vectors):
    """What a page is given to rank the same records."""
    rarity = Rarity.of(Reading(one).text for one in (*DEMANDS, *SUPPLIES))
    if vectors is None:
        return Knowledge(rarity)
    return Knowledge(
        rarity,
        demands={one.id: row for one, row in zip(DEMANDS, vectors.demands, strict=True)},
        supplies={one.id: row for one, row in zip(SUPPLIES, vectors.supplies, strict=True)},
        background=Background.of(vectors.supplies),
    )


@pytest.mark.parametrize("vectors", [None, embedded()])
def test_batch_ranks_as_a_page_does(vectors):
    batch = Batch(DEMANDS, SUPPLIES, DEFAULTS, vectors=vectors)
    # Terms of past titles count among the documents of neither.
    known = page(vectors)

    for wanted, found in zip(DEMANDS, batch.forward(20), strict=True):
        alone = rank_supplies(wanted, SUPPLIES, DEFAULTS, knowledge=known, limit=20)

        assert found.subject == wanted.id
        assert found.verdict is alone.verdict
        assert [match.score for match in found.matches] == pytest.approx(
            [match.score for match in alone.matches], abs=2e-3
        )


def test_batch_answers_chosen_demands_only():
    batch = Batch(DEMANDS, SUPPLIES, DEFAULTS)

    assert [one.subject for one in batch.forward(3, only=[3, 1])] == ["d4", "d2"]


@pytest.mark.parametrize("vectors", [None, embedded()])
def test_batch_both_ways_gives_each_supply_its_best_demands(vectors):
    batch = Batch(DEMANDS, SUPPLIES, DEFAULTS, vectors=vectors)

    found = list(batch.both(5, 2))

    forward = {one.subject: one for one in batch.forward(5)}
    own: dict[str, list[int]] = {}
    for one in found:
        assert len(one.ranking.matches) == len(forward[one.ranking.subject].matches)
        for supplier, (rank, match) in one.returned.items():
            own.setdefault(supplier, []).append(rank)
            assert (match.demand, match.supply) == (one.ranking.subject, supplier)
    assert {name: sorted(ranks) for name, ranks in own.items()} == {
        one.id: [0, 1] for one in SUPPLIES
    }


def test_batch_asks_for_sentences_only_where_words_do_not_answer():
    asked: list[str] = []

    def vectors(texts):
        asked.extend(texts)
        return {text: np.array([1.0, 0.0], dtype=np.float32) for text in texts}

    wanted = [demand("夜间有人落水要马上知道。"), demand("机器人", id="d9")]
    offered = [supply("热成像岸线值守终端。"), supply(CLEANING, id="s2"), *others(80)]
    rows = np.eye(len(offered), dtype=np.float32)
    batch = Batch(
        wanted, offered, DEFAULTS, vectors=Embedded(rows[:1].repeat(2, axis=0), rows, vectors)
    )

    first = next(batch.forward(5))

    assert "热成像岸线值守终端" in asked
    assert first.matches[0].supply == "s1"
    assert How.MEANING in {reason.how for reason in first.matches[0].reasons}


@pytest.mark.parametrize(("demands", "supplies"), [([], SUPPLIES), (DEMANDS, []), ([], [])])
def test_batch_of_nothing_is_empty(demands, supplies):
    batch = Batch(demands, supplies, DEFAULTS)

    assert [one.matches for one in batch.forward(5)] == [()] * len(demands)
    assert [one.returned for one in batch.both(5, 2)] == [{}] * len(demands)
