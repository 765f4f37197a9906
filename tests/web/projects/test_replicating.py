"""Super scenarios over time, several children at once; recognition; a long line of copies."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from citystage.foundation.taxonomy.models import Tier
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.projects.actions.write_pattern import (
    Told,
    draft_pattern,
    propose_pattern,
    publish_pattern,
)
from citystage.stages.projects.models import Project
from citystage.stages.projects.queries.patterns import Node
from citystage.stages.projects.queries.supers import Child, Span, children_of
from citystage.web.projects.replicating.bars import drawn_bars
from tests.conftest import NOON
from tests.projects.landing import TODAY
from tests.web.bureau.people import browser

TOLD = Told(
    title="无人集卡做法",
    conditions="有封闭道路",
    cost=90_000_000,
    cost_text="四台车",
    result="每晚多运行六小时",
    pitfalls="雨雾天要降速",
)


def _at(name, *args):
    return reverse(f"projects:{name}", args=args)


@pytest.fixture
def whole(landing):
    return landing.town.scenario(title="智慧港口", tier=Tier.SUPER)


@pytest.fixture
def published(landing):
    draft = draft_pattern(landing.landed(), stamp=landing.stamp())
    proposed = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    return publish_pattern(proposed, stamp=landing.stamp(landing.town.city_officer))


def demonstration(landing, name="夜间无人运输示范", **changes):
    known = {
        "city": landing.town.city,
        "name": name,
        "kind": Lab.Kind.DEMONSTRATION,
        "batch": 1,
        "created_at": NOON,
    }
    return Lab.objects.create(**(known | changes))


def test_several_children_are_linked_at_once_or_none(landing, whole, city):
    others = [landing.town.scenario(title=f"第{number}个子场景") for number in range(2)]
    numbers = [one.number for one in others]
    link = _at("link_child", whole.number)

    assert city.post(link, {}).status_code in {409, 422}
    refused = city.post(link, {"part": [*numbers, whole.number]})
    assert (refused.status_code in {409, 422}, children_of(whole)) == (True, [])
    assert city.post(link, {"part": [*numbers, "QD-0000"]}).status_code == 404
    assert city.post(link, {"part": [*numbers, numbers[0]]}).status_code == 302
    assert [one.scenario for one in children_of(whole)] == others
    assert "2 scenarios are part of it now" in city.get(_at("super", whole.number)).text


def test_children_stand_as_bars_with_a_table_that_says_the_same(landing, whole, city):
    city.post(_at("link_child", whole.number), {"part": landing.scenario.number})
    assert "Children over time" not in city.get(_at("super", whole.number)).text
    landing.begin(due_on=TODAY - timedelta(days=3))

    page = city.get(_at("super", whole.number)).text
    assert ("Children over time" in page, 'role="img"' in page) == (True, True)
    assert ("past its date" in page, "0/1" in page, "style=" in page) == (True, True, False)
    assert (
        "无人集卡常态运行"
        not in browser(landing.town.person("nobody")).get(_at("super", whole.number)).text
    )


def _child(**changes):
    known = {"since": TODAY, "due": TODAY, "ended": None, "aims": 4, "met": 1}
    scenario = Scenario(title="港口", state="matched")
    return Child(scenario, [Span(Project(state="running"), **(known | changes))])


def test_a_bar_fills_by_its_milestones_and_runs_on_when_it_is_late():
    begun = TODAY - timedelta(days=100)
    drawn = drawn_bars(
        [
            _child(since=begun, due=TODAY + timedelta(days=100)),
            _child(since=begun, due=TODAY - timedelta(days=50)),
            _child(since=begun, due=TODAY, ended=TODAY - timedelta(days=20)),
            _child(since=begun, due=begun, aims=0, met=0),
        ],
        today=TODAY,
    )

    running, late, landed, short = drawn.bars
    assert running.done == pytest.approx(running.width / 4, abs=0.1)
    assert (running.late, landed.late, landed.landed) == (0.0, 0.0, True)
    assert landed.done == landed.width
    assert late.late_x + late.late == pytest.approx(drawn.today, abs=0.2)
    assert (short.width, short.done) == (2.0, 0.0)
    assert max(one.end for one in drawn.bars) <= drawn.width
    assert landed.words != running.words


@pytest.mark.parametrize("days", [0, 40, 400, 4_000, 40_000, (date.max - TODAY).days])
def test_the_scale_has_few_marks_whatever_it_spans(days):
    drawn = drawn_bars([_child(due=TODAY + timedelta(days=days))], today=TODAY)

    places = [x for x, _name in drawn.ticks]
    assert places == sorted(places)
    assert len(places) <= 24
    assert drawn_bars([], today=TODAY) is None


def test_a_pattern_and_its_recognition_name_each_other(landing, published, city, owner):
    page, step = _at("pattern", published.pk), _at("pattern_step", published.pk, "recognise")
    assert "Name the recognised demonstration" not in city.get(page).text
    lab = demonstration(landing)
    there = reverse("public:lab", args=[lab.pk])
    assert "无人集卡做法" not in owner.get(there).text

    assert "Name the recognised demonstration" in city.get(page).text
    assert owner.post(step, {"lab": lab.pk}).status_code in {403, 409}
    assert city.post(step, {"lab": ""}).status_code == 422
    assert city.post(step, {"lab": lab.pk}).status_code == 302
    assert (there in owner.get(page).text, page in owner.get(there).text) == (True, True)

    parted = _at("pattern_step", published.pk, "part")
    assert city.post(parted, {"reason": ""}).status_code == 422
    city.post(parted, {"reason": "同名不同项目"})
    assert (there in owner.get(page).text, page in owner.get(there).text) == (False, False)


def test_a_long_line_of_copies_is_a_list_one_can_read():
    node = Node(label="末端", place="某区", state="", when=None, depth=12)
    for depth in range(11, -1, -1):
        node = Node(
            label=f"第{depth}代", place="某区", state="", when=None, depth=depth, children=[node]
        )

    with override("en"):
        page = render_to_string("projects/parts/node.html", {"node": node})
    assert ("copy 12 of the line" in page, "末端" in page) == (True, True)
    assert (page.count("border-l border-line"), page.count("before:border-t")) == (12, 12)
