"""Whom the words of the flows mean."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.notices.models import Notice
from citystage.stages.review import queries
from citystage.stages.review.actions.ask_opinions import ask_opinions
from citystage.stages.review.actions.comment import comment
from citystage.stages.review.models import Opinion
from citystage.stages.review.states import CASE_FLOW, OPINION_FLOW, CaseState, OpinionState
from tests.review.builders import case, recommended


def names(people):
    return [one.username for one in people]


def test_owner_recommender_city_and_departments(town):
    opened = case(town, CaseState.OPINIONS)
    opinion = Opinion.objects.create(case=opened, unit=town.transport, state=OpinionState.ASKED)

    assert names(queries.audience(opened, "owner")) == ["owner"]
    assert names(queries.audience(opened, "recommender")) == ["officer"]
    assert names(queries.audience(opened, "city")) == ["city_officer"]
    assert names(queries.audience(opened, "departments")) == ["clerk"]
    assert names(queries.audience(opinion, "department")) == ["clerk"]
    assert names(queries.audience(opinion, "city")) == ["city_officer"]


def test_the_officer_who_has_the_case_stands_for_the_city(town):
    colleague = town.person("colleague", Role.CITY_OFFICER, town.city)

    assert names(queries.audience(case(town, officer=colleague), "city")) == ["colleague"]


def test_the_other_owner_is_the_absorbing_ones(town):
    other = case(town, application=town.application(filed_by=town.clerk))
    gone = case(town, CaseState.MERGED, merged_into=other)

    assert names(queries.audience(gone, "other owner")) == ["clerk"]
    assert queries.audience(case(town), "other owner") == []
    assert names(queries.audience(case(town), "other owner", other=other)) == ["clerk"]


def test_every_word_of_the_flows_is_known(town):
    opened = case(town)
    opinion = Opinion.objects.create(case=opened, unit=town.transport)

    for move in CASE_FLOW.moves:
        for word in move.tells:
            queries.audience(opened, word)
    for move in OPINION_FLOW.moves:
        for word in move.tells:
            queries.audience(opinion, word)
    with pytest.raises(KeyError):
        queries.audience(opened, "everybody")


def test_an_asked_department_is_told_with_its_deadline(town):
    ask_opinions(
        case(town), units=[town.transport], question="？", stamp=town.stamp(town.city_officer)
    )

    notice = Notice.objects.get(person=town.clerk)
    assert notice.values["due"] == "2026-11-26"


def test_a_comment_for_the_owner_reaches_the_owner_and_the_answer_the_officer(town):
    opened = recommended(town)
    Notice.objects.all().delete()
    comment(
        opened.application,
        audience="owner",
        body="请补充",
        field="",
        stamp=town.stamp(town.city_officer),
    )
    comment(
        opened.application, audience="owner", body="已补充", field="", stamp=town.stamp(town.owner)
    )

    told = Notice.objects.filter(template__startswith="A new comment")
    assert names(one.person for one in told.order_by("pk")) == ["owner", "city_officer"]


def test_a_comment_before_review_tells_nobody_here(town):
    application = town.application()

    comment(application, audience="owner", body="请补充", field="", stamp=town.stamp(town.officer))

    assert not Notice.objects.filter(template__startswith="A new comment").exists()
