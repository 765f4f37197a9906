"""Public questions and introductions by their pages; the lists of all of it."""

import pytest
from django.test import Client

from citystage.stages.docking.models import Introduction, Question
from tests.conftest import NOON
from tests.docking.answering import AFTER, organisation
from tests.matchmaking.builders import supplier
from tests.web.docking.answering_pages import after, text_of, written
from tests.web.docking.conftest import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db


def test_a_question_is_asked_and_answered_without_a_name(docked, opening, owner, blue):
    number = docked.scenario.number
    address = f"/docking/scenarios/{number}/questions/"
    visitor = Client(headers={"accept-language": "en"})

    empty = blue.post(address, {"text": ""})
    after(blue.post(address, {"text": "When does the night begin?"}))
    question = Question.objects.get()
    signed_out = visitor.post(address, {"text": "And I?"})
    after(
        owner.post(
            f"/docking/questions/{question.pk}/",
            {"do": "answer", "reply": "At ten.", "addendum": "Nights begin at ten."},
        )
    )
    page = text_of(visitor.get(f"/scenarios/{number}/"))
    everything = text_of(visitor.get(address)) + text_of(owner.get(address)) + page

    assert empty.status_code == 422
    assert signed_out.status_code == 302
    assert "At ten." in page
    assert "Added from public questions" in page
    assert docked.blue_person.username not in everything
    assert "示例蓝色科技" not in everything


def test_a_question_is_refused_with_a_reason(docked, opening, owner, blue):
    address = f"/docking/scenarios/{docked.scenario.number}/questions/"
    after(blue.post(address, {"text": "Whose turn is it?"}))
    question = Question.objects.get()

    silent = owner.post(f"/docking/questions/{question.pk}/", {"do": "refuse", "reason": ""})
    after(owner.post(f"/docking/questions/{question.pk}/", {"do": "refuse", "reason": "Secret."}))

    assert silent.status_code == 422
    assert "Not answered: Secret." in text_of(blue.get(address))


def test_two_sides_are_introduced_by_their_pages(docked, owner, blue, red):
    address = f"/docking/interest/{docked.scenario.number}/{docked.blue.pk}/"
    contact = {"name": "Wang", "phone": "0532-1", "words": "We fit."}

    nobody = red.get(address).status_code
    wrong = blue.post(address, {"name": "", "words": ""})
    after(blue.post(address, contact))
    made = Introduction.objects.get()
    base = f"/docking/introductions/{made.pk}"
    early = blue.post(f"{base}/contact/")
    silent = owner.post(f"{base}/decline/", {"reason": ""})
    after(owner.post(f"{base}/agree/", {"name": "Li", "email": "li@example.invalid"}))
    seen = text_of(owner.post(f"{base}/contact/"))

    assert (nobody, wrong.status_code, early.status_code, silent.status_code) == (
        404, 422, 403, 422,
    )  # fmt: skip
    assert "0532-1" in seen
    assert "0532-1" not in text_of(owner.get(f"{base}/"))
    assert red.get(f"{base}/").status_code == 404


def test_lists_teach_when_they_are_empty(docked, owner, blue):
    pages = [
        text_of(blue.get("/docking/answers/")),
        text_of(owner.get("/docking/openings/?show=overdue")),
        text_of(blue.get("/docking/introductions/")),
    ]

    assert "No answer here yet" in pages[0]
    assert "No call for answers here" in pages[1]
    assert "No introduction here yet" in pages[2]
    assert blue.get("/docking/")["Location"] == "/docking/answers/"


@pytest.mark.parametrize(
    "address", ["/docking/answers/", "/docking/openings/", "/docking/introductions/"]
)
def test_lists_ask_the_same_for_one_row_and_for_three(docked, clock, address):
    clock.now = NOON

    def grow(number):
        scenario = docked.town.scenario(owner=docked.firm, owner_unit=docked.town.firm)
        other, person = organisation(docked.town, f"示例{number}号公司")
        docked.scenario = scenario
        opening = docked.open(sealed=False)
        docked.given(opening, docked.blue_person)
        Introduction.objects.create(
            scenario=scenario,
            organisation=docked.blue,
            begun_as="supplier",
            begun_at=NOON,
            supplier_agreed_at=NOON,
            introducer=other.seat,
        )
        return person

    user = docked.town.owner if "openings" in address else docked.blue_person
    grow(1)
    one = queries_of(browser(user), address)
    grow(2)
    grow(3)

    assert queries_of(browser(user), address) == one
    assert one <= 16


def test_my_work_names_what_waits_on_both_sides(docked, owner, blue, clock):
    opening = docked.open(sealed=False)
    written(blue, opening)
    drafts = text_of(blue.get("/work/"))
    clock.now = AFTER
    outcomes = text_of(owner.get("/work/"))

    assert docked.scenario.title in drafts
    assert "Record the outcome" in outcomes


def test_owners_and_brokers_reach_a_supplier_from_the_page_of_suppliers(docked, owner):
    made = supplier(docked.town)

    page = owner.get(f"/docking/interest/{docked.scenario.number}/{made.organisation_id}/")

    assert page.status_code == 200
    assert "示例" in text_of(page)
