"""The desk of a district: its word, its places, its order."""

import pytest
from django.utils import timezone

from citystage.stages.intake.models import Recommendation
from citystage.stages.intake.states import ApplicationState as State
from tests.conftest import NOON
from tests.intake.acting import recommended, submitted
from tests.web.bureau.people import browser
from tests.web.queries import MOST, queries_of

DESK = "/bureau/recommending/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def officer(town):
    return browser(town.officer)


def page_of(response):
    return response.content.decode()


def order(town):
    rows = Recommendation.objects.filter(unit=town.laoshan).order_by("place")
    return list(rows.values_list("application_id", flat=True))


def test_desk_is_for_recommenders_only(town):
    assert browser(town.owner).get(DESK).status_code == 404


def test_desk_shows_what_waits_and_what_is_left(town, officer):
    empty = page_of(officer.get(DESK))
    one = submitted(town)

    page = page_of(officer.get(DESK))

    assert "Nothing waits for our word" in empty
    assert f'href="{DESK}{one.pk}/"' in page
    assert "File on behalf" in page


def test_desk_takes_the_same_queries_for_one_row_and_three(town, officer):
    submitted(town)
    one = queries_of(officer, DESK)
    submitted(town)
    submitted(town)

    assert queries_of(officer, DESK) == one <= MOST
    assert page_of(officer.get(DESK)).count("data-row") == 3


def test_weigh_shows_the_need_to_its_district_only(town, officer):
    one = submitted(town)

    assert "码头需要无人驾驶集卡。" in page_of(officer.get(f"{DESK}{one.pk}/"))
    assert browser(town.jimo_officer).get(f"{DESK}{one.pk}/").status_code == 404


def test_recommend_needs_words_and_takes_a_place(town, officer):
    one = submitted(town)

    refused = officer.post(f"{DESK}{one.pk}/recommend/", {"opinion": " ", "place": "1"})
    taken = officer.post(f"{DESK}{one.pk}/recommend/", {"opinion": "同意推荐。", "place": "1"})

    one.refresh_from_db()
    assert refused.status_code == 422
    assert 'href="#id_recommend_opinion"' in page_of(refused)
    assert (taken["Location"], one.state) == (DESK, State.RECOMMENDED)
    assert "同意推荐。" in page_of(officer.get(f"{DESK}{one.pk}/"))


def test_recommend_without_a_free_place_is_refused(town, officer):
    recommended(town)
    recommended(town)
    one = submitted(town)

    page = page_of(officer.get(f"{DESK}{one.pk}/"))
    sent = officer.post(f"{DESK}{one.pk}/recommend/", {"opinion": "同意。"})

    assert "All our places in this call are taken." in page
    assert sent.status_code == 409


@pytest.mark.parametrize(
    ("verb", "state"), [("return", State.RETURNED), ("decline", State.NOT_RECOMMENDED)]
)
def test_return_and_decline_take_a_reason(town, officer, verb, state):
    one = submitted(town)

    refused = officer.post(f"{DESK}{one.pk}/{verb}/", {"reason": ""})
    taken = officer.post(f"{DESK}{one.pk}/{verb}/", {"reason": "请写明数量。"})

    one.refresh_from_db()
    assert (refused.status_code, taken.status_code, one.state) == (422, 302, state)
    assert officer.get(f"{DESK}{one.pk}/").status_code == 200


def test_order_moves_one_place_at_a_press(town, officer):
    one, two = recommended(town), recommended(town)
    address = f"{DESK}calls/{town.call.pk}/units/{town.laoshan.pk}/"
    seen = {"order": [one.pk, two.pk]}

    officer.post(address, seen | {"move": f"down-{one.pk}"})
    moved = order(town)
    officer.post(address, {"order": [two.pk, one.pk], "move": f"up-{one.pk}"})
    for nothing in (f"up-{one.pk}", f"down-{two.pk}", "up-999", ""):
        officer.post(address, seen | {"move": nothing})
    stale = officer.post(address, {"order": [one.pk], "move": ""})

    assert moved == [two.pk, one.pk]
    assert order(town) == [one.pk, two.pk]
    assert stale.status_code == 409
    assert page_of(officer.get(address)).count('name="move"') == 2


def test_order_of_another_district_is_not_found(town, officer):
    address = f"{DESK}calls/{town.call.pk}/units/{town.jimo.pk}/"

    assert officer.get(address).status_code == 404
