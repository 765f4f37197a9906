"""What every index must do, whoever keeps the documents."""

import numpy as np
import pytest

from citystage.engines.search.contract import (
    Document,
    How,
    Near,
    NoAudience,
    Place,
    Query,
    Range,
    Require,
    Sort,
    Wish,
    WrongVector,
    identify,
    kind_sign,
    named,
)
from citystage.engines.text.tokens import query_terms
from tests.engines.search.conftest import PUBLIC, document, vector

# The client in memory stands in for a server; it only lacks its speed.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Payload indexes have no effect", "ignore:Local mode performs exact"
)

DRONES = document(
    "scenario:1",
    "智慧城市无人机巡检",
    names=("青岛海纳云科技",),
    body="在地铁保护区用UAV巡检, machine learning 5G-A",
    facets={"city": ["qd"], "field": ["air", "city"]},
    numbers={"money": 5, "published": 739_000},
    place=Place(36.07, 120.38),
    vector=vector(1, 0, 0, 0),
)
ROBOTS = document(
    "capability:2",
    "机器人算法",
    body="algorithm for robots, 智慧工厂",
    facets={"city": ["cd"]},
    numbers={"money": 9},
    place=Place(30.66, 104.06),
    vector=vector(0.8, 0.6, 0, 0),
)
SECRET = document(
    "capability:3",
    "机密无人机",
    audience=frozenset({"unit:7"}),
    body="secret drones",
    facets={"city": ["cd", "secretville"]},
    numbers={"money": 7},
    vector=vector(1, 0, 0.1, 0),
)
BOAT = document("list:4", "无人船清单", body="水面巡检")


@pytest.fixture
def filled(index):
    index.apply([DRONES, ROBOTS, SECRET, BOAT], cursor=[3, 14])
    return index


def found(index, text="", *, audience=PUBLIC, **more):
    answer = index.search(Query(audience, terms=query_terms(text), **more))
    return [hit.reference for hit in answer.hits]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("无人机", ["scenario:1"]),
        ("人机", ["scenario:1"]),
        ("無人機", ["scenario:1"]),
        ("無人 ＵＡＶ", ["scenario:1"]),
        ("algo", ["capability:2"]),
        ("hny", ["scenario:1"]),
        ("hainayun", ["scenario:1"]),
        ("铁", ["scenario:1"]),
        ("船", ["list:4"]),
        ("5g", ["scenario:1"]),
        ("machine", ["scenario:1"]),
        ("earning", []),
        ("secret", []),
    ],
)
def test_words_find_what_holds_them(filled, text, references):
    assert found(filled, text) == references


def test_all_words_are_asked_first(filled):
    answer = filled.search(Query(PUBLIC, terms=query_terms("智慧 巡检")))

    assert [hit.reference for hit in answer.hits] == ["scenario:1"]
    assert (answer.total, answer.loosened, answer.how) == (1, False, How.WORDS)


def test_some_words_are_enough_when_no_document_holds_all(filled):
    answer = filled.search(Query(PUBLIC, terms=query_terms("智慧 清单"), count=("kind",)))

    assert {hit.reference for hit in answer.hits} == {"scenario:1", "capability:2", "list:4"}
    assert answer.loosened
    assert answer.facets == {"kind": {"scenario": 1, "capability": 1, "list": 1}}


def test_any_word_is_enough_when_asked_so(filled):
    answer = filled.search(Query(PUBLIC, terms=query_terms("智慧 巡检"), require=Require.ANY))

    assert {hit.reference for hit in answer.hits} == {"scenario:1", "capability:2", "list:4"}
    assert answer.loosened is False


def test_the_title_weighs_more_than_the_body(filled):
    assert found(filled, "巡检") == ["scenario:1", "list:4"]
    assert found(filled, "智慧") == ["scenario:1", "capability:2"]


def test_a_synonym_finds_too_but_weighs_less(filled):
    filled.apply([document("scenario:5", "无人机")])
    synonyms = {"飞行器": ["无人机"]}

    terms = query_terms("飞行器", synonyms=synonyms)
    answer = filled.search(Query(PUBLIC, terms=terms))

    assert {hit.reference for hit in answer.hits} == {"scenario:1", "scenario:5"}


def test_a_phrase_is_verified(filled):
    assert found(filled, phrases=("machine learning",)) == ["scenario:1"]
    assert found(filled, phrases=("learning machine",)) == []
    assert found(filled, phrases=("无人机巡",)) == ["scenario:1"]
    assert found(filled, phrases=("机无人",)) == []
    assert found(filled, phrases=("achine learning",)) == []
    assert len(found(filled, phrases=("……",))) == 3


def test_an_exclusion_leaves_out(filled):
    assert found(filled, "智慧", exclusions=("machine",)) == ["capability:2"]
    assert found(filled, "智慧", exclusions=("机器学习",)) == ["scenario:1", "capability:2"]


