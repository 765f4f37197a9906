"""Trials are found like everything else; one that is not for everybody betrays itself to none."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.stages.catalogue.indexing import fill_left_out, rebuild
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import fresh
from citystage.stages.catalogue.queries.asking.answer import Source
from citystage.stages.catalogue.queries.asking.answering import answer, count
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.stages.catalogue.queries.asking.suggestions import suggestions
from citystage.stages.trials import parties
from citystage.stages.trials.actions.begin_trial import drop_draft
from citystage.stages.trials.actions.conclude_trial import Outcome, close_as_failed, leave
from citystage.stages.trials.actions.publish_trial import allow_public, stop_public
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries import found as queries
from citystage.stages.trials.reckoning import measured, measured_of_each
from citystage.stages.trials.searchable import KIND
from tests.catalogue.asking.conftest import index  # noqa: F401 -- the same running index
from tests.conftest import NOON
from tests.trials.trying import Tried

WHY = Outcome(words="夜间识别率不达标", lessons="先做雨雾天测试")


@pytest.fixture(autouse=True)
def _vocabulary_anew():
    fresh.forget()


@pytest.fixture
def tried(town):
    return Tried(town)


def show(tried, trial):
    for person in (tried.town.owner, tried.blue_person):
        allow_public(trial, stamp=tried.by(person))


def failed(tried, *, shown=True, **changes):
    trial = tried.signed(**changes)
    if shown:
        show(tried, trial)
    close_as_failed(trial, outcome=WHY, stamp=tried.by(tried.blue_person))
    return Trial.objects.get(pk=trial.pk)


def found(text, actor=NOBODY, **chosen):
    """The trials a question finds."""
    got = answer(read(text, chosen), actor)
    return [] if got.loosened else [one.object_id for one in got.found if one.kind == KIND]


def readers(tried):
    """Everybody, another firm, both sides, the office over it, one elsewhere, the city's."""
    town = tried.town
    people = (
        tried.red_person,
        town.owner,
        tried.blue_person,
        town.officer,
        town.jimo_officer,
        town.city_officer,
    )
    return [NOBODY, *(tried.by(one).actor for one in people)]


@pytest.mark.parametrize(
    "text",
    [
        "无人集卡",
        "識別率不達標",
        "雨雾天测试",
        "三号堆场",
        "示例蓝色科技",
        "sllskj",
        "kind:trial 集卡",
    ],
)
def test_one_that_failed_is_found_by_why_where_and_who(tried, text):
    trial = failed(tried)

    assert found(text) == [trial.pk]


def test_its_scenario_its_day_and_its_outcome_find_it(tried):
    trial = failed(tried)

    assert found(trial.scenario.number) == [trial.pk]
    assert found("日期:2026-11-21 集卡") == [trial.pk]
    assert found("日期:2026-10 集卡") == []
    assert found("集卡", type=["trial_failed"]) == [trial.pk]
    assert found("集卡", type=["trial_taken"]) == []
    assert found(f"集卡 owner:{tried.blue.name}") == [trial.pk]
    assert [one.object_id for one in suggestions("夜间无人", NOBODY)] == [trial.pk]


def test_one_that_is_not_shown_is_found_by_sides_and_offices_alone(tried):
    trial = failed(tried, shown=False)
    who = readers(tried)

    seen = [found("识别率", one) for one in who]

    own = [trial.pk]
    assert seen == [[], [], own, own, own, [], own]
    assert [count(read("识别率"), one) for one in who] == [0, 0, 1, 1, 1, 0, 1]
    assert [len(suggestions("夜间无人", one)) for one in who] == [0, 0, 1, 1, 1, 0, 1]
    # The rule of the page itself.
    assert [list(queries.found(one, own)) for one in who] == seen


def test_a_draft_is_found_by_its_two_sides_alone(tried):
    trial = tried.begun()

    assert [len(found("集卡", one)) for one in readers(tried)] == [0, 0, 1, 1, 0, 0, 0]

    drop_draft(trial, reason="另有安排", stamp=tried.by(tried.town.owner))
    assert [len(found("另有安排", one)) for one in readers(tried)] == [0, 0, 1, 1, 0, 0, 0]


