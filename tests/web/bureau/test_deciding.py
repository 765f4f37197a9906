"""Batches by the page: begin, prepare, look at both orders and letters, apply together."""

import pytest

from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.models import Case, DecisionBatch
from citystage.stages.review.states import CaseState
from tests.review.builders import recommended
from tests.web.bureau.people import FRAME, browser, cost

LIST = "/bureau/decisions/"


@pytest.fixture
def batch(town):
    return open_batch(town.city, title="第3次联席会议", stamp=town.stamp(town.city_officer))


def ready(town, **fields):
    opened = recommended(town, **fields)
    Case.objects.filter(pk=opened.pk).update(state=CaseState.READY)
    return opened


def at(batch, *further):
    return "/".join(["/bureau/decisions", str(batch.pk), *map(str, further), ""])


def prepare(town, batch, opened, **data):
    known = {"outcome": "chosen", "reason": "", "place": ""}
    return browser(town.city_officer).post(at(batch, "prepare", opened.pk), known | data)


def test_beginning_a_batch(town):
    city = browser(town.city_officer)

    assert "No decisions have been prepared" in city.get(LIST).content.decode()
    assert city.post(LIST, {"title": ""}).status_code == 422
    assert city.post(LIST, {"title": "第3次联席会议"}).status_code == 302
    assert "第3次联席会议" in city.get(LIST).content.decode()


@pytest.mark.parametrize("name", ["officer", "owner", "clerk"])
def test_outside_the_office_there_are_no_batches(town, batch, name):
    outsider = browser(getattr(town, name))

    answers = [
        outsider.get(LIST),
        outsider.get(at(batch)),
        outsider.post(at(batch, "apply")),
        outsider.post(LIST, {"title": "x"}),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert DecisionBatch.objects.count() == 1


def test_preparing_shows_letters_and_keeps_the_case_as_it_is(town, batch):
    opened = ready(town)

    assert prepare(town, batch, opened, place="1").status_code == 302
    text = browser(town.city_officer).get(at(batch)).content.decode()

    assert "will be published in the opportunity list" in text or "将在机会清单中发布" in text
    assert "only the office sees this" in text
    assert Case.objects.get().state == CaseState.READY


def test_declining_without_a_reason_is_put_right_in_place(town, batch):
    opened = ready(town)

    page = prepare(town, batch, opened, outcome="not_chosen")
    wrong = prepare(town, batch, opened, place="0")

    assert (page.status_code, wrong.status_code) == (422, 422)
    assert batch.decisions.count() == 0


def test_differing_orders_are_marked(town, batch):
    first, second = ready(town), ready(town)
    prepare(town, batch, first, place="2")
    prepare(town, batch, second, place="1")

    assert browser(town.city_officer).get(at(batch)).content.decode().count("differs") == 2


def test_dropping_a_line(town, batch):
    prepare(town, batch, ready(town))
    line = batch.decisions.get()
    city = browser(town.city_officer)

    assert city.post(at(batch, "drop", line.pk)).status_code == 302
    assert city.post(at(batch, "drop", line.pk)).status_code == 404


def test_applying_together(town, batch):
    prepare(town, batch, ready(town))
    city = browser(town.city_officer)

    assert city.post(at(batch, "apply")).status_code == 302
    assert city.post(at(batch, "apply")).status_code == 409
    assert (
        "This is what the owners were told, word for word." in city.get(at(batch)).content.decode()
    )
    assert Case.objects.get().state == CaseState.CHOSEN


def test_applying_an_outdated_batch_is_refused_by_name(town, batch):
    opened = ready(town, title="已撤回的需求")
    prepare(town, batch, opened)
    Case.objects.update(state=CaseState.POLISHING)

    page = browser(town.city_officer).post(at(batch, "apply"))

    assert page.status_code == 409
    assert "已撤回的需求" in page.content.decode()


def test_a_batch_costs_the_same_for_one_line_and_for_three(town, batch):
    town.quota.places = 9
    town.quota.save()
    city = browser(town.city_officer)
    prepare(town, batch, ready(town))
    city.get(at(batch))

    one = cost(city, at(batch))
    prepare(town, batch, ready(town))
    prepare(town, batch, ready(town))

    assert cost(city, at(batch)) == one <= 3 + FRAME
