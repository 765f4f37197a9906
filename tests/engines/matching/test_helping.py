"""Who judges makes no difference: alone, with helpers, or when a helper dies."""

import gc
import pickle
import sys
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citystage.engines.matching.batch import helping
from citystage.engines.matching.batch.helping import Judges
from citystage.engines.matching.batch.judging import Case, Judge
from citystage.engines.matching.batch.parcels import packed, unpacked
from citystage.engines.matching.batch.runs import Batch
from citystage.engines.matching.features import Features
from citystage.engines.matching.parts.pair import Pair
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading, Weighed
from citystage.engines.matching.records import Evidence, Place
from citystage.engines.matching.scoring import judge
from citystage.engines.matching.settings import load
from tests.engines.matching.making import CLEANING, demand, others, supply

DEFAULTS = load({"synonyms": {"无人机": ["UAV"]}})
DEMANDS = [demand(place=Place(("成都",))), demand("商场地面清洗，每小时≥1000㎡。", id="d2")]
SUPPLIES = [
    supply(evidence=Evidence(cases=2)),
    supply(CLEANING, id="s2"),
    supply("", id="s3"),
    *others(30),
]
TODAY = date(2026, 11, 22)


def made_judge():
    rarity = Rarity.of(Reading(one).text for one in (*DEMANDS, *SUPPLIES))
    return Judge(DEMANDS, SUPPLIES, DEFAULTS, rarity, TODAY)


def some_cases():
    return [
        Case(0, [3, 0, 1, 7], [Features(words=float(at)) for at in range(4)]),
        Case(1, [2, 1, 5], [Features(words=2.0)] * 3),
        Case(1, [], []),
    ]


def test_helpers_find_what_one_judge_finds():
    alone = made_judge().judged(some_cases(), {})

    with Judges(made_judge(), 3) as judges:
        together = judges.judged(some_cases(), {})
        again = judges.judged(some_cases(), {})

    assert together == again == alone


def test_a_helper_that_dies_is_done_without():
    alone = made_judge().judged(some_cases(), {})

    with Judges(made_judge(), 2) as judges:
        helper = judges.helpers[0]
        helper.process.kill()
        helper.process.wait()
        found = judges.judged(some_cases(), {})

        assert found == alone
        assert judges.judged(some_cases(), {}) == alone
        assert judges.helpers == []


def test_the_process_beside_judges_until_nothing_comes(monkeypatch):
    known = made_judge()
    share = dict(enumerate(SUPPLIES))
    told = (DEMANDS, share, DEFAULTS, known.rarity, TODAY)
    tasks = pickle.dumps(told) + pickle.dumps((some_cases(), {}))
    answers = BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(tasks)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answers))

    try:
        helping.main()
    finally:
        gc.enable()

    sent = pickle.loads(answers.getvalue())  # noqa: S301 -- made above
    found = [[unpacked(one) for one in matches] for matches in sent]
    assert found == known.judged(some_cases(), {})


def test_matches_arrive_as_they_were_sent():
    matches = [one for found in made_judge().judged(some_cases(), {}) for one in found]
    away = supply(id="away", tenant="other")
    barred = Judge([demand(tenant="own")], [away], DEFAULTS, made_judge().rarity, TODAY)
    matches += barred.judged([Case(0, [0], [Features()])], {})[0]

    arrived = [unpacked(pickle.loads(pickle.dumps(packed(one)))) for one in matches]  # noqa: S301

    assert matches[-1].failed
    assert arrived == matches
    assert [type(one) for one in arrived[0].reasons] == [type(one) for one in matches[0].reasons]


def test_few_pairs_are_judged_by_one_process():
    assert helping.processes_for(helping.LEAST_PAIRS - 1) == 1
    assert helping.processes_for(helping.LEAST_PAIRS) >= 1


@pytest.mark.parametrize("processes", [1, 2])
def test_runs_both_ways_do_not_depend_on_processes(monkeypatch, processes):
    plain = list(Batch(DEMANDS, SUPPLIES, DEFAULTS, today=TODAY).both(4, 2))
    monkeypatch.setattr("citystage.engines.matching.batch.runs.processes_for", lambda _: processes)

    shared = Batch(DEMANDS, SUPPLIES, DEFAULTS, today=TODAY)

    assert list(shared.both(4, 2)) == plain
    assert [one.subject for one in shared.forward(4)] == ["d1", "d2"]


TEXTS = st.lists(
    st.sampled_from([
        "无人机巡检水库堤坝", "续航≥6小时", "定位精度±10 mm", "停车诱导系统",
        "UAV inspection", "堤坝监测",
    ]),
    min_size=1, max_size=5,
).map("。".join)  # fmt: skip


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_common_words_are_those_of_a_plain_comparison(wanted, offered):
    one, other = Reading(demand(wanted)), Reading(supply(offered))
    rarity = Rarity.of([wanted, offered, "堤坝"])
    pair = Pair(one, other, Features(), rarity, DEFAULTS, {}, TODAY)

    for at, sums in enumerate(pair.common):
        weighed = Weighed.of(one.terms[at], rarity)
        for place, found in enumerate(other.terms):
            plain = sum(weight for term, weight in weighed.weights.items() if term in found)
            assert sums.get(1 << place, 0.0) == pytest.approx(plain)
    assert judge(pair) == judge(Pair(one, other, Features(), rarity, DEFAULTS, {}, TODAY))
