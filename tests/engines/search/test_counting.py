"""Counts that are kept: right after each change, also when it comes while they are counted."""

import pytest

from citystage.engines.search.conditions import AnyOf
from citystage.engines.search.contract import Query
from citystage.engines.search.counting import Counts
from citystage.engines.text.tokens import query_terms
from tests.engines.search.conftest import PUBLIC, document

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect")

WHERE = AnyOf("a", ("public",))


def counted(index, **asked):
    answer = index.search(Query(PUBLIC, count=("city",), **asked))
    return answer.total, dict(answer.facets["city"])


def test_counts_follow_every_change(index):
    index.apply([document(f"list:{at}", "清单", facets={"city": ["qd"]}) for at in range(3)])
    assert counted(index) == counted(index) == (3, {"qd": 3})

    index.apply([document("list:0", "清单", facets={"city": ["cd"]})])
    assert counted(index) == (3, {"qd": 2, "cd": 1})

    one = document("list:1", "清单", audience=frozenset({"unit:7"}), facets={"city": ["qd"]})
    index.apply([one], deleted=[document("list:2", "清单").id])
    assert counted(index) == (1, {"cd": 1})
    assert index.search(Query(PUBLIC | {"unit:7"}, count=("city",))).total == 2

    index.clear()
    assert counted(index) == (0, {})


def test_counts_of_words_follow_every_change_and_are_kept_between(index, monkeypatch):
    index.apply(
        [document(f"list:{at}", "机器人清单", facets={"city": ["qd"]}) for at in range(300)]
    )
    words = query_terms("机器人")
    first = counted(index, terms=words)
    with monkeypatch.context() as patch:
        for name in ("count", "facet"):
            patch.setattr(index.store, name, None)
        again = counted(index, terms=words)
    other = counted(index, terms=query_terms("清单"), facets={"city": frozenset({"cd"})})

    index.apply([document("list:0", "无人机", facets={"city": ["qd"]})])

    assert first == again == (300, {"qd": 300})
    assert other == (0, {})
    assert counted(index, terms=words) == (299, {"qd": 299})


def test_what_narrows_is_counted_apart(index):
    index.apply(
        [
            document("list:1", "清单", facets={"city": ["qd"]}, numbers={"day": 3}),
            document("lab:2", "实验室", facets={"city": ["cd"]}),
        ]
    )

    assert counted(index) == (2, {"qd": 1, "cd": 1})
    assert counted(index, kinds=frozenset({"lab"})) == (1, {"cd": 1})
    assert counted(index, facets={"city": frozenset({"qd"})}) == (1, {"qd": 1})


def test_a_change_while_counting_is_not_overlooked():
    counts = Counts()

    def slow():
        counts.changed()
        return {"before": 1}

    assert counts.of("k", WHERE, slow) == {"before": 1}
    assert counts.of("k", WHERE, lambda: {"after": 1}) == {"after": 1}
    assert counts.of("k", WHERE, lambda: {"never": 1}) == {"after": 1}


def test_only_so_many_are_kept_and_what_is_given_is_ones_own(monkeypatch):
    monkeypatch.setattr("citystage.engines.search.counting._MOST", 2)
    counts = Counts()
    for key in "abc":
        counts.of(key, WHERE, lambda: {"x": 1})["x"] = 9

    assert counts.of("c", WHERE, dict) == {"x": 1}
    assert counts.of("a", WHERE, dict) == {}