def test_a_running_one_is_not_everybodys_though_both_sides_show_it(tried):
    trial = tried.signed()
    show(tried, trial)

    assert found("集卡") == []
    assert found("集卡", tried.by(tried.town.officer).actor) == [trial.pk]


def test_one_side_takes_it_back_and_it_is_hidden_at_once(tried):
    trial = failed(tried)
    assert found("识别率") == [trial.pk]

    stop_public(trial, stamp=tried.by(tried.blue_person))

    assert found("识别率") == []
    assert found("识别率", tried.by(tried.town.owner).actor) == [trial.pk]


def test_what_the_index_still_holds_is_asked_of_the_database_again(tried):
    trial = failed(tried, shown=False)
    SearchDocument.objects.filter(kind=KIND).update(audience=["public"], public=True)

    assert found("识别率") == [trial.pk]
    assert queries.found(NOBODY, [trial.pk]) == {}


def test_the_index_counts_only_what_one_may_read(tried, index):  # noqa: F811
    shown, hidden = failed(tried), failed(tried, shown=False, title="夜间无人集卡二次试用")
    index()

    public, office = (
        answer(read('"识别率不达标"'), who) for who in (NOBODY, tried.by(tried.town.officer).actor)
    )

    assert (public.source, office.source) == (Source.INDEX, Source.INDEX)
    assert {one.object_id for one in public.found} == {shown.pk}
    assert {one.object_id for one in office.found} == {shown.pk, hidden.pk}
    assert (public.kinds, office.kinds) == ({KIND: 1}, {KIND: 2})
    assert public.facets["type"] == {"trial_failed": 1}


def test_both_find_the_door_that_opens_for_them(tried):
    trial = failed(tried)

    doors = [queries.found(one, [trial.pk])[trial.pk].inside for one in readers(tried)]

    assert doors == [False, False, True, True, True, False, True]


def test_numbers_that_were_reached_are_counted_for_all_at_once(tried, django_assert_num_queries):
    first = tried.signed()
    tried.proven(first)
    frames = {first.pk: parties.frame(first)}
    assert measured_of_each(frames) == {first.pk: measured(first, frames[first.pk])}
    show(tried, first)
    leave(first, outcome=WHY, stamp=tried.by(tried.town.owner))
    wanted = [first.pk, failed(tried).pk, failed(tried).pk]

    for pks in (wanted[:1], wanted):
        with django_assert_num_queries(6):
            known = queries.found(NOBODY, pks)
        assert [known[pk].asked for pk in pks] == [2] * len(pks)
        assert [known[pk].reached for pk in pks] == [1, 0, 0][: len(pks)]


def test_asking_for_none_asks_nobody(tried, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.found(NOBODY, []) == {}


def test_documents_can_be_made_anew(tried):
    trial = failed(tried)
    SearchDocument.objects.all().delete()

    assert (fill_left_out(), fill_left_out()) == (1, 0)
    SearchDocument.objects.create(
        kind=KIND, object_id=trial.pk + 1, title="没有了", changed_at=NOON, vector=""
    )
    rebuild()
    kept = SearchDocument.objects.filter(kind=KIND).values_list("object_id", flat=True)
    assert list(kept) == [trial.pk]


def test_trials_of_two_sides_are_told_to_those_who_read_them(tried):
    trial = failed(tried, shown=False)
    asked = {"scenarios": [], "owners": [trial.owner_unit_id], "suppliers": [tried.blue.pk]}

    told = [[one.trial for one in queries.between(who, **asked)] for who in readers(tried)]

    assert told == [[], [], [trial], [trial], [trial], [], [trial]]
    other = asked | {"suppliers": [tried.red.pk]}
    assert queries.between(tried.by(tried.town.owner).actor, **other) == []
