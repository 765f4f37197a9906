"""The pages of answering, walked by both sides without script."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from citystage.foundation.notices.models import Mail
from citystage.stages.docking.models import Answer, AnswerPaper, Introduction, Opening, Question
from citystage.stages.docking.states.answers import AnswerState, OpeningState
from tests.conftest import NOON
from tests.docking.answering import AFTER, CLOSES, organisation
from tests.matchmaking.builders import supplier
from tests.web.docking.conftest import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db

TYPED = {
    "summary": "We drive at night.",
    "can.e1": "yes",
    "evidence.e1": "180 nights at a quay.",
    "can.e2": "no",
    "price_mode": "fixed",
    "price": "350",
    "weeks": "12",
    "schedule": "Accepted in week 12.",
    "wanted": "A window at night.",
}
MOMENT = "%Y-%m-%dT%H:%M:%S"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def after(response, status=302):
    assert response.status_code == status, text_of(response)[:2000]
    return response


def written(client, opening, **changes):
    """Begin by the page, save by the page."""
    page = after(client.post(f"/docking/scenarios/{opening.scenario.number}/answer/"))
    answer = Answer.objects.latest("pk")
    sent = TYPED | {"_version": str(answer.revision), "do": "save"} | changes
    after(client.post(page["Location"], sent))
    return Answer.objects.get(pk=answer.pk)


def handed(client, opening):
    answer = written(client, opening)
    after(client.post(f"/docking/answers/{answer.pk}/submit/", {"_version": answer.revision}))
    return answer


@pytest.fixture
def opening(docked):
    return docked.open()


def test_an_owner_opens_a_scenario_by_its_page(docked, owner):
    number = docked.scenario.number
    page = owner.get(f"/scenarios/{number}/")
    form = owner.get(f"/docking/scenarios/{number}/open/")
    sent = {
        "closes_at": CLOSES.strftime(MOMENT),
        "questions_until": (CLOSES - timedelta(days=3)).strftime(MOMENT),
        "essentials": "Runs at night\nThree cases",
        "sealed": "on",
        "asks_price": "on",
    }

    wrong = owner.post(f"/docking/scenarios/{number}/open/", sent | {"essentials": ""})
    made = owner.post(f"/docking/scenarios/{number}/open/", sent)

    assert "Take answers" in text_of(page)
    assert "at most 100 words" in text_of(form)
    assert wrong.status_code == 422
    opening = Opening.objects.get()
    assert made["Location"] == f"/docking/openings/{opening.pk}/"
    assert [one["text"] for one in opening.essentials] == ["Runs at night", "Three cases"]


def test_strangers_find_neither_the_form_nor_the_opening(docked, opening, blue):
    statuses = [
        blue.get(f"/docking/scenarios/{docked.scenario.number}/open/").status_code,
        blue.get(f"/docking/openings/{opening.pk}/").status_code,
        blue.get(f"/docking/openings/{opening.pk}/compare/").status_code,
        blue.get(f"/docking/openings/{opening.pk}/answers.xlsx").status_code,
        blue.get(f"/docking/openings/{opening.pk}/outcome/").status_code,
        Client().get(f"/docking/openings/{opening.pk}/").status_code,
    ]

    assert statuses == [404, 404, 404, 404, 404, 302]


def test_the_public_page_tells_the_window_and_leads_to_the_answer(docked, opening, blue):
    page = text_of(blue.get(f"/scenarios/{docked.scenario.number}/"))
    visitor = text_of(
        Client(headers={"accept-language": "en"}).get(f"/scenarios/{docked.scenario.number}/")
    )

    assert "Takes answers until" in page
    assert "Answer this scenario" in page
    assert "opened for answers" in visitor


def test_a_company_writes_saves_and_hands_in(docked, opening, blue):
    before = text_of(blue.get(f"/docking/scenarios/{docked.scenario.number}/answer/"))

    answer = written(blue, opening)
    look = text_of(blue.get(f"/docking/answers/{answer.pk}/submit/"))
    sent = blue.post(f"/docking/answers/{answer.pk}/submit/", {"_version": answer.revision})

    assert "You answer for 示例蓝色科技" in before
    assert "Nobody but you reads it before" in look
    after(sent)
    kept = Answer.objects.get(pk=answer.pk)
    assert kept.state == AnswerState.SUBMITTED
    assert kept.given["price"] == 350_000_000


def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_lost(docked, opening, blue):
    answer = written(blue, opening)
    sent = TYPED | {"_version": "1", "price": "a lot", "link.e1": "no address", "schedule": "kept"}

    page = after(blue.post(f"/docking/answers/{answer.pk}/write/", sent), 422)

    assert "Write one amount" in text_of(page)
    assert "Essential 1: An address begins with https://." in text_of(page)
    assert "kept</textarea>" in page.content.decode()


def test_an_old_form_says_who_changed_what(docked, opening, blue):
    answer = written(blue, opening)
    blue.post(f"/docking/answers/{answer.pk}/write/", TYPED | {"_version": "1", "wanted": "x"})

    page = after(blue.post(f"/docking/answers/{answer.pk}/write/", TYPED | {"_version": "1"}), 409)

    assert "what is needed from the owner" in text_of(page)


def test_the_page_saves_itself_and_says_what_is_missing(docked, opening, blue):
    answer = written(blue, opening)
    headers = {"HX-Request": "true"}
    address = f"/docking/answers/{answer.pk}/autosave/"

    saved = blue.post(address, TYPED | {"_version": "1", "schedule": ""}, headers=headers)
    stale = blue.post(address, TYPED | {"_version": "1"}, headers=headers)
    wrong = blue.post(address, TYPED | {"_version": "2", "price": "?"}, headers=headers)

    assert "1 part is still missing" in text_of(saved)
    assert 'value="2"' in saved.content.decode()
    assert (stale.status_code, wrong.status_code) == (409, 422)


def test_a_file_is_added_from_the_form_shown_and_taken_out(docked, opening, blue, red):
    answer = written(blue, opening)
    file = SimpleUploadedFile("证书.pdf", b"%PDF-1.7 x")
    sent = TYPED | {"_version": "1", "do": "paper:e1", "file.e1": file}
    after(blue.post(f"/docking/answers/{answer.pk}/write/", sent))
    paper = AnswerPaper.objects.get()
    bad = SimpleUploadedFile("x.exe", b"MZ")
    wrong = blue.post(f"/docking/answers/{answer.pk}/papers/e1/", {"file.e1": bad, "_version": "1"})

    got = blue.get(f"/docking/answers/{answer.pk}/files/{paper.pk}/")
    other = red.get(f"/docking/answers/{answer.pk}/files/{paper.pk}/")
    after(blue.post(f"/docking/answers/{answer.pk}/papers/{paper.pk}/drop/"))

    assert wrong.status_code == 422
    assert got.content.startswith(b"%PDF")
    assert "attachment" in got["Content-Disposition"]
    assert other.status_code == 404
    assert AnswerPaper.objects.get().dropped_at is not None


def test_a_sealed_answer_is_out_of_the_owners_reach_until_the_closing(
    docked, opening, owner, blue, clock
):
    answer = handed(blue, opening)
    sealed = text_of(owner.get(f"/docking/openings/{opening.pk}/"))
    compare = text_of(owner.get(f"/docking/openings/{opening.pk}/compare/"))
    found = owner.get(f"/docking/answers/{answer.pk}/").status_code
    file = owner.get(f"/docking/openings/{opening.pk}/answers.csv").content.decode()

    assert "Sealed: nobody reads an answer" in sealed
    assert "示例蓝色科技" not in sealed + compare + file
    assert found == 404


def test_the_owner_compares_decides_and_everybody_gets_a_letter(docked, owner, blue, red, clock):
    opening = docked.open(sealed=False)
    first, second = handed(blue, opening), handed(red, opening)
    clock.now = AFTER
    base = f"/docking/openings/{opening.pk}"
    compare = text_of(owner.get(f"{base}/compare/"))
    export = owner.get(f"{base}/answers.csv").content.decode("utf-8-sig")
    book = owner.get(f"{base}/answers.xlsx")
    meant = {"outcome": "chosen", "reason": "Best at night", "chosen": str(first.pk)}

    lacking = owner.post(f"{base}/outcome/", meant | {"do": "preview"})
    meant |= {f"reason-{second.pk}": "Fewer cases"}
    preview = owner.post(f"{base}/outcome/", meant | {"do": "preview"})
    still = Opening.objects.get(pk=opening.pk).state
    after(owner.post(f"{base}/outcome/", meant | {"do": "send"}))
    letter = text_of(red.get(f"/docking/answers/{second.pk}/letter/"))
    after(red.post(f"/docking/answers/{second.pk}/letter/"))
    again = owner.get(f"{base}/outcome/")

    assert "示例红色科技" in compare
    assert "180 nights at a quay." in export
    assert book.content.startswith(b"PK")
    assert lacking.status_code == 422
    assert "Say why not 示例红色科技" in text_of(lacking)
    assert "Fewer cases" in text_of(preview)
    assert still == OpeningState.OPEN
    assert "Your answer was not chosen this time." in letter
    assert Answer.objects.get(pk=second.pk).letter_read_at == AFTER
    assert Mail.objects.filter(key__startswith="docking.letter").count() == 2
    assert again["Location"] == f"{base}/"
    assert "partner found" in text_of(owner.get(f"/scenarios/{docked.scenario.number}/")).lower()


def test_one_answer_is_sorted_asked_about_and_invited(docked, owner, blue, clock):
    opening = docked.open(sealed=False)
    answer = handed(blue, opening)
    clock.now = AFTER
    base = f"/docking/answers/{answer.pk}"
    soon = (AFTER + timedelta(days=2)).strftime(MOMENT)

    after(owner.post(f"{base}/sort/shortlist/"))
    past = owner.post(f"{base}/ask/", {"text": "How bright?", "due_at": NOON.strftime(MOMENT)})
    after(owner.post(f"{base}/ask/", {"text": "How bright?", "due_at": soon}))
    after(owner.post(f"{base}/invite/", {"at": soon, "place": "Quay 3", "note": "a laptop"}))
    page = text_of(blue.get(f"{base}/"))
    asked = answer.clarifications.get()
    after(blue.post(f"{base}/clarifications/{asked.pk}/", {"reply": "50 lux"}))
    silent = blue.post(f"{base}/invitation/", {"comes": "no", "words": ""})
    after(blue.post(f"{base}/invitation/", {"comes": "yes"}))
    mine = text_of(owner.get(f"{base}/"))

    assert (past.status_code, silent.status_code) == (422, 422)
    assert "How bright?" in page
    assert "Quay 3" in page
    assert "50 lux" in mine
    assert "comes" in mine


def test_a_consortium_is_asked_by_name_and_agrees(docked, opening, blue, red):
    answer = written(blue, opening)
    base = f"/docking/answers/{answer.pk}"

    nobody = blue.post(f"{base}/members/", {"organisation": "谁", "work": "雷达", "share": "30"})
    after(
        blue.post(f"{base}/members/", {"organisation": "示例红色科技", "work": "雷达", "share": 30})
    )
    page = text_of(red.get(f"{base}/"))
    silent = red.post(f"{base}/consent/", {"do": "decline", "reason": ""})
    after(red.post(f"{base}/consent/", {"do": "agree"}))
    member = answer.members.get()
    own = red.get(f"{base}/write/").status_code
    after(blue.post(f"{base}/members/{member.pk}/remove/"))

    assert (nobody.status_code, silent.status_code, own) == (422, 422, 404)
    assert "asks you to do 30 % of the work" in page
    assert member.state == "agreed"
    assert answer.members.count() == 0


def test_an_editor_is_invited_and_an_answer_withdrawn(docked, opening, blue):
    answer = handed(blue, opening)
    base = f"/docking/answers/{answer.pk}"
    adviser = docked.town.person("adviser")

    bad = blue.post(f"{base}/editors/", {"email": "no"})
    after(blue.post(f"{base}/editors/", {"email": adviser.email}))
    writes = browser(adviser).get(f"{base}/write/").status_code
    submits = browser(adviser).get(f"{base}/submit/").status_code
    after(blue.post(f"{base}/editors/{answer.editors.get().pk}/remove/"))
    silent = blue.post(f"{base}/withdraw/", {"reason": ""})
    after(blue.post(f"{base}/withdraw/", {"reason": "later"}))
    page = text_of(blue.get(f"{base}/"))

    assert (bad.status_code, writes, submits, silent.status_code) == (422, 200, 403, 422)
    assert "Take it up again" in page


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


def test_more_time_is_given_with_a_reason(docked, opening, owner):
    later = timezone.localtime(CLOSES + timedelta(days=3)).strftime(MOMENT)
    address = f"/docking/openings/{opening.pk}/extend/"

    short = owner.post(
        address, {"closes_at": NOON.strftime(MOMENT), "reason": "x", "_version": "1"}
    )
    after(owner.post(address, {"closes_at": later, "reason": "Holiday", "_version": "1"}))

    assert short.status_code == 422
    assert Opening.objects.get().closes_at == CLOSES + timedelta(days=3)


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
    stamp = docked.town.stamp(docked.town.owner)

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
    assert stamp


def test_comparing_asks_the_same_for_one_answer_and_for_three(docked, owner, clock):
    opening = docked.open(sealed=False)
    docked.given(opening, docked.blue_person)
    clock.now = AFTER
    one = queries_of(owner, f"/docking/openings/{opening.pk}/compare/")
    clock.now = NOON
    docked.given(opening, docked.red_person)
    docked.given(opening, organisation(docked.town, "示例第三公司")[1])
    clock.now = AFTER

    assert queries_of(owner, f"/docking/openings/{opening.pk}/compare/") == one


def test_my_work_names_what_waits_on_both_sides(docked, owner, blue, clock):
    opening = docked.open(sealed=False)
    written(blue, opening)
    drafts = text_of(blue.get("/work/"))
    clock.now = AFTER
    outcomes = text_of(owner.get("/work/"))

    assert "Answers in draft" in drafts or "Complete" in drafts
    assert "Record the outcome" in outcomes


def test_a_supplier_without_an_organisation_is_told_why_it_cannot_answer(docked, opening):
    stranger = browser(docked.town.person("somebody"))

    page = text_of(stranger.get(f"/docking/scenarios/{docked.scenario.number}/answer/"))

    assert "Only members of a registered organisation answer" in page


def test_owners_and_brokers_reach_a_supplier_from_the_page_of_suppliers(docked, owner):
    made = supplier(docked.town)

    page = owner.get(f"/docking/interest/{docked.scenario.number}/{made.organisation_id}/")

    assert page.status_code in {200, 403}
