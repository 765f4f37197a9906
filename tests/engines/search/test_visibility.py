"""Whatever is asked, the answer is that of an index in which the hidden was never written."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qdrant_client import QdrantClient

from citystage.engines.search.cluster.opening import open_cluster
from citystage.engines.search.contract import Query, Range, Require, identify
from citystage.engines.search.embedded.opening import open_embedded
from citystage.engines.search.index import StoreIndex
from citystage.engines.text.tokens import query_terms
from tests.engines.search.conftest import document, vector
from tests.engines.search.oracle import Oracle

# The client in memory stands in for a server; it only lacks its speed.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Payload indexes have no effect", "ignore:Local mode performs exact"
)

WORDS = ["无人机", "巡检", "港口", "桥", "智慧城市", "UAV", "5g-a", "algorithm", "algo", "42", "云"]
TOKENS = ["public", "unit:1", "unit:2", "org:9"]
some_words = st.lists(st.sampled_from(WORDS), max_size=4)
# Angles that no two documents share, so that "nearest" has one answer.
angles = st.floats(0.05, 1.5).map(lambda angle: vector(1, angle, 0, 0))


def in_cities(values):
    return {"city": values}


def costing(money):
    return {"money": money}


some_values = st.frozensets(st.sampled_from("abc"), max_size=2)


@st.composite
def documents(draw):
    number = draw(st.integers(0, 12))
    turns = draw(st.lists(st.floats(0.05, 1.5), min_size=number, max_size=number, unique=True))
    return [
        document(
            f"{draw(st.sampled_from(['scenario', 'list']))}:{at}",
            draw(some_words.map("，".join)),
            audience=draw(st.frozensets(st.sampled_from(TOKENS), min_size=1)),
            names=tuple(
                draw(st.lists(st.sampled_from(["海纳云", "Huawei", "青岛港"]), max_size=1))
            ),
            body=draw(some_words.map("".join)),
            facets={"city": sorted(draw(some_values))},
            numbers=draw(st.just({}) | st.integers(0, 9).map(costing)),
            vector=draw(st.sampled_from([None, vector(1, turns[at], 0, 0)])),
        )
        for at in range(number)
    ]


@st.composite
def queries(draw):
    low, high = sorted(draw(st.tuples(st.integers(0, 9), st.integers(0, 9))))
    return Query(
        audience=draw(st.frozensets(st.sampled_from(TOKENS), min_size=1)),
        terms=query_terms(" ".join(draw(some_words)), synonyms={"无人机": ["UAV"]}),
        phrases=tuple(draw(st.lists(st.sampled_from(["巡检港口", "云", "UAV"]), max_size=1))),
        exclusions=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=1))),
        facets=draw(st.just({}) | st.frozensets(st.sampled_from("abc"), min_size=1).map(in_cities)),
        ranges=draw(st.sampled_from([(), (Range("money", low, high),)])),
        vector=draw(st.none() | angles),
        reach=draw(st.integers(0, 3)),
        require=draw(st.sampled_from(Require)),
        limit=50,
        count=("city", "kind"),
    )


@pytest.fixture(scope="module", params=["embedded", "server"])
def shared(request, tmp_path_factory) -> Iterator[StoreIndex]:
    if request.param == "embedded":
        index = open_embedded(tmp_path_factory.mktemp("index"), dim=4)
    else:
        index = open_cluster(QdrantClient(":memory:"), dim=4)
    yield index
    index.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=documents(), query=queries())
def test_hits_totals_and_counts_speak_of_visible_documents_only(shared, written, query):
    numbers = [identify(f"{kind}:{at}") for kind in ("scenario", "list") for at in range(12)]
    shared.apply(deleted=numbers)
    shared.apply(written)
    oracle = Oracle(each for each in written if each.audience & query.audience)
    expected, loosened = oracle.matches(query)

    answer = shared.search(query)

    assert {hit.reference for hit in answer.hits} == expected
    assert answer.total == len(expected)
    assert answer.loosened == loosened
    assert answer.facets == {name: oracle.counts(expected, name) for name in query.count}
    assert shared.count(query.audience) == len(oracle.documents)