def test_filters_are_any_of_within_a_name_and_all_of_between(filled):
    city = {"city": frozenset({"qd", "cd"})}

    assert len(found(filled, facets=city)) == 2
    assert found(filled, facets=city | {"field": frozenset({"air"})}) == ["scenario:1"]
    assert found(filled, without={"city": frozenset({"qd"})}, kinds=frozenset({"scenario"})) == []
    assert found(filled, facets={"unheard": frozenset({"x"})}) == []
    assert found(filled, kinds=frozenset({"list"})) == ["list:4"]


def test_ranges_and_places_limit(filled):
    assert found(filled, ranges=(Range("money", 5, 8),)) == ["scenario:1"]
    assert found(filled, ranges=(Range("money", 5, None, low_open=True),)) == ["capability:2"]
    assert len(found(filled, ranges=(Range("money", 5, 8, excluded=True),))) == 2
    assert found(filled, near=Near(Place(36.0, 120.38), 9)) == ["scenario:1"]
    assert found(filled, near=Near(Place(36.0, 120.38), 7)) == []


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({"kinds": frozenset()}, "kind"),
        ({"facets": {"city": frozenset()}}, "city"),
        ({"facets": {"city": frozenset("x")}, "without": {"city": frozenset("x")}}, "city"),
        ({"ranges": (Range("money", 6, None), Range("money", None, 5))}, "money"),
        ({"ranges": (Range("money", 5, 5, low_open=True),)}, "money"),
        ({"ranges": (Range("money", float("nan"), 5),)}, "money"),
        ({"near": Near(Place(0, 0), -1)}, "near"),
    ],
)
def test_filters_that_contradict_each_other_are_named(filled, filters, name):
    answer = filled.search(Query(PUBLIC, count=("city",), **filters))

    assert answer.contradiction == name
    assert (answer.hits, answer.total, answer.facets) == ((), 0, {"city": {}})


def test_nobody_learns_of_what_is_hidden_from_them(filled):
    public = filled.search(Query(PUBLIC, terms=query_terms("无人机"), count=("city", "kind")))
    reader = PUBLIC | {"unit:7"}
    both = filled.search(Query(reader, terms=query_terms("无人机"), count=("city",)))

    assert (public.total, public.facets) == (1, {"city": {"qd": 1}, "kind": {"scenario": 1}})
    assert (both.total, both.facets["city"]) == (2, {"qd": 1, "cd": 1, "secretville": 1})
    assert filled.count(PUBLIC) == 3
    assert filled.count(frozenset()) == 0
    assert filled.count() == 4
    assert filled.suggest(Wish(PUBLIC, query_terms("机密"))) == ()


def test_who_asks_must_be_said(filled):
    with pytest.raises(NoAudience):
        filled.search(Query(frozenset()))
    with pytest.raises(NoAudience):
        filled.suggest(Wish(frozenset(), query_terms("无人")))
    with pytest.raises(NoAudience):
        filled.apply([document("list:9", "x", audience=frozenset())])


def test_meaning_joins_words(filled):
    terms = query_terms("清单")
    answer = filled.search(Query(PUBLIC, terms=terms, vector=vector(0.9, 0.5, 0, 0), reach=1))

    assert answer.how == How.HYBRID
    assert {hit.reference for hit in answer.hits} == {"list:4", "capability:2"}
    assert (answer.total, answer.by_meaning) == (2, 1)
    assert [hit.dense is None for hit in answer.hits if hit.reference == "list:4"] == [True]


def test_meaning_alone_ranks_by_likeness(filled):
    answer = filled.search(Query(PUBLIC, vector=vector(0.9, 0.5, 0, 0), reach=2))

    assert [hit.reference for hit in answer.hits] == ["capability:2", "scenario:1"]
    assert (answer.how, answer.total) == (How.MEANING, 2)
    assert answer.hits[0].dense == pytest.approx(0.9908, abs=1e-3)


def test_a_vector_of_the_wrong_size_is_refused(filled):
    with pytest.raises(WrongVector):
        filled.search(Query(PUBLIC, vector=vector(1, 0, 0)))
    with pytest.raises(WrongVector):
        filled.apply([BOAT, document("list:9", "x", vector=vector(1, 0))])
    with pytest.raises(WrongVector):
        filled.apply([document("list:9", "x", vector=np.full(4, np.nan, dtype=np.float32))])

    assert found(filled, "x") == []


@pytest.mark.parametrize("options", [{"facets": {"a.b": ["x"]}}, {"numbers": {"n": np.inf}}])
def test_names_and_numbers_must_be_such(index, options):
    with pytest.raises(ValueError, match="no n"):
        index.apply([document("list:9", "x", **options)])


def test_sorting_by_a_number_puts_those_without_it_last(filled):
    assert found(filled, sort=Sort("money")) == ["capability:2", "scenario:1", "list:4"]
    assert found(filled, sort=Sort("money", descending=False))[0] == "scenario:1"
    assert found(filled, "巡检", sort=Sort("money")) == ["scenario:1", "list:4"]
    assert found(filled, sort=Sort("money"), offset=1, limit=1) == ["scenario:1"]
    assert found(filled, sort=Sort("money"), offset=2, limit=1) == ["list:4"]
    assert len(found(filled, sort=Sort("unheard"))) == 3


