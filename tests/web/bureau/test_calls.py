"""Calls are written, changed, opened and closed in the browser."""

import pytest
from django.utils import timezone

from citystage.stages.intake import queries
from citystage.stages.intake.models import Call
from citystage.stages.intake.states import CallState
from tests.conftest import NOON
from tests.intake.acting import submitted
from tests.web.bureau.people import browser
from tests.web.queries import MOST, queries_of

CALLS = "/bureau/calls/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def officer(town):
    return browser(town.city_officer)


def page_of(response):
    return response.content.decode()


def written(town, **changes):
    known = {
        "code": "labs-2027",
        "kind": "lab",
        "title": "2027年实验室征集\x00",
        "form": str(town.form.pk),
        "opens_at": "2026-11-01T09:00",
        "needs_recommendation": "on",
        "opinion_order": "in_turn",
        "opinion_days": "7",
        "release_score": "60",
        "default_places": "4",
        f"places_{town.laoshan.pk}": "9",
    }
    return {name: value for name, value in (known | changes).items() if value is not None}


def test_calls_are_for_the_coordinating_office(town):
    stranger = browser(town.officer)

    pages = ["", "new/", f"{town.call.pk}/"]

    assert [stranger.get(CALLS + rest).status_code for rest in pages] == [404] * 3


def test_calls_take_the_same_queries_for_one_row_and_three(town, officer):
    submitted(town)
    one = queries_of(officer, CALLS)
    for n in range(2):
        officer.post(CALLS + "new/", written(town, code=f"c{n}"))

    assert queries_of(officer, CALLS) == one <= MOST
    assert page_of(officer.get(CALLS)).count('<th scope="row">') == 3


def test_new_call_is_prepared_with_its_places_and_then_opened(town, officer):
    shown = officer.get(CALLS + "new/")
    sent = officer.post(CALLS + "new/", written(town))

    call = Call.objects.get(code="labs-2027")
    assert shown.status_code == 200
    assert (sent["Location"], call.state) == (f"{CALLS}{call.pk}/", CallState.PREPARING)
    assert (call.title, call.opinion_order, call.closes_at) == ("2027年实验室征集", "in_turn", None)
    assert queries.places_of(call)[town.laoshan.pk] == 9
    officer.post(f"{CALLS}{call.pk}/open/")
    call.refresh_from_db()
    assert call.state == CallState.OPEN
    officer.post(f"{CALLS}{call.pk}/close/")
    call.refresh_from_db()
    assert call.state == CallState.CLOSED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": None}, "This field is required."),
        ({"code": "2026-open"}, "Another call already has the code"),
        ({"closes_at": "2026-10-01T09:00"}, "A call must close after it opens."),
        ({"default_places": "-1"}, "greater than or equal to 0"),
    ],
)
def test_new_call_says_what_is_wrong_and_keeps_what_was_typed(town, officer, changes, said):
    sent = officer.post(CALLS + "new/", written(town, **changes))

    assert sent.status_code == 422
    assert said in page_of(sent)
    assert 'value="2026-11-01T09:00"' in page_of(sent)


def test_call_is_changed_once_per_look(town, officer):
    form = written(town, code=None, _version="1", title="新标题")

    first = officer.post(f"{CALLS}{town.call.pk}/", form)
    stale = officer.post(f"{CALLS}{town.call.pk}/", form)
    wrong = officer.post(
        f"{CALLS}{town.call.pk}/", form | {"_version": "2", "closes_at": "2026-10-01T09:00"}
    )

    town.call.refresh_from_db()
    assert (first.status_code, stale.status_code, wrong.status_code) == (302, 409, 422)
    assert (town.call.title, town.call.version) == ("新标题", 2)
    assert 'name="_version" value="2"' in page_of(stale)


def test_call_outside_its_window_says_so(town, officer):
    town.call.closes_at = NOON
    town.call.save()

    assert "its window does not hold today" in page_of(officer.get(f"{CALLS}{town.call.pk}/"))


def test_opening_what_is_over_is_refused(town, officer):
    town.call.closes_at, town.call.state = NOON, CallState.CLOSED
    town.call.save()

    assert officer.post(f"{CALLS}{town.call.pk}/open/").status_code == 409
