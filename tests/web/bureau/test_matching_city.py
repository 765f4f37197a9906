"""The whole city: matched again, watched, cancelled, compared; its topics and white spots."""

import pytest
from django.test import Client

from citystage.foundation.ledger.models import Entry
from citystage.stages.matchmaking import jobs
from citystage.stages.matchmaking.actions.rematch import cancel_rematch
from citystage.stages.matchmaking.finding import knowledge
from citystage.stages.matchmaking.models import Run
from citystage.stages.matchmaking.queries.topics import TopicShown
from citystage.web.bureau.topics import spots
from tests.matchmaking.builders import matching, supplier

NEED = "码头前沿至堆场之间的水平运输由外包司机完成，希望以无人驾驶集卡替代，实现自动接驳。"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _knowledge_is_fresh():
    knowledge.forget()


@pytest.fixture
def office(town):
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        town.city_officer, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def scenario(town):
    matching(town)
    return town.scenario(summary=NEED, owner_unit=town.firm)


def asked(office):
    office.post("/bureau/rematches/ask/", {"city": "qingdao"})
    return Run.objects.latest("pk")


def test_a_match_is_asked_for_done_and_compared(office, town, scenario):
    first = asked(office)
    waiting = office.get(f"/bureau/rematches/{first.pk}/").content.decode()
    twice = office.post("/bureau/rematches/ask/", {"city": "qingdao"})
    jobs.run_rematch.func(first.pk)
    supplier(town)
    knowledge.forget()
    second = asked(office)
    jobs.run_rematch.func(second.pk)

    pages = [office.get(f"/bureau/rematches/{one.pk}/").content.decode() for one in (first, second)]

    assert twice.status_code == 409
    assert "every 1s" in waiting
    assert "first match of the whole city" in pages[0]
    assert "示例无人车有限公司" in pages[1]
    assert f"/matching/{scenario.number}/" in pages[1]
    assert len(office.get("/bureau/rematches/").context["rows"]) == 2


def test_the_page_follows_the_match_and_reloads_when_it_ended(office, scenario):
    run = asked(office)
    at = f"/bureau/rematches/{run.pk}/progress/"
    part = office.get(at, headers=HTMX)
    jobs.run_rematch.func(run.pk)

    ended, plain = office.get(at, headers=HTMX), office.get(at)

    assert "<html" not in part.content.decode()
    assert ended["HX-Refresh"] == "true"
    assert plain.status_code == 302


def test_a_match_is_cancelled_and_goes_on(office, scenario):
    run = asked(office)

    office.post(f"/bureau/rematches/{run.pk}/cancel/")
    stopped = office.get(f"/bureau/rematches/{run.pk}/").content.decode()
    office.post(f"/bureau/rematches/{run.pk}/resume/")

    run.refresh_from_db()
    assert "Go on with the match" in stopped
    assert run.state == "waiting"
    assert Entry.objects.filter(verb="matchmaking.run.cancelled").exists()


def test_only_the_office_of_the_city_matches_it(town, office, scenario):
    run = asked(office)
    officer = Client()
    officer.force_login(town.officer, backend="allauth.account.auth_backends.AuthenticationBackend")

    answers = [
        officer.get("/bureau/rematches/"),
        officer.get(f"/bureau/rematches/{run.pk}/"),
        officer.post("/bureau/rematches/ask/", {"city": "qingdao"}),
        officer.get("/bureau/topics/qingdao/"),
        office.get("/bureau/topics/atlantis/"),
        office.post("/bureau/rematches/ask/", {"city": "atlantis"}),
    ]

    assert [one.status_code for one in answers] == [404] * 6


def test_before_the_first_match_there_is_no_map(office, scenario):
    assert "No map yet" in office.get("/bureau/topics/qingdao/").content.decode()
    assert "never matched" in office.get("/bureau/rematches/").content.decode()


def test_the_map_shows_topics_and_who_lacks_whom(office, town, scenario):
    supplier(town, "示例闲置有限公司", title="发药机器人", text="医院药房自动发药。")
    run = asked(office)
    jobs.run_rematch.func(run.pk)

    response = office.get("/bureau/topics/qingdao/")

    assert response.context["thin"] == [scenario]
    assert [one.name for one in response.context["idle"]] == ["示例闲置有限公司"]


def test_a_run_is_where_its_notice_leads(office, scenario, town):
    run = asked(office)
    cancel_rematch(run, stamp=town.stamp(town.city_officer))

    assert office.get(f"/go/matchmaking.run:{run.pk}")["Location"] == f"/bureau/rematches/{run.pk}/"


def topic(number, demands, place, white=""):
    return TopicShown(number, (f"词{number}", "港口"), demands, 0, place, white, (), ())


def test_spots_lie_within_the_drawing_and_their_names_apart():
    found = [topic(1, 9, (-1.0, -1.0)), topic(2, 1, (1.0, 1.0)), topic(3, 4, (1.0, 1.0), "demand")]

    drawn = spots(found)

    assert [one.topic.number for one in drawn] == [1, 3, 2]
    assert drawn[0].radius == max(one.radius for one in drawn)
    assert all(0 <= one.x <= 720 and 0 <= one.y <= 420 for one in drawn)
    assert drawn[1].label_y != drawn[2].label_y


def test_no_topics_make_no_spots():
    assert spots([]) == []