def test_pages_do_not_overlap(index):
    index.apply([document(f"list:{n}", f"清单 {n}", body="无人机" * (n % 3)) for n in range(30)])

    pages = [found(index, "清单", limit=7, offset=at) for at in range(0, 35, 7)]

    assert [len(page) for page in pages] == [7, 7, 7, 7, 2]
    assert len({each for page in pages for each in page}) == 30
    assert found(index, limit=0) == []


def test_a_document_written_again_replaces_its_former_self(filled):
    filled.apply([document("scenario:1", "停车场", vector=None)])

    assert found(filled, "无人机") == []
    assert found(filled, "停车") == ["scenario:1"]
    assert found(filled, facets={"city": frozenset({"qd"})}) == []
    assert filled.search(Query(PUBLIC, vector=vector(1, 0, 0, 0))).total == 1
    assert filled.count() == 4


def test_a_document_that_becomes_hidden_is_gone_at_once(filled):
    filled.apply([document("scenario:1", DRONES.title, audience=frozenset({"unit:7"}))])

    assert found(filled, "无人机") == []


def test_deleted_documents_are_gone(filled):
    filled.apply(deleted=[identify("scenario:1"), identify("never:0")], cursor=[3, 15])

    assert found(filled, "无人机") == []
    assert filled.count() == 3
    assert filled.cursor == [3, 15]


def test_the_cursor_is_nowhere_at_first_and_after_clearing(new_index):
    index = new_index()
    assert index.cursor is None

    index.apply([DRONES], cursor=[1, 2])
    index.clear()

    assert (index.cursor, index.count(), index.status().documents) == (None, 0, 0)
    index.apply([DRONES])
    assert found(index, "无人机") == ["scenario:1"]


def test_suggestions_begin_as_typed_first(filled):
    filled.apply([document("list:8", "青年无人艇"), document("list:9", "无人艇"), BOAT])

    titles = [each.title for each in filled.suggest(Wish(PUBLIC, query_terms("无人")))]
    by_name = filled.suggest(Wish(PUBLIC, query_terms("hny"), kinds=frozenset({"scenario"})))

    assert set(titles[:2]) == {"无人艇", "无人船清单"}
    assert set(titles[2:]) == {"青年无人艇", "智慧城市无人机巡检"}
    assert [each.reference for each in by_name] == ["scenario:1"]
    assert filled.suggest(Wish(PUBLIC, ())) == ()
    assert len(filled.suggest(Wish(PUBLIC, query_terms("无人"), limit=1))) == 1


def test_an_index_without_meaning_answers_by_words(new_index):
    index = new_index(dim=0)
    index.apply([DRONES, ROBOTS])

    answer = index.search(Query(PUBLIC, terms=query_terms("算法"), vector=vector(1, 0, 0, 0)))

    assert [hit.reference for hit in answer.hits] == ["capability:2"]
    assert answer.by_meaning == 0


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "", "。。。", "１２３ 456", "<b>忽略之前的指令</b>", "a\x00b\ud800"]
)
def test_odd_texts_are_taken(index, text):
    index.apply([document("list:1", text, names=(text,), body=text, vector=vector(1, 0, 0, 0))])

    answer = index.search(Query(PUBLIC, terms=query_terms(text), vector=vector(1, 0, 0, 0)))

    assert [hit.reference for hit in answer.hits] == ["list:1"]


def test_status_tells_how_it_stands(filled):
    status = filled.status()

    assert (status.documents, status.cursor, status.dim) == (4, [3, 14], 4)
    assert status.segments >= 1
    assert status.waiting >= 0


@pytest.mark.parametrize(
    "reference", ["scenario:0", "capability:37", "list:1099511627775", "组织:5"]
)
def test_names_are_told_from_numbers(reference):
    kind, _, _ = reference.partition(":")

    number = identify(reference)

    assert named(number, {kind_sign(kind): kind}) == reference
    assert named(number, {}) is None
    assert 0 < number < 1 << 63


@pytest.mark.parametrize(
    "reference",
    ["list:", "list:new", "list:007", "list:-1", "list:１", f"list:{1 << 40}", "x", "list:1:2", ""],
)
def test_other_names_are_hashed(reference):
    number = identify(reference)

    assert named(number, {kind_sign("list"): "list"}) is None
    assert 0 < number < 1 << 62


def test_documents_of_any_name_are_told_apart(index):
    index.apply([document("list:7", "清单"), document("list:seven", "清单")], cursor=[1])

    assert sorted(found(index, "清单")) == ["list:7", "list:seven"]


def test_a_name_begins_with_the_kind(index):
    with pytest.raises(ValueError, match="does not begin"):
        index.apply([Document("list:7", "scenario", "清单", PUBLIC)])
