"""Patterns, their copies as needs, the tree of them, and super scenarios with children."""

from dataclasses import replace

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.taxonomy.models import Tier
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.actions.link_part import NoPart, link_part, unlink_part
from citystage.stages.projects.actions.copy_pattern import copy_pattern
from citystage.stages.projects.actions.write_pattern import (
    Told,
    draft_pattern,
    propose_pattern,
    publish_pattern,
    return_pattern,
    save_pattern,
    withdraw_pattern,
)
from citystage.stages.projects.proceeding import NotPossible, Outrun
from citystage.stages.projects.queries import patterns as queries
from citystage.stages.projects.queries import supers, waiting
from citystage.stages.projects.queries.patterns import Cut
from citystage.stages.projects.states.patterns import PatternState
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("english")
TOLD = Told(
    title="无人集卡常态运行",
    conditions="有封闭道路",
    cost=90_000_000,
    cost_text="四台车",
    result="每晚多运行六小时",
    pitfalls="雨雾天要降速",
)


@pytest.fixture
def city(landing):
    return landing.stamp(landing.town.city_officer)


@pytest.fixture
def draft(landing):
    return draft_pattern(landing.landed(), stamp=landing.stamp())


@pytest.fixture
def published(landing, draft, city):
    proposed = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    return publish_pattern(proposed, stamp=city)


@pytest.fixture
def copier(landing):
    """A unit of another district that files needs."""
    seat = plant(parent=landing.town.jimo, kind=Unit.Kind.ORGANISATION, name="示例乙港", code="")
    return landing.town.person("copier", Role.DEMAND_OWNER, seat)


def test_only_what_landed_becomes_a_pattern_and_once(landing, draft):
    assert (draft.title, draft.result) == ("无人集卡常态运行", "夜间运行里程: 1200 公里")
    with pytest.raises(NotAllowed):
        draft_pattern(draft.project, stamp=landing.stamp())
    with pytest.raises(NotAllowed):
        draft_pattern(landing.begin(title="二期"), stamp=landing.stamp())
    with pytest.raises(NotFound):
        queries.reach_pattern(landing.stamp(landing.town.jimo_officer).actor, draft.pk)


def test_a_pattern_is_proposed_whole_and_published_by_the_city(landing, draft, city):
    stamp = landing.stamp()
    with pytest.raises(NotPossible):
        propose_pattern(draft, told=replace(TOLD, pitfalls=" "), version=1, stamp=stamp)
    saved = save_pattern(draft, told=TOLD, version=1, stamp=stamp)
    with pytest.raises(Outrun):
        save_pattern(draft, told=TOLD, version=1, stamp=stamp)
    proposed = propose_pattern(saved, told=TOLD, version=2, stamp=stamp)
    assert list(waiting.patterns(city.actor)) == [proposed]

    with pytest.raises(NotAllowed):
        publish_pattern(proposed, stamp=stamp)
    published = publish_pattern(proposed, stamp=city)
    assert (published.state, published.published_at) == (PatternState.PUBLISHED, NOON)
    found = queries.patterns(landing.stamp(landing.town.jimo_officer).actor, Cut(words="雨雾"))
    assert list(found) == [published]
    assert queries.fields_of(city.actor) == [("port", "Ports and shipping")]


def test_the_city_returns_it_with_a_reason(landing, draft, city):
    proposed = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    returned = return_pattern(proposed, reason="请补充投入构成", stamp=city)

    assert (returned.state, returned.reason) == (PatternState.DRAFT, "请补充投入构成")
    assert Notice.objects.filter(person=landing.town.owner, template__contains="came back")


def test_another_place_copies_it_as_a_need(landing, published, copier):
    copy = copy_pattern(published, call=landing.town.call, stamp=landing.stamp(copier))

    application = copy.application
    assert (application.title, application.owner_name) == ("无人集卡常态运行", "示例乙港")
    assert "有封闭道路" in application.answers["need"]
    assert application.recommender == landing.town.jimo
    assert Notice.objects.filter(person=landing.town.owner, template__contains="copies").exists()
    assert Entry.objects.get(verb="projects.need.copied").subject == (
        f"projects.pattern:{published.pk}"
    )
    with pytest.raises(NotAllowed):
        copy_pattern(published, call=landing.town.call, stamp=landing.stamp())


