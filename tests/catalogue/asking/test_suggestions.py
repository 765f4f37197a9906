"""Suggestions: the vocabulary first, then names, by their beginning or by initials."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.stages.catalogue.queries.asking.suggestions import MOST, suggestions
from tests.web.public.making import capability, organisation


@pytest.fixture
def shelf(town):
    Term.objects.create(scheme=Scheme.FIELD, code="rail", name="轨道交通", name_en="Rail")
    town.scenario(title="轨道沿线巡检", owner_name="甲单位")
    town.scenario(title="夜间轨道打磨", owner_name="甲单位")
    capability(town, organisation(town), "钢轨探伤")
    return town


def said(typed):
    return [(one.kind, str(one.text)) for one in suggestions(typed, NOBODY)]


def test_words_come_first_then_names_that_begin_so(shelf):
    assert said("轨道") == [
        ("field", "轨道交通"),
        ("scenario", "轨道沿线巡检"),
        ("scenario", "夜间轨道打磨"),
        ("organisation", "青岛示例轨道集团"),
    ]


def test_names_of_organisations_are_found_by_initials(shelf):
    assert said("qdsl") == [("organisation", "青岛示例轨道集团")]


def test_hidden_things_are_suggested_to_nobody_else(shelf):
    shelf.scenario(title="轨道秘密", state="reserve")

    assert ("scenario", "轨道秘密") not in said("轨道")


def test_there_are_never_too_many(shelf):
    for number in range(20):
        shelf.scenario(title=f"轨道{number}")

    assert len(said("轨道")) == MOST


@pytest.mark.parametrize("typed", ["", "！", "'", "\\", "🦆", "a:*|b", "<b>"])
def test_anything_may_be_typed(shelf, typed):
    assert isinstance(said(typed), list)


def test_suggestions_cost_one_query_once_the_words_are_known(shelf, django_assert_num_queries):
    said("轨道")

    with django_assert_num_queries(1):
        said("轨道")
