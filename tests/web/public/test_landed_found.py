"""Trials, projects, first uses and patterns among the answers: cards, tabs, ways that open."""

import html
import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from citystage.foundation.access.roles import Role
from citystage.stages.catalogue.queries import fresh
from citystage.stages.projects.actions.decide_claim import prove_first_use
from citystage.stages.projects.actions.end_project import fail_project
from citystage.stages.projects.actions.write_pattern import (
    draft_pattern,
    propose_pattern,
    publish_pattern,
)
from citystage.stages.trials.actions.conclude_trial import Outcome, close_as_failed
from citystage.stages.trials.actions.publish_trial import allow_public
from citystage.stages.trials.models import Trial
from tests.docking.answering import organisation
from tests.projects.landing import Landing
from tests.projects.test_found import used
from tests.projects.test_patterns import TOLD
from tests.trials.trying import Tried
from tests.web.public.conftest import BACKEND
from tests.web.queries import queries_of

WHY = "夜间识别率不达标"


@pytest.fixture(autouse=True)
def _anew(tmp_path):
    fresh.forget()
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def landing(town):
    return Landing(town)


def signed_in(person):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend=BACKEND)
    return client


def failed_trial(tried, *, shown=True):
    trial = tried.signed()
    if shown:
        for person in (tried.town.owner, tried.blue_person):
            allow_public(trial, stamp=tried.by(person))
    told = Outcome(words=WHY)
    close_as_failed(trial, outcome=told, stamp=tried.by(tried.blue_person))
    return Trial.objects.get(pk=trial.pk)


def search(client, **asked):
    return client.get("/search", asked).content.decode()


def ways(page):
    """Where the titles of the cards lead."""
    return [html.unescape(one) for one in re.findall(r'card-title-line"><a href="([^"]*)"', page)]


def test_a_closed_trial_is_a_card_with_what_came_of_it(tried, visitor):
    trial = failed_trial(tried)

    page = search(visitor, q="识别率", kind="trial")

    assert ways(page) == [reverse("trials:closed_one", args=[trial.pk])]
    for said in (
        "did not work",
        "It did not work, because: 夜间<mark>识别率</mark>不达标",
        "0 of 2 numbers reached",
        "closed on 21 Nov 2026",
        "前湾港区三号堆场",
        "示例蓝色科技 → 示例港口集团",
        trial.scenario.number,
        "Trials",
    ):
        assert said in page, said
    assert "not public" not in page


def test_who_may_open_it_is_led_inside_and_nobody_else_sees_a_hidden_one(tried, visitor):
    trial = failed_trial(tried, shown=False)

    page = search(signed_in(tried.town.owner), q="识别率")

    assert ways(page) == [reverse("trials:trial", args=[trial.pk])]
    assert "not public" in page
    assert "夜间无人集卡" not in search(visitor, q="识别率")
    assert "夜间无人集卡" not in search(signed_in(tried.red_person), q="识别率")


def test_suggestions_lead_where_one_may_go(tried, visitor):
    trial = failed_trial(tried)

    offered, own = (
        client.get("/search/suggest", {"q": "夜间无人"}).content.decode()
        for client in (visitor, signed_in(tried.town.owner))
    )

    assert f'data-url="{reverse("trials:closed_one", args=[trial.pk])}"' in offered
    assert f'data-url="{reverse("trials:trial", args=[trial.pk])}"' in own


def test_a_failed_project_leads_others_to_the_list_of_what_did_not_work(landing, visitor):
    project = fail_project(landing.begin(), reason="潮汐区定位漂移", stamp=landing.stamp())
    _org, person = organisation(landing.town, "示例旁观公司", role=Role.COMPANY_MEMBER)
    other = signed_in(person)

    page = search(other, q="定位漂移", kind="project")

    (way,) = ways(page)
    assert way.startswith(reverse("projects:lessons"))
    assert "潮汐区定位漂移" in other.get(way).content.decode()
    assert "It did not work, because: 潮汐区<mark>定位漂移</mark>" in page
    assert "示例机器人公司" not in page
    assert ways(search(signed_in(landing.town.owner), q="定位漂移", kind="project")) == [
        reverse("projects:project", args=[project.pk])
    ]
    assert ways(search(visitor, q="定位漂移", kind="project")) == []


def test_what_landed_leads_everybody_to_its_scenario(landing, visitor):
    landing.landed()

    page = search(visitor, q="常态运行", kind="project")

    assert ways(page) == [reverse("public:scenario", args=[landing.scenario.number])]
    assert "landed on 21 Nov 2026" in page
    assert "milestones met" not in page
    own = search(signed_in(landing.maker_person), q="常态运行", kind="project")
    assert "1 of 1 milestones met" in own
    assert "示例机器人公司 → 示例港口集团" in own
    offered = visitor.get("/search/suggest", {"q": "无人集卡常态"}).content.decode()
    assert f'data-url="{reverse("public:scenario", args=[landing.scenario.number])}"' in offered


def test_a_first_use_is_a_card_with_its_certificate(landing, visitor):
    use = prove_first_use(used(landing), stamp=landing.stamp(landing.town.city_officer))

    page = search(visitor, q="示例重工", kind="first_use")

    assert ways(page) == [reverse("projects:first_use", args=[use.pk])]
    for said in ("proven", "first set of equipment", use.number, "in use since", "前湾北门"):
        assert said in page, said
    offered = visitor.get("/search/suggest", {"q": "无人集卡 T9"}).content.decode()
    assert f'data-url="{reverse("projects:first_use", args=[use.pk])}"' in offered


def test_a_pattern_is_a_card_with_what_it_brought(landing, visitor):
    draft = draft_pattern(landing.landed(), stamp=landing.stamp())
    waiting = propose_pattern(draft, told=TOLD, version=1, stamp=landing.stamp())
    pattern = publish_pattern(waiting, stamp=landing.stamp(landing.town.city_officer))

    page = search(visitor, q="封闭道路", kind="pattern")

    assert ways(page) == [reverse("projects:pattern", args=[pattern.pk])]
    for said in ("每晚多运行六小时", "published on 21 Nov 2026", "CNY"):
        assert said in page, said


def test_as_many_queries_for_one_trial_as_for_three(tried, visitor):
    failed_trial(tried)
    one = queries_of(visitor, "/search?q=识别率")

    for _again in range(2):
        failed_trial(tried)

    assert len(ways(search(visitor, q="识别率"))) == 3
    assert queries_of(visitor, "/search?q=识别率") == one <= 12