def test_the_tree_tells_own_drafts_and_what_grew_out_of_copies(landing, published, copier):
    copy = copy_pattern(published, call=landing.town.call, stamp=landing.stamp(copier))
    own = queries.lineage(published, landing.stamp(copier).actor)
    strange = queries.lineage(published, landing.stamp().actor)

    assert (own.children[0].label, own.size) == ("无人集卡常态运行", 1)
    assert (strange.children[0].label, strange.children[0].subject) == ("A need in preparation", "")
    grown = landing.town.scenario(application=copy.application, title="乙港无人集卡")
    tree = queries.lineage(published, landing.stamp().actor)
    assert (tree.children[0].label, tree.children[0].number) == ("乙港无人集卡", grown.number)


def test_a_copy_that_landed_stands_in_the_tree_as_a_pattern(landing, published, copier, city):
    copy = copy_pattern(published, call=landing.town.call, stamp=landing.stamp(copier))
    grown = landing.town.scenario(
        application=copy.application, title="乙港无人集卡", owner_unit=copy.copied_for
    )
    before, landing.scenario, landing.town.owner = landing.scenario, grown, copier
    project = landing.landed()
    second = draft_pattern(project, stamp=landing.stamp())
    second = propose_pattern(
        second, told=replace(TOLD, title="乙港做法"), version=1, stamp=landing.stamp()
    )
    publish_pattern(second, stamp=city)

    tree = queries.lineage(second, city.actor)
    assert (tree.pattern_id, tree.here) == (published.pk, False)
    assert (tree.children[0].label, tree.children[0].here) == ("乙港做法", True)
    assert before != grown


def test_a_withdrawn_pattern_says_why_and_is_not_copied(landing, published, copier):
    copy_pattern(published, call=landing.town.call, stamp=landing.stamp(copier))
    gone = withdraw_pattern(published, reason="设备召回", stamp=landing.stamp())

    assert gone.state == PatternState.WITHDRAWN
    assert Notice.objects.filter(person=copier, template__contains="withdrawn").exists()
    with pytest.raises(NotAllowed):
        copy_pattern(gone, call=landing.town.call, stamp=landing.stamp(copier))
    assert queries.reach_pattern(landing.stamp(copier).actor, gone.pk) == gone


def test_children_of_a_super_scenario_show_their_progress(landing, city):
    whole = landing.town.scenario(title="智慧港口", tier=Tier.SUPER)
    project = landing.begin()
    landing.photo(project)
    landing.judge(project)
    link_part(whole, part=landing.scenario, stamp=city)

    (child,) = supers.children_of(whole)
    assert (child.projects, child.aims, child.met, child.percent) == (1, 1, 1, 100)
    (listed,) = supers.supers(landing.town.city)
    assert (listed.children, listed.landed) == (1, 0)
    verbs = [entry.verb for entry, _scenario in supers.events_of([child])]
    assert verbs == ["projects.project.begun"]
    assert supers.to_link(whole, "集卡") == []
    unlink_part(whole, part=landing.scenario, stamp=city)
    assert supers.children_of(whole) == []
    assert supers.to_link(whole, "集卡") == [landing.scenario]


def test_what_is_no_part_is_not_linked(landing, city):
    whole = landing.town.scenario(title="智慧港口", tier=Tier.SUPER)
    other = landing.town.scenario(title="海上看", tier=Tier.SUPER)
    link_part(whole, part=landing.scenario, stamp=city)

    for above, below in ((other, landing.scenario), (whole, other), (whole, whole)):
        with pytest.raises(NoPart):
            link_part(above, part=below, stamp=city)
    with pytest.raises(NoPart):
        unlink_part(other, part=landing.scenario, stamp=city)
    with pytest.raises(NotAllowed):
        unlink_part(whole, part=landing.scenario, stamp=landing.stamp())
    assert supers.reach_super(whole.number) == whole
    with pytest.raises(NotFound):
        supers.reach_super(landing.scenario.number)
    with pytest.raises(NotFound):
        supers.reach_child(whole, "QD-0000")
