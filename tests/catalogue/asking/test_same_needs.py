"""The same need of another place is found by meaning, within reach, and only while there is any."""

import pytest

from citystage.engines.meaning.texts import content_hash
from citystage.foundation.meaning import queries as meaning
from citystage.foundation.meaning.models import Meaning, Phrase
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.queries.same_needs import alike, same_needs
from citystage.stages.intake.facts import ApplicationRevised
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import fingerprints, queries
from citystage.stages.review.actions.judge_tie import judge_tie
from citystage.stages.review.handlers.following import keep_revised_text
from citystage.stages.review.models import Fingerprint, Tie
from tests.catalogue.asking.conftest import Water
from tests.review.builders import HARBOUR, case, need
from tests.web.bureau.people import browser


@pytest.fixture
def water(monkeypatch):
    """The model of the tests' index is the one in use."""
    monkeypatch.setattr(meaning, "provider", Water)


def told(application):
    """As in life: revised, then read by the job."""
    keep_revised_text(
        ApplicationRevised(application_id=application.pk, fields=["need"], revision=1), stamp=None
    )
    text = fingerprints.spoken(application)
    vector = Water().query(text).astype(meaning.KEPT_AS).tobytes()
    Meaning.objects.create(model=Water.name, key=content_hash(text), vector=vector)
    return application


def listed(town, title="水库巡护", **fields):
    """A scenario in words nobody else has."""
    return town.scenario(**({"title": title, "summary": "环湖道路夜间无人值守。"} | fields))


def of(scenario):
    return Fingerprint.objects.get(subject=f"catalogue.scenario:{scenario.pk}")


def found(application, actor):
    return [one.fingerprint for one in same_needs(application, actor)]


@pytest.fixture
def chengdu(db):
    return plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")


def test_the_same_need_of_another_city_is_shown(town, index, water, chengdu):
    there = listed(town, city=chengdu, district=None, owner_name="示例水务集团")
    listed(town, title="夜间发药", summary="药房")
    mine = told(town.application(answers=need(HARBOUR)))
    index()

    (like,) = same_needs(mine, town.stamp(town.city_officer).actor)

    assert like.fingerprint == of(there)
    assert (like.percent, like.cosine, like.elsewhere, like.tie) == (100, 1.0, True, None)


def test_other_words_of_the_same_owner_are_said_to_be_that(town, index, water):
    here = listed(town)
    mine = told(town.application(answers=need(HARBOUR)))
    index()

    (like,) = alike(mine, town.stamp(town.city_officer).actor)

    assert (like.fingerprint, like.elsewhere) == (of(here), False)


def test_what_is_found_by_its_words_is_shown_once(town, index, water):
    twin = listed(town, title="港区无人集卡水平运输", summary=HARBOUR)
    mine = told(town.application(answers=need(HARBOUR)))
    index()

    (like,) = alike(mine, town.stamp(town.city_officer).actor)

    assert (like.fingerprint, like.cosine) == (of(twin), None)


def test_a_hidden_scenario_is_out_of_reach(town, index, water):
    hidden = listed(town, state="reserve", published_on=None)
    mine = told(town.application(answers=need(HARBOUR), state=ApplicationState.DRAFT))
    index()

    assert found(mine, town.stamp(town.owner).actor) == []
    assert found(mine, town.stamp(town.city_officer).actor) == [of(hidden)]
    publish(hidden, stamp=town.stamp(town.city_officer))
    index()
    assert found(mine, town.stamp(town.owner).actor) == [of(hidden)]


def test_an_index_behind_the_database_shows_nothing_hidden(town, index, water):
    row = listed(town)
    mine = told(town.application(answers=need(HARBOUR), state=ApplicationState.DRAFT))
    index()

    Fingerprint.objects.filter(pk=of(row).pk).update(public=False)

    assert found(mine, town.stamp(town.owner).actor) == []


def test_a_judged_pair_is_remembered(town, index, water):
    family, other = listed(town), listed(town, title="渔船避碰", summary="海上雾天。")
    mine = told(town.application(answers=need(HARBOUR)))
    index()
    officer = town.stamp(town.city_officer)
    own = queries.fingerprint_of(mine)
    judge_tie(own, of(family), verdict=Tie.Verdict.FAMILY, reason="同类", stamp=officer)
    judge_tie(own, of(other), verdict=Tie.Verdict.NOT_SAME, reason="不同", stamp=officer)

    (like,) = same_needs(mine, officer.actor)

    assert (like.fingerprint, like.tie.verdict) == (of(family), Tie.Verdict.FAMILY)


def test_what_grew_from_the_need_is_not_its_twin(town, index, water):
    mine = told(town.application(answers=need(HARBOUR)))
    listed(town, application=mine)
    index()

    assert found(mine, town.stamp(town.city_officer).actor) == []


def test_without_a_vector_or_an_index_there_is_none(
    town, index, water, settings, django_assert_num_queries
):
    listed(town)
    mine = town.application(answers=need(HARBOUR))
    index()
    actor = town.stamp(town.city_officer).actor

    assert found(mine, actor) == []
    told(mine)
    assert len(found(mine, actor)) == 1
    settings.SEARCH_INDEX = "postgres"
    with django_assert_num_queries(0):
        assert found(mine, actor) == []


def test_a_withdrawn_text_wants_no_meaning(town):
    gone = town.application(answers=need(HARBOUR), state=ApplicationState.WITHDRAWN)

    keep_revised_text(
        ApplicationRevised(application_id=gone.pk, fields=["need"], revision=1), stamp=None
    )

    assert Phrase.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_cost_no_queries(town, index, water, rows, django_assert_num_queries):
    for place in range(rows):
        listed(town, title=f"水库巡护{'甲乙丙'[place]}区")
    mine = told(town.application(answers=need(HARBOUR)))
    index()
    actor = town.stamp(town.city_officer).actor
    same_needs(mine, actor)

    # The vector, the own text, what was said of it, the texts found.
    with django_assert_num_queries(4):
        assert len(same_needs(mine, actor)) == rows


def test_officers_and_owners_read_it_on_their_pages(town, index, water):
    there = listed(town, owner_name="示例水务集团")
    mine = told(town.application(answers=need(HARBOUR)))
    opened = case(town, application=mine)
    index()
    office = browser(town.city_officer)

    record = office.get(f"/bureau/cases/{opened.pk}/").content.decode()
    pair = office.get(f"/bureau/cases/{opened.pk}/like/{of(there).pk}/").content.decode()

    for page in (record, pair):
        assert "the same need, another place" in page
        assert "100% alike in meaning" in page
