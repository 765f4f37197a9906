"""The database answers the whole language, and tells nobody of what they may not see."""

import pytest

from citystage.stages.catalogue.audience import PUBLIC, tokens_of
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries.asking import by_words
from citystage.stages.catalogue.queries.asking.reading import read
from tests.web.public.making import capability, organisation, released

ALL = frozenset({PUBLIC})


@pytest.fixture
def shelf(town):
    for unit, centre in ((town.laoshan, [36.11, 120.47]), (town.jimo, [36.39, 120.45])):
        unit.facts = {"centre": centre}
        unit.save()
    town.scenario(
        title="地铁保护区无人机智能巡检", budget=600_000_000, summary="地铁沿线每日巡检。"
    )
    town.scenario(
        title="锦江夜游智能导游", district=town.jimo, budget=50_000_000, summary="AI guide robots"
    )
    town.scenario(title="水库智能巡检", state="landed", district=town.jimo)
    return town


def titles(text, audience=ALL, **more):
    found = by_words.answer(read(text, **more), audience)
    rows = {(d.kind, d.object_id): d.title for d in SearchDocument.objects.all()}
    return [rows[one.kind, one.object_id] for one in found.found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"智能巡检"', {"地铁保护区无人机智能巡检", "水库智能巡检"}),
        ('"guide robots"', {"锦江夜游智能导游"}),
        ('"robots guide"', set()),
        ("智能 -巡检", {"锦江夜游智能导游"}),
        ('智能 -"每日巡检"', {"锦江夜游智能导游", "水库智能巡检"}),
        ("智能 金额:>500", {"地铁保护区无人机智能巡检"}),
        ("智能 -金额:>500", {"锦江夜游智能导游", "水库智能巡检"}),
        ("智能 金额:10..100", {"锦江夜游智能导游"}),
        ("智能 状态:已落地", {"水库智能巡检"}),
        ("-状态:landed 智能", {"地铁保护区无人机智能巡检", "锦江夜游智能导游"}),
        ("区:崂山", {"地铁保护区无人机智能巡检"}),
        ("附近:崂山/10km", {"地铁保护区无人机智能巡检"}),
        ("智能 附近:崂山/60km", {"地铁保护区无人机智能巡检", "锦江夜游智能导游", "水库智能巡检"}),
        ("类型:清单", set()),
        ("！！！", set()),
        ("金额:>500 金额:<100", set()),
    ],
)
def test_the_language_is_answered(shelf, text, expected):
    assert set(titles(text)) == expected


def test_answers_are_ordered_by_money_day_or_distance(shelf):
    assert titles("智能", sort="money")[0] == "地铁保护区无人机智能巡检"
    assert titles("智能", sort="newest")[0] == "水库智能巡检"
    assert titles("智能", near="jimo", kilometres="100", sort="distance")[-1] == (
        "地铁保护区无人机智能巡检"
    )


def test_facets_count_what_a_click_would_leave(shelf):
    answer = by_words.answer(read("智能", {"district": ["jimo"]}), ALL)

    assert answer.total == 2
    assert answer.facets["district"] == {"jimo": 2, "laoshan": 1}
    assert answer.facets["status"] == {"open": 1, "landed": 1}
    assert answer.kinds == {"scenario": 2}


def test_all_kinds_are_counted_whichever_is_chosen(shelf):
    capability(shelf, organisation(shelf), "智能巡检机器人")
    released(shelf, shelf.scenario(title="入单"))

    answer = by_words.answer(read("智能", {"kind": ["capability"]}), ALL)

    assert (answer.total, answer.kinds) == (1, {"scenario": 3, "capability": 1})


def test_the_hidden_is_found_and_counted_only_by_those_who_may_see_it(shelf):
    shelf.scenario(title="储备中的智能泊车", state="reserve", owner_unit=shelf.firm)

    seen = {
        user.username: by_words.answer(read("智能"), tokens_of(shelf.stamp(user).actor)).total
        for user in (shelf.officer, shelf.city_officer, shelf.jimo_officer, shelf.owner)
    }

    assert seen == {"officer": 4, "city_officer": 4, "jimo_officer": 3, "owner": 4}
    answer = by_words.answer(read("智能"), ALL)
    assert answer.total == 3
    assert "reserve" not in answer.facets["status"]


def test_some_words_are_enough_when_no_document_holds_all(shelf):
    answer = by_words.answer(read("智能巡检 量子纠缠"), ALL)

    assert (answer.loosened, answer.total) == (True, 3)
