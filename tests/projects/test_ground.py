"""What everybody reads of a scenario on the ground; demonstrations and look-alikes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.models import Lab
from citystage.stages.projects.actions.name_recognition import (
    name_recognition,
    part_recognition,
)
from citystage.stages.projects.actions.write_pattern import (
    Told,
    draft_pattern,
    propose_pattern,
    publish_pattern,
    withdraw_pattern,
)
from citystage.stages.projects.claiming import product_of
from citystage.stages.projects.models import Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.queries import claims, ground, patterns
from citystage.stages.trials.models import Trial
from tests.conftest import NOON
from tests.trials.trying import Tried

pytestmark = pytest.mark.usefixtures("english")
TOLD = Told(
    title="无人集卡做法",
    conditions="有封闭道路",
    cost=90_000_000,
    cost_text="四台车",
    result="每晚多运行六小时",
    pitfalls="雨雾天要降速",
)


@pytest.fixture
def city(landing):
    return landing.stamp(landing.town.city_officer)


def published(landing, project, city):
    draft = draft_pattern(project, stamp=landing.stamp())
    proposed = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    return publish_pattern(proposed, stamp=city)


def demonstration(landing, name="夜间无人运输示范", **changes):
    known = {
        "city": landing.town.city,
        "name": name,
        "kind": Lab.Kind.DEMONSTRATION,
        "batch": 1,
        "created_at": NOON,
    }
    return Lab.objects.create(**(known | changes))


def test_everybody_reads_what_landed_and_its_supplier_only_by_a_published_pattern(landing, city):
    project = landing.landed()
    landing.begin(title="还在做")

    (shown,) = ground.of_scenario(landing.scenario).landed
    assert (shown.title, shown.district, shown.supplier, shown.pattern) == (
        project.title,
        project.district.name,
        "",
        0,
    )
    assert shown.at == project.landed_at
    pattern = published(landing, project, city)
    (shown,) = ground.of_scenario(landing.scenario).landed
    assert (shown.supplier, shown.pattern) == (landing.maker.name, pattern.pk)
    withdraw_pattern(pattern, reason="设备召回", stamp=city)
    assert ground.of_scenario(landing.scenario).landed[0].supplier == ""
    assert list(Project.objects.shown()) == [project]


def test_trials_stand_beside_it_once_both_sides_allow_it(town, django_assert_num_queries):
    tried = Tried(town)
    trial = tried.signed()
    scenario = trial.scenario
    with django_assert_num_queries(1):
        assert ground.of_scenario(scenario).trials == []
    Trial.objects.update(shown_by_owner=True, shown_by_supplier=True)

    with django_assert_num_queries(1):
        found = ground.of_scenario(scenario)
    assert [(one.pk, one.over, one.supplier) for one in found.trials] == [
        (trial.pk, False, trial.supplier.name)
    ]
    assert found.landed == []
    assert found.trials[0].place == "前湾港区三号堆场"


def test_a_pattern_is_one_recognised_demonstration(landing, city):
    pattern = published(landing, landing.landed(), city)
    other = demonstration(landing)
    own = demonstration(landing, "港区示范", builder=landing.maker)
    demonstration(landing, "实验室", kind=Lab.Kind.LAB)
    assert list(patterns.demonstrations_for(pattern)) == [own, other]
    with pytest.raises(NotAllowed):
        name_recognition(pattern, lab=own, stamp=landing.stamp())

    name_recognition(pattern, lab=own, stamp=city)
    assert patterns.pattern_recognised_as(own) == pattern
    assert list(patterns.demonstrations_for(pattern)) == [other]
    with pytest.raises(NotAllowed):
        name_recognition(pattern, lab=other, stamp=city)
    part_recognition(pattern, reason="同名不同项目", stamp=city)
    with pytest.raises(NotAllowed):
        part_recognition(pattern, reason="再次", stamp=city)
    assert patterns.pattern_recognised_as(own) is None


def test_one_demonstration_is_of_one_pattern_and_of_its_own_city(landing, city):
    pattern = published(landing, landing.landed(), city)
    lab = demonstration(landing)
    name_recognition(pattern, lab=lab, stamp=city)
    landing.scenario = landing.town.scenario(
        title="另一场景", owner=landing.firm, owner_unit=landing.town.firm
    )
    second = published(landing, landing.landed(), city)

    with pytest.raises(NotPossible, match="Another pattern"):
        name_recognition(second, lab=lab, stamp=city)
    strange = demonstration(landing, "实验室", kind=Lab.Kind.LAB)
    with pytest.raises(NotPossible, match="Choose a demonstration"):
        name_recognition(second, lab=strange, stamp=city)


def test_look_alikes_are_asked_as_the_index_answers(landing):
    city = landing.town.city
    for number in range(3):
        product_of(city, maker=f"厂商{number}", name="巡检设备", model="", at=NOON)
    maker, name = "Example Robotics", "Autonomous yard truck"
    known = product_of(city, maker=maker, name=name, model="T1", at=NOON)

    with CaptureQueriesContext(connection) as taken:
        found = claims.look_alikes(city, maker=maker, name="Autonomous yard trucks", model="T1")
    assert found == [known]
    assert '"projects_product"."key" % ' in taken[0]["sql"]
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "projects_product")
    kept = indexes["projects_product_trgm"]
    assert (kept["columns"], kept["type"]) == (["key"], "gin")
