"""Lists are frozen when released; corrections are addenda."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.actions.make_addendum import (
    ItemNeeded,
    NotReleased,
    make_addendum,
)
from citystage.stages.catalogue.actions.prepare_list import (
    CodeTaken,
    ListFrozen,
    NotListable,
    arrange_list,
    change_heading,
    prepare_list,
)
from citystage.stages.catalogue.actions.record_outcome import record_outcome
from citystage.stages.catalogue.actions.release_list import (
    ItemsWithdrawn,
    NothingToRelease,
    release_list,
)
from citystage.stages.catalogue.freezing import intact
from citystage.stages.catalogue.indexing import fill_left_out
from citystage.stages.catalogue.models import Release, SearchDocument
from citystage.stages.catalogue.queries import lists
from citystage.stages.catalogue.queries.asking.answering import answer
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.stages.catalogue.queries.found import behind
from citystage.stages.catalogue.queries.scenarios import lists_of
from citystage.stages.catalogue.states import ScenarioState


def begin(town, code="2026-1"):
    return prepare_list(
        town.city,
        code=code,
        kind=Release.Kind.OPPORTUNITY,
        number="青场景〔2026〕1号",
        title="青岛市2026年第一批场景机会清单",
        title_en="Opportunity list 2026-1",
        issuer="市委改革办场景创新处",
        introduction="",
        stamp=town.stamp(town.city_officer),
    )


@pytest.fixture
def prepared(town):
    reserve = town.scenario(title="储备中的场景", state=ScenarioState.RESERVE, published_on=None)
    public = town.scenario(title="已公开的场景")
    release = begin(town)
    stamp = town.stamp(town.city_officer)
    return arrange_list(release, scenario_ids=[public.pk, reserve.pk], stamp=stamp)


def test_releasing_publishes_every_item_and_freezes_the_list(town, prepared):
    released = release_list(prepared, stamp=town.stamp(town.city_officer))

    items = list(lists.items_of(released))
    assert [item.frozen["title"] for item in items] == ["已公开的场景", "储备中的场景"]
    assert {item.scenario.state for item in items} == {ScenarioState.OPEN}
    assert (len(released.sha256), intact(released)) == (64, True)
    assert SearchDocument.objects.get(kind="list").public
    assert Entry.objects.filter(verb="catalogue.scenario.listed").count() == 2
    assert [each.pk for each in lists_of(items[0].scenario)] == [released.pk]


def test_later_corrections_of_a_scenario_leave_the_list_as_it_was(town, prepared):
    released = release_list(prepared, stamp=town.stamp(town.city_officer))
    scenario = released.items.first().scenario

    scenario.title = "新标题"
    scenario.save()

    assert intact(released)


def test_a_released_list_takes_no_more_changes(town, prepared):
    stamp = town.stamp(town.city_officer)
    released = release_list(prepared, stamp=stamp)

    with pytest.raises(ListFrozen):
        arrange_list(released, scenario_ids=[], stamp=stamp)
    with pytest.raises(ListFrozen):
        change_heading(released, heading={"title": "新"}, stamp=stamp)
    with pytest.raises(ListFrozen):
        release_list(released, stamp=stamp)


def test_empty_lists_and_withdrawn_items_are_refused(town, prepared):
    stamp = town.stamp(town.city_officer)
    scenario = prepared.items.first().scenario
    record_outcome(scenario, outcome="withdraw", note="业主撤回", stamp=stamp)

    with pytest.raises(ItemsWithdrawn, match="已公开的场景"):
        release_list(prepared, stamp=stamp)
    with pytest.raises(NotListable):
        arrange_list(prepared, scenario_ids=[scenario.pk], stamp=stamp)
    with pytest.raises(NothingToRelease):
        release_list(begin(town, "2026-2"), stamp=stamp)


def test_two_lists_of_a_city_may_not_share_an_address(town):
    begin(town)

    with pytest.raises(CodeTaken):
        begin(town)


def test_only_the_citys_office_prepares_and_releases(town, prepared):
    with pytest.raises(NotAllowed):
        release_list(prepared, stamp=town.stamp(town.officer))
    with pytest.raises(NotAllowed):
        arrange_list(prepared, scenario_ids=[], stamp=town.stamp(town.officer))


def test_the_heading_can_be_changed_until_release(town, prepared):
    changed = change_heading(
        prepared, heading={"title": "新的标题", "code": "x"}, stamp=town.stamp(town.city_officer)
    )

    assert (changed.title, changed.code) == ("新的标题", "2026-1")


def test_addenda_are_numbered_and_a_withdrawal_hides_the_scenario(town, prepared):
    stamp = town.stamp(town.city_officer)
    with pytest.raises(NotReleased):
        make_addendum(prepared, kind="addition", text="说明", item=None, stamp=stamp)
    released = release_list(prepared, stamp=stamp)
    item = released.items.first()

    first = make_addendum(released, kind="correction", text="更正联系单位", item=item, stamp=stamp)
    second = make_addendum(released, kind="withdrawal", text="业主撤回", item=item, stamp=stamp)
    with pytest.raises(ItemNeeded):
        make_addendum(released, kind="withdrawal", text="?", item=None, stamp=stamp)

    item.scenario.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert item.scenario.state == ScenarioState.WITHDRAWN
    assert intact(released)


def test_lists_in_preparation_are_for_their_office_only(town, prepared):
    assert [r.pk for r in lists.in_preparation(town.stamp(town.city_officer).actor)] == [
        prepared.pk
    ]
    assert list(lists.in_preparation(town.stamp(town.officer).actor)) == []
    assert list(lists.released()) == []


def found(text, actor):
    answers = answer(read(text), actor)
    return [thing.title for thing in behind(answers.found, actor).values()]


def test_a_list_in_preparation_is_found_by_its_office_alone(town):
    begun = begin(town)
    office = town.stamp(town.city_officer)

    document = SearchDocument.objects.get(kind="list", object_id=begun.pk)

    assert document.audience == [f"prepare:{town.city.pk}"]
    assert found("第一批场景机会清单", office.actor) == [begun.title]
    assert found("第一批场景机会清单", town.stamp(town.owner).actor) == []
    assert found("第一批场景机会清单", NOBODY) == []
    change_heading(begun, heading={"title": "低空经济专项清单"}, stamp=office)
    assert found("低空经济", office.actor) == ["低空经济专项清单"]


def test_lists_of_before_are_found_after_the_next_migrate(town):
    begin(town)
    SearchDocument.objects.all().delete()

    assert fill_left_out() == 1
    assert fill_left_out() == 0
    assert SearchDocument.objects.filter(kind="list").count() == 1
