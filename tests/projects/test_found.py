"""Projects, first uses and patterns in the search, by whom each may be read."""

from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.catalogue.facts import ScenarioWithdrawn
from citystage.stages.catalogue.indexing import fill_left_out
from citystage.stages.catalogue.models import Scenario, SearchDocument
from citystage.stages.catalogue.queries import fresh
from citystage.stages.catalogue.queries.asking.answering import answer, count
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.stages.catalogue.queries.asking.suggestions import suggestions
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.projects.actions.decide_claim import prove_first_use, withdraw_first_use
from citystage.stages.projects.actions.end_project import cancel_project, fail_project
from citystage.stages.projects.actions.merge_products import merge_products
from citystage.stages.projects.actions.report_first_use import Used, report_first_use
from citystage.stages.projects.actions.write_pattern import (
    draft_pattern,
    propose_pattern,
    publish_pattern,
    withdraw_pattern,
)
from citystage.stages.projects.handlers.finding import hide_landed
from citystage.stages.projects.models import Project
from citystage.stages.projects.queries import found as queries
from citystage.stages.projects.queries.found import Door
from citystage.stages.projects.searchable import first_uses, patterns, projects
from citystage.stages.projects.states.claims import FirstUseKind
from tests.projects.landing import PDF, TODAY
from tests.projects.test_patterns import TOLD

WHY = "潮汐区定位漂移"


@pytest.fixture(autouse=True)
def _vocabulary_anew():
    fresh.forget()


def found(text, actor=NOBODY, kind=projects.KIND, **chosen):
    """The records of a kind that a question finds."""
    got = answer(read(text, chosen), actor)
    return [] if got.loosened else [one.object_id for one in got.found if one.kind == kind]


def readers(landing):
    """Everybody, both sides, who keeps projects elsewhere in the city, offices: over, not, city."""
    town = landing.town
    seat = plant(parent=town.jimo, kind=Unit.Kind.ORGANISATION, name="示例旁观公司", code="")
    people = (
        town.owner,
        landing.maker_person,
        town.person("bystander", Role.COMPANY_MEMBER, seat),
        town.officer,
        town.jimo_officer,
        town.city_officer,
    )
    return [NOBODY, *(landing.stamp(one).actor for one in people)]


def failed(landing):
    return fail_project(landing.begin(), reason=WHY, stamp=landing.stamp())


def used(landing, **changes):
    known = {
        "kind": FirstUseKind.FIRST_SET,
        "maker": "示例重工",
        "name": "无人集卡",
        "model": "T9",
        "user": "示例港口集团",
        "used_on": TODAY - timedelta(days=10),
        "place": "前湾北门",
        "words": "首台整车投用",
        "district": landing.town.laoshan,
        "amount": 900_000_000,
        "proofs": [PDF],
    }
    told = Used(**(known | changes))
    return report_first_use(landing.town.city, used=told, stamp=landing.stamp())


def published(landing):
    draft = draft_pattern(landing.landed(), stamp=landing.stamp())
    waiting = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    return publish_pattern(waiting, stamp=landing.stamp(landing.town.city_officer))


def test_a_project_under_way_is_found_by_sides_and_offices(landing):
    project = landing.begin()
    who = readers(landing)

    for text in ("常态运行", "夜间运行里程", "示例机器人", landing.scenario.number):
        own = [project.pk]
        assert [found(text, one) for one in who] == [[], own, own, [], own, [], own], text
    assert [count(read("常态运行", {"kind": ["project"]}), one) for one in who] == [
        *(0, 1, 1, 0, 1, 0, 1)
    ]


def test_what_did_not_work_is_learned_from_by_all_who_plan_in_the_city(landing):
    project = failed(landing)
    who = readers(landing)

    seen = [found("定位漂移", one) for one in who]

    own = [project.pk]
    assert seen == [[], own, own, own, own, own, own]
    assert [list(queries.doors_of(one, own).values()) for one in who] == [
        [],
        [Door.INSIDE],
        [Door.INSIDE],
        [Door.LESSONS],
        [Door.INSIDE],
        [Door.LESSONS],
        [Door.INSIDE],
    ]
    # The list of what did not work names no supplier and no milestone.
    assert [found(text, who[3]) for text in ("示例机器人", "夜间运行里程")] == [[], []]
    assert found("常态运行", who[3], type=["project_failed"]) == own


def test_what_landed_is_everybodys_as_far_as_its_scenario_shows_it(landing):
    project = landing.landed()

    assert found("常态运行") == [project.pk]
    assert [found(text) for text in ("示例机器人", "夜间运行里程")] == [[], []]
    assert [one.object_id for one in suggestions("无人集卡常态", NOBODY)] == [project.pk]
    known = queries.projects(NOBODY, [project.pk])[project.pk]
    assert (known.door, known.aims) == (Door.SCENARIO, 0)
    own = queries.projects(landing.stamp().actor, [project.pk])[project.pk]
    assert (own.door, own.aims, own.met) == (Door.INSIDE, 1, 1)


