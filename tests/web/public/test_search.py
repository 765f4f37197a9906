"""The public search: words of any script, kinds, pages, and what to try when nothing fits."""

import re

import pytest

from citystage.stages.catalogue.indexing import rebuild
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import fresh
from tests.web.public.making import capability, organisation, released


@pytest.fixture
def stock(town):
    one = town.scenario(title="地铁保护区无人机智能巡检", summary="以无人机巡检。")
    capability(town, organisation(town))
    released(town, one)


def cards(page: str) -> list[str]:
    found = re.findall(r'class="card-title-line"><a href="[^"]*">(.*?)</a>', page)
    return [re.sub(r"</?mark>", "", title) for title in found]


def test_traditional_characters_find_simplified_ones_and_are_marked(stock, visitor):
    page = visitor.get("/search?q=無人機").content.decode()

    assert sorted(cards(page)) == ["地铁保护区无人机智能巡检", "无人机巡检"]
    assert "<mark>无人机</mark>" in page


def test_initials_of_pinyin_find_an_organisation(stock, visitor):
    page = visitor.get("/search?q=qdslgd").content.decode()

    assert "青岛示例轨道集团" in cards(page)


def test_kinds_divide_the_answers(stock, visitor):
    page = visitor.get("/search?q=无人机&kind=capability").content.decode()

    assert cards(page) == ["无人机巡检"]
    assert 'href="/search?q=%E6%97%A0%E4%BA%BA%E6%9C%BA"' in page


def test_lists_are_found(stock, visitor):
    page = visitor.get("/search?q=第一批场景机会清单&kind=list").content.decode()

    assert cards(page) == ["Opportunity list 2026-1"]


def test_a_typing_error_in_a_latin_word_is_pointed_out(stock, visitor):
    page = visitor.get("/search?q=dronne").content.decode()

    assert "Did you mean" in page
    assert 'href="/search?q=drone"' in page


def test_when_not_all_words_are_found_some_are_shown(stock, visitor):
    page = visitor.get("/search?q=无人机 量子纠缠态").content.decode()

    assert "Shown is what holds some of them" in page
    assert "地铁保护区无人机智能巡检" in cards(page)


def test_nothing_found_says_what_to_try(stock, visitor):
    page = visitor.get("/search?q=zzzzqqqq").content.decode()

    assert "Nothing holds “zzzzqqqq”" in page


@pytest.mark.parametrize("q", ["", "   ", "%00", "🦆", "x" * 5000, "'; drop table", "&|!():*"])
def test_any_question_gets_an_answer(stock, visitor, q):
    assert visitor.get("/search", {"q": q}).status_code == 200


def test_a_document_without_its_record_is_passed_over(stock, visitor):
    SearchDocument.objects.filter(kind="scenario").update(object_id=987654)

    page = visitor.get("/search?q=无人机").content.decode()

    assert cards(page) == ["无人机巡检"]


def test_a_search_costs_at_most_its_queries(stock, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        visitor.get("/search?q=无人机")


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_conditions_are_understood_and_can_be_taken_back(stock, visitor):
    page = visitor.get("/search", {"q": "巡检 -管线 区:崂山", "lang": "en"}).content.decode()

    assert cards(page) == ["地铁保护区无人机智能巡检"]
    assert "without “管线”" in page
    assert "District: 崂山区" in page
    assert 'href="/search?lang=en&amp;q=%E5%B7%A1%E6%A3%80+district%3A%E5%B4%82%E5%B1%B1"' in page


def test_what_was_not_understood_is_said(stock, visitor):
    page = visitor.get("/search", {"q": "巡检 领域:量子 金额:很多 时间:下午"}).content.decode()

    assert "“量子” is not among the values of “Field”; it was searched as words." in page
    assert "“很多” cannot be read as a value of “Money”; it was left out." in page
    assert "“时间:” is no condition known here; it was searched as words." in page


def test_nothing_found_offers_what_to_leave_out_and_how_many_that_gives(stock, visitor):
    page = visitor.get("/search", {"q": "无人机 金额:>9999", "field": "port"}).content.decode()

    said = text_of(page)
    assert "What would find more" in said
    assert "leave out: Money:" in said
    assert 'href="/search?field=port&amp;q=%E6%97%A0%E4%BA%BA%E6%9C%BA"' in page


def test_conditions_that_exclude_each_other_are_named(stock, visitor):
    page = visitor.get("/search", {"q": "无人机 金额:>500 金额:<100"}).content.decode()

    assert "No record can meet both conditions of “Money”" in page


def test_facets_narrow_all_kinds_and_count(stock, visitor):
    page = visitor.get("/search", {"q": "无人机"}).content.decode()

    assert 'href="/search?q=%E6%97%A0%E4%BA%BA%E6%9C%BA&amp;field=port"' not in page
    narrowed = visitor.get("/search", {"q": "无人机", "status": "open"}).content.decode()
    assert cards(narrowed) == ["地铁保护区无人机智能巡检"]


def test_a_place_limits_and_orders_by_distance(stock, visitor, town):
    town.laoshan.facts = {"centre": [36.11, 120.47]}
    town.laoshan.save()
    rebuild()
    fresh.forget()

    page = visitor.get(
        "/search", {"q": "无人机", "near": "laoshan", "km": "10", "sort": "distance"}
    )

    assert cards(page.content.decode()) == ["地铁保护区无人机智能巡检"]
    assert "Near 崂山区, within 10 km" in page.content.decode()


def test_an_officer_finds_what_is_hidden_from_others(stock, visitor, client, town):
    town.scenario(title="储备无人机", state="reserve", owner_unit=town.firm)
    client.force_login(town.city_officer)

    mine = client.get("/search", {"q": "储备"}).content.decode()
    theirs = visitor.get("/search", {"q": "储备"}).content.decode()

    assert cards(mine) == ["储备无人机"]
    assert cards(theirs) == []


def test_the_database_stands_in_for_the_index_and_says_so(stock, visitor):
    page = visitor.get("/search", {"q": "无人机"}).content.decode()

    assert "Until then the search goes by words alone." in page


def test_suggestions_are_options_that_lead_somewhere(stock, visitor):
    page = visitor.get("/search/suggest", {"q": "qdsl", "box": "top"}).content.decode()

    assert 'role="option" id="top-offer-1"' in page
    assert re.search(r'data-url="/organisations/\d+/"', page)
    assert "青岛示例轨道集团" in page


@pytest.mark.parametrize("q", ["", " ", "x" * 500, "%00", "<script>", "&|!():*'"])
def test_any_beginning_gets_an_answer(stock, visitor, q):
    response = visitor.get("/search/suggest", {"q": q})

    assert response.status_code == 200
    assert b"<script" not in response.content


@pytest.mark.parametrize(
    ("title", "lists"),
    [("第一批场景机会清单", "/lists/qingdao/2026-1/"), ("地铁", "/scenarios/QD")],
)
def test_suggestions_know_the_addresses_of_lists_and_scenarios(stock, visitor, title, lists):
    assert lists in visitor.get("/search/suggest", {"q": title}).content.decode()


def test_suggestions_cost_few_queries(stock, visitor, django_assert_max_num_queries):
    visitor.get("/search/suggest?q=无人")

    with django_assert_max_num_queries(4):
        visitor.get("/search/suggest?q=无人")
