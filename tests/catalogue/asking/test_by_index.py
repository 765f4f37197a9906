"""The index answers as the database does, and by meaning besides; without it search goes on."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario, SearchDocument
from citystage.stages.catalogue.queries import fresh, scenarios
from citystage.stages.catalogue.queries.asking.answer import Source
from citystage.stages.catalogue.queries.asking.answering import answer, count
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.stages.catalogue.queries.asking.suggestions import suggestions
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from tests.catalogue.asking.test_by_words import shelf  # noqa: F401 -- the same shelf
from tests.web.public.making import capability, organisation


def titles(text, actor=NOBODY, **more):
    found = answer(read(text, **more), actor)
    assert found.source is Source.INDEX
    rows = {(d.kind, d.object_id): d.title for d in SearchDocument.objects.all()}
    return [rows[one.kind, one.object_id] for one in found.found if not one.by_meaning]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巡檢", {"地铁保护区无人机智能巡检", "水库智能巡检"}),
        ('"智能巡检"', {"地铁保护区无人机智能巡检", "水库智能巡检"}),
        ("智能 -巡检", {"锦江夜游智能导游"}),
        ("智能 金额:>500", {"地铁保护区无人机智能巡检"}),
        ("智能 -金额:>500", {"锦江夜游智能导游", "水库智能巡检"}),
        ("-状态:landed 智能", {"地铁保护区无人机智能巡检", "锦江夜游智能导游"}),
        ("区:崂山", {"地铁保护区无人机智能巡检"}),
        ("智能 附近:崂山/10km", {"地铁保护区无人机智能巡检"}),
        ("-类型:scenario 智能", set()),
        ("QD-2026-00003", {"水库智能巡检"}),
        ("金额:>500 金额:<100", set()),
    ],
)
def test_the_language_is_answered(shelf, index, text, expected):  # noqa: F811
    index()

    assert set(titles(text)) == expected


def test_orders_facets_and_kinds_are_those_of_the_database(shelf, index):  # noqa: F811
    capability(shelf, organisation(shelf), "智能巡检机器人")
    index()

    asked = answer(read("智能", {"district": ["jimo"]}), NOBODY)
    of_kind = answer(read("智能", {"kind": ["capability"]}), NOBODY)

    assert titles("智能", sort="money")[0] == "地铁保护区无人机智能巡检"
    assert asked.facets["district"] == {"jimo": 2, "laoshan": 1}
    assert asked.facets["status"] == {"open": 1, "landed": 1}
    assert (of_kind.total, of_kind.kinds) == (1, {"scenario": 3, "capability": 1})
    assert count(read("智能 -巡检"), NOBODY) == 1
    assert count(read("智能 量子纠缠"), NOBODY) == 0
    assert count(read("金额:>500 金额:<100"), NOBODY) == 0


def test_what_fits_by_meaning_alone_is_told_apart(shelf, index):  # noqa: F811
    shelf.scenario(title="海上救援", summary="救援")
    index()

    found = answer(read("船舶"), NOBODY)

    by_meaning = [one for one in found.found if one.by_meaning]
    assert found.by_meaning == found.total == len(by_meaning) > 0


def test_the_hidden_is_found_only_by_those_who_may_see_it(shelf, index):  # noqa: F811
    shelf.scenario(title="储备中的智能泊车", state="reserve", owner_unit=shelf.firm)
    index()

    mine = set(titles("智能", shelf.stamp(shelf.owner).actor, sort="newest"))
    theirs = set(titles("智能", sort="newest"))

    assert mine - theirs == {"储备中的智能泊车"}
    assert [one.text for one in suggestions("储备", shelf.stamp(shelf.owner).actor)] == [
        "储备中的智能泊车"
    ]
    assert suggestions("储备", NOBODY) == []


def test_the_database_says_once_more_who_may_see(shelf, index):  # noqa: F811
    index()
    scenario = Scenario.objects.get(title="水库智能巡检")
    Scenario.objects.filter(pk=scenario.pk).update(state="withdrawn")
    fill([scenario])

    assert [one.text for one in suggestions("水库", NOBODY)] == []


def test_a_distance_orders_by_the_database(shelf, index):  # noqa: F811
    index()

    ordered = titles("智能", near="jimo", kilometres="100", sort="distance")

    assert ordered[-1] == "地铁保护区无人机智能巡检"


def test_an_index_that_lags_says_how_far(shelf, index):  # noqa: F811
    index().lag = 7
    fresh.forget()

    found = answer(read("智能"), NOBODY)

    assert (found.source, found.behind) == (Source.CATCHING_UP, 7)


def test_without_an_index_the_database_answers(shelf, index):  # noqa: F811
    """It was never filled: the process says so, and the search goes on."""
    found = answer(read("智能 -巡检"), NOBODY)

    assert (found.source, found.total) == (Source.DATABASE, 1)
    assert count(read("智能 -巡检"), NOBODY) == 1


def test_a_list_with_words_is_counted_and_ordered_alike_by_both(shelf, index):  # noqa: F811
    wanted = ScenarioFilter(q="智能 -导游", status=("open",))
    by_database = _listed(wanted)
    index()

    by_both = [by_database, _listed(wanted)]

    assert by_both[0] == by_both[1]
    assert by_both[0][1]["status"] == {"open": 1, "landed": 1}
    assert _listed(ScenarioFilter(q="智能 量子"))[0] == 0
    assert _listed(ScenarioFilter(q="金额:>5 金额:<1"))[0] == 0


@pytest.mark.parametrize("sort", ["newest", "budget", "-budget", "title", "changed", "deadline"])
def test_a_list_with_words_has_every_order(shelf, index, sort):  # noqa: F811
    plain = _titles(ScenarioFilter(q="智能"), sort)
    index()

    assert set(_titles(ScenarioFilter(q="智能"), sort)) == set(plain)
    assert len(plain) == 3


def _listed(wanted):
    seen = scenarios.overview(wanted)
    return seen.total, seen.facets, _titles(wanted, "budget")


def _titles(wanted, sort):
    return [one.title for one in scenarios.Pages(wanted, sort, 9)[0:9]]