def test_when_the_scenario_is_hidden_what_landed_is_too(landing):
    project = landing.landed()
    Scenario.objects.filter(pk=landing.scenario.pk).update(state=ScenarioState.WITHDRAWN)

    hide_landed(ScenarioWithdrawn(scenario_id=landing.scenario.pk, note=""), landing.stamp())

    assert found("常态运行") == []
    assert found("常态运行", landing.stamp().actor) == [project.pk]
    assert queries.doors_of(NOBODY, [project.pk]) == {}


def test_a_cancelled_project_is_no_lesson(landing):
    project = cancel_project(landing.begin(), reason="预算调整", stamp=landing.stamp())

    own = [project.pk]
    assert [found("预算调整", one) for one in readers(landing)] == [[], own, own, [], own, [], own]


def test_a_claim_is_found_by_its_reporter_until_it_is_proven(landing):
    use = used(landing)
    who = readers(landing)
    kind = first_uses.KIND

    assert [found("无人集卡", one, kind) for one in who] == [
        *([], [use.pk], [], [], [use.pk], [], [use.pk])
    ]
    assert [list(queries.first_uses(one, [use.pk])) for one in who] == [
        *([], [use.pk], [], [], [use.pk], [], [use.pk])
    ]

    proven = prove_first_use(use, stamp=landing.stamp(landing.town.city_officer))
    for text in ("T9", "示例重工", "前湾北门", "整车投用", "first set", proven.number):
        assert found(text, kind=kind) == [use.pk], text
    assert found("金额:>500 无人集卡", kind=kind) == [use.pk]
    assert found("金额:>1000 无人集卡", kind=kind) == []

    withdraw_first_use(proven, reason="材料不实", stamp=landing.stamp(landing.town.city_officer))
    assert found("无人集卡", kind=kind) == []


def test_a_merged_product_is_found_under_both_names(landing):
    city = landing.stamp(landing.town.city_officer)
    kept = prove_first_use(used(landing), stamp=city)
    other = used(landing, name="自动驾驶集装箱卡车")

    merge_products(kept.product, other=other.product, reason="同一产品", stamp=city)

    assert found("集装箱卡车", kind=first_uses.KIND) == [kept.pk]
    own = found("集装箱卡车", landing.stamp().actor, first_uses.KIND)
    assert sorted(own) == sorted([kept.pk, other.pk])


def test_a_pattern_is_everybodys_from_its_publication_on(landing):
    kind = patterns.KIND
    draft = draft_pattern(landing.landed(), stamp=landing.stamp())
    who = readers(landing)
    own = [draft.pk]
    assert [found("常态运行", one, kind) for one in who] == [[], own, [], [], own, [], own]

    waiting = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    city = landing.stamp(landing.town.city_officer)
    pattern = publish_pattern(waiting, stamp=city)

    for text in ("封闭道路", "雨雾天", "六小时", "示例机器人", "四台车"):
        assert found(text, kind=kind) == own, text
    assert found("常态运行", kind=kind, type=["pattern_published"]) == own

    withdraw_pattern(pattern, reason="设备停产", stamp=city)
    assert found("设备停产", kind=kind, type=["pattern_withdrawn"]) == own


def test_reading_them_takes_as_many_queries_for_three_as_for_one(
    landing, django_assert_num_queries
):
    works = [landing.begin(title=f"夜间运行{at}").pk for at in range(3)]
    uses = [used(landing, model=f"T{at}").pk for at in range(3)]
    actor = landing.stamp().actor

    for number in (1, 3):
        with django_assert_num_queries(4):
            assert len(queries.projects(actor, works[:number])) == number
        with django_assert_num_queries(1):
            assert len(queries.first_uses(actor, uses[:number])) == number
    with django_assert_num_queries(0):
        assert (queries.projects(actor, []), queries.patterns(actor, [])) == ({}, {})
        assert queries.first_uses(actor, []) == {}


def test_documents_can_be_made_anew(landing):
    published(landing)
    used(landing)
    SearchDocument.objects.all().delete()

    assert (fill_left_out(), fill_left_out()) == (3, 0)


def test_projects_of_two_sides_are_told_to_those_within_reach(landing):
    project = Project.objects.get(pk=failed(landing).pk)
    asked = {
        "scenarios": [],
        "owners": [project.owner_unit_id],
        "suppliers": [project.supplier_id],
    }

    told = [queries.between(one, **asked) for one in readers(landing)]

    # Who only reads what did not work is not told with whom.
    assert told == [[], [project], [project], [], [project], [], [project]]
