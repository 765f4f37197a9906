"""The public search: words of any script, kinds, pages, and what to try when nothing fits."""

import re

import pytest

from citystage.stages.catalogue.models import SearchDocument
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
