"""A scenario as a story: document, facts, contact on record, following, versions, sheet, card."""

import re

import pytest
from django.utils.translation import override

from citystage.foundation.ledger.models import Entry
from citystage.stages.catalogue.actions.correct import correct
from citystage.stages.catalogue.models import Follow
from citystage.stages.catalogue.states import ScenarioState
from citystage.web.public.needs import points, requirements, sections, title_of
from tests.web.public.making import CONTACT, organisation, released

NUMBER = "QD-2026-00001"
PAGE = f"/scenarios/{NUMBER}/"


@pytest.fixture
def scenario(town):
    return town.scenario(
        contact=CONTACT,
        owner=organisation(town),
        answers={
            "need": "码头需要无人驾驶集卡。",
            "goals": "1. 漏报率不高于5%\n2、10分钟内告警；每4小时巡查一遍",
            "acceptance": "连续运行30天",
            "title": "不重复",
            "goals_note": 7,
        },
    )


def test_the_need_is_a_document_with_numbered_requirements(scenario, visitor):
    page = visitor.get(PAGE).content.decode()

    assert re.findall(r'<li id="(r\d)">.*?<span>(.*?)</span>', page) == [
        ("r1", "漏报率不高于5%"),
        ("r2", "10分钟内告警"),
        ("r3", "每4小时巡查一遍"),
        ("r4", "连续运行30天"),
    ]


def test_requirements_are_numbered_through_all_parts(scenario):
    parts = sections(scenario)

    assert [part.key for part in parts] == ["need", "goals", "acceptance"]
    assert [point.number for point in requirements(parts)] == [1, 2, 3, 4]


def test_a_citys_own_questions_are_read_in_the_words_of_its_form(town):
    definition = {
        "fields": [{"key": "noise", "label": {"zh": "噪声", "en": "Noise"}, "type": "text"}]
    }
    town.form.pk = None
    town.form.version, town.form.definition = 2, definition
    town.form.save()
    application = town.application(form=town.form)
    scenario = town.scenario(application=application, answers={"noise": "低于60分贝", "gone": "x"})

    with override("en"):
        parts = [(part.key, str(part.title), part.text) for part in sections(scenario)]

    assert parts == [
        ("need", "What is wanted", "码头需要无人驾驶集卡。"),
        ("noise", "Noise", "低于60分贝"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", []), ("（一）甲\n• 乙; 丙", ["甲", "乙", "丙"]), ("单独一句；", ["单独一句；"])],
)
def test_points_stand_on_lines_or_between_semicolons(text, said):
    assert points(text) == said


def test_the_contact_is_masked_until_somebody_signs_in_and_asks(scenario, visitor, member):
    public = visitor.get(PAGE).content.decode()
    masked = member.get(PAGE).content.decode()
    shown = member.post(f"{PAGE}contact/").content.decode()

    assert ("13812345678" in public, "13812345678" in masked) == (False, False)
    assert "138****5678" in masked
    assert "13812345678" in shown
    assert Entry.objects.filter(verb="catalogue.contact.unmasked").count() == 1


def test_a_visitor_who_asks_for_the_contact_signs_in_first(scenario, visitor):
    response = visitor.post(f"{PAGE}contact/")

    assert response.status_code == 302
    assert not Entry.objects.filter(verb="catalogue.contact.unmasked").exists()


def test_script_gets_the_contact_alone(scenario, member):
    response = member.post(f"{PAGE}contact/", headers={"hx-request": "true"})

    assert response.content.decode().strip().startswith('<section class="paper p-5" id="contact"')


def test_a_person_follows_and_stops(town, scenario, member):
    member.post(f"{PAGE}follow/", {"follow": "yes"})
    following = Follow.objects.count()
    page = member.get(PAGE).content.decode()
    member.post(f"{PAGE}follow/", {"follow": "no"})

    assert following == 1
    assert "Stop following" in page
    assert Follow.objects.count() == 0


def test_versions_stand_beside_what_they_changed(town, scenario, visitor):
    stamp = town.stamp(town.city_officer)
    correct(scenario, changes={"title": "港区无人集卡运输"}, version=1, stamp=stamp)

    second = visitor.get(f"{PAGE}v2/").content.decode()
    first = visitor.get(f"{PAGE}v1/").content.decode()

    assert "removed: </span>水平</del>" in second
    assert "This is the first version." in first
    assert visitor.get(f"{PAGE}v9/").status_code == 404


@pytest.mark.parametrize(
    ("name", "words"),
    [("title", "Title"), ("answers.goals", "Goals"), ("answers.noise", "noise")],
)
def test_columns_of_a_version_have_words(name, words):
    assert str(title_of(name)) in {words, "标题", "名称", "预期目标"}


def test_relatives_lists_and_history_stand_on_the_page(town, scenario, visitor):
    town.scenario(title="同领域的场景", parent=scenario)
    town.scenario(title="另一个场景")
    release = released(town, scenario)

    page = visitor.get(PAGE).content.decode()

    assert f'href="/lists/qingdao/{release.code}/"' in page
    assert "同领域的场景" in page
    assert "另一个场景" in page
    assert "released in a list" in page


def test_a_child_shows_its_family(town, scenario, visitor):
    child = town.scenario(title="子场景", parent=scenario, field=None, chain=None)

    page = visitor.get(f"/scenarios/{child.number}/").content.decode()

    assert "Part of" in page
    assert "Of the same family" in page


def test_a_policy_direction_takes_no_answers(town, visitor):
    town.scenario(source={"level": "policy_direction"})

    page = visitor.get(PAGE).content.decode()

    assert "policy direction" in page
    assert "no owner takes answers for it yet" in page
    assert "stagebar" not in page


@pytest.mark.parametrize("state", [ScenarioState.LANDED, ScenarioState.CLOSED])
def test_what_is_over_says_so(town, visitor, state):
    town.scenario(state=state)

    assert "It takes no answers now" in visitor.get(PAGE).content.decode()


def test_the_sheet_and_the_card_are_made(scenario, visitor):
    sheet = visitor.get(f"{PAGE}sheet.pdf")
    card = visitor.get(f"{PAGE}card.png")

    assert sheet.content[:5] == b"%PDF-"
    assert card.content[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_card_never_shows_what_is_not_public(town, visitor):
    town.scenario(state=ScenarioState.RESERVE)

    assert visitor.get(PAGE).status_code == 404
    assert visitor.get(f"{PAGE}card.png").status_code == 404


def test_a_page_costs_at_most_its_queries(town, scenario, visitor, django_assert_max_num_queries):
    released(town, scenario)

    # One of them asks for trials both sides allow to be public, and for what has landed.
    with django_assert_max_num_queries(12):
        visitor.get(PAGE)
