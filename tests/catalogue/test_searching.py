"""The public search finds what a person means, in either script, by words or by initials."""

import pytest
from django.http import QueryDict

from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.stages.catalogue.indexing import rebuild
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import scenarios, searching
from citystage.stages.catalogue.queries.filters import ScenarioFilter


def found(text, *, every=True):
    asked = searching.understand(text)
    held = searching.documents(asked, every=every)
    return [document.title for document in searching.ranked(asked, held, every=every)]


@pytest.fixture
def shelf(town):
    town.scenario(title="地铁保护区无人机智能巡检", owner_name="示例轨道集团")
    town.scenario(title="锦江夜游智能导游", owner_name="示例文旅集团", summary="AI guide robots")
    return town


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("无人机", "地铁保护区无人机智能巡检"),
        ("無人機 巡檢", "地铁保护区无人机智能巡检"),
        ("巡检", "地铁保护区无人机智能巡检"),
        ("slgd", "地铁保护区无人机智能巡检"),
        ("guidao", "地铁保护区无人机智能巡检"),
        ("ＡＩ", "锦江夜游智能导游"),
        ("robot", "锦江夜游智能导游"),
        ("QD-2026-00001", "地铁保护区无人机智能巡检"),
    ],
)
def test_search_finds_words_scripts_widths_and_initials(shelf, text, title):
    assert found(text) == [title]


def test_all_words_are_wanted_unless_any_will_do(shelf):
    assert found("无人机 导游") == []
    assert set(found("无人机 导游", every=False)) == {
        "地铁保护区无人机智能巡检",
        "锦江夜游智能导游",
    }


def test_synonyms_of_the_vocabulary_are_searched_too(shelf):
    Term.objects.create(scheme=Scheme.FIELD, code="uav", name="无人机", synonyms=["UAV"])

    assert found("uav") == ["地铁保护区无人机智能巡检"]


def test_hidden_documents_stay_hidden(shelf):
    SearchDocument.objects.filter(title__contains="无人机").update(public=False)

    assert found("无人机") == []


def test_a_latin_typing_error_is_answered_with_the_word_meant(shelf):
    assert searching.corrections(searching.understand("robotts")) == {"robotts": "robots"}
    assert searching.corrections(searching.understand("robots")) == {}


@pytest.mark.parametrize("text", ["", "   ", "'", "\\", "&|!", "😀", "\u202e", "a" * 5000])
def test_any_text_is_answered(shelf, text):
    assert isinstance(found(text), list)


def test_rebuilding_gives_the_same_documents(shelf):
    before = SearchDocument.objects.count()

    assert rebuild() == before == 2
    assert found("无人机") == ["地铁保护区无人机智能巡检"]


def test_facets_count_what_a_click_would_leave(shelf):
    shelf.scenario(title="第三", district=shelf.jimo, budget=200_000_000, tier="narrow")

    seen = scenarios.overview(ScenarioFilter(district=("laoshan",)))
    counted = seen.facets

    assert counted["district"] == {"laoshan": 2, "jimo": 1}
    assert counted["tier"] == {}
    assert counted["money"] == {"open": 2}
    assert seen.total == 2
    assert scenarios.split(ScenarioFilter(), "tier") == {"tier": {"narrow": 1}}


def test_the_filter_reads_addresses_and_writes_them_back():
    wanted = ScenarioFilter.read(
        QueryDict(
            "q=港&field=port&field=ocean&status=open&status=nonsense&year=2026&year=x&money=open"
        )
    )

    assert wanted.active == {
        "field": ("port", "ocean"),
        "status": ("open",),
        "money": ("open",),
        "year": ("2026",),
    }
    assert ScenarioFilter.read(QueryDict(wanted.address())) == wanted
    assert wanted.toggled("field", "port").field == ("ocean",)
    assert wanted.without("field").field == ()


def test_listed_scenarios_come_in_the_order_asked(shelf):
    shelf.scenario(title="甲", budget=5)
    shelf.scenario(title="乙", budget=9)

    ordered = scenarios.listed(ScenarioFilter(money=("under_100",)), "budget")

    assert [scenario.title for scenario in ordered] == ["乙", "甲"]
