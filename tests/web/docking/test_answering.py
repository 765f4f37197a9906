"""The pages of opening and answering, walked by both sides without script."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from citystage.stages.docking.models import Answer, AnswerPaper, Opening
from citystage.stages.docking.states.answers import AnswerState
from tests.docking.answering import CLOSES
from tests.web.docking.answering_pages import MOMENT, TYPED, after, handed, text_of, written
from tests.web.docking.conftest import browser

pytestmark = pytest.mark.django_db


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


def test_a_supplier_without_an_organisation_is_told_why_it_cannot_answer(docked, opening):
    stranger = browser(docked.town.person("somebody"))

    page = text_of(stranger.get(f"/docking/scenarios/{docked.scenario.number}/answer/"))

    assert "Only members of a registered organisation answer" in page
