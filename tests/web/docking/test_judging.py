"""The owner's pages: the seal, comparing, asking, deciding, more time."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from citystage.foundation.notices.models import Mail
from citystage.stages.docking.actions.note_progress import Reached, note_progress
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.states.answers import OpeningState
from citystage.stages.docking.states.progress import ProgressStep
from tests.conftest import NOON
from tests.docking.answering import AFTER, CLOSES, organisation
from tests.web.docking.answering_pages import MOMENT, after, handed, text_of
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db


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


def test_one_answer_is_sorted_asked_about_and_invited(docked, owner, blue, red, clock):
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
    reply = f"{base}/clarifications/{asked.pk}/"
    bad = SimpleUploadedFile("x.exe", b"MZ")
    wrong = blue.post(reply, {"reply": "50 lux at night", "papers": bad})
    file = SimpleUploadedFile("光照.pdf", b"%PDF-1.7 lux")
    after(blue.post(reply, {"reply": "50 lux", "papers": file}))
    paper = f"{reply}files/{asked.proofs.get().pk}/"
    silent = blue.post(f"{base}/invitation/", {"comes": "no", "words": ""})
    after(blue.post(f"{base}/invitation/", {"comes": "yes"}))
    mine = text_of(owner.get(f"{base}/"))

    assert (past.status_code, silent.status_code, wrong.status_code) == (422, 422, 422)
    assert "50 lux at night</textarea>" in wrong.text
    assert owner.get(paper).content == b"%PDF-1.7 lux"
    assert red.get(paper).status_code == 404
    assert "How bright?" in page
    assert "Quay 3" in page
    assert "50 lux" in mine
    assert "comes" in mine


def test_more_time_is_given_with_a_reason(docked, opening, owner):
    later = timezone.localtime(CLOSES + timedelta(days=3)).strftime(MOMENT)
    address = f"/docking/openings/{opening.pk}/extend/"

    short = owner.post(
        address, {"closes_at": NOON.strftime(MOMENT), "reason": "x", "_version": "1"}
    )
    after(owner.post(address, {"closes_at": later, "reason": "Holiday", "_version": "1"}))

    assert short.status_code == 422
    assert Opening.objects.get().closes_at == CLOSES + timedelta(days=3)


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


def test_answers_are_put_in_the_order_one_asks_for(docked, owner, clock):
    opening = docked.open(sealed=False)
    offers = (
        ("示例蓝色科技", docked.blue_person, {"price": 900_000_00, "weeks": 4}),
        ("示例红色科技", docked.red_person, {"price": 100_000_00, "weeks": 30}),
    )
    for _name, person, terms in offers:
        docked.given(opening, person, **terms)
    clock.now = AFTER
    blue_first, red_first = ["示例蓝色科技", "示例红色科技"], ["示例红色科技", "示例蓝色科技"]

    def order(sort):
        file = owner.get(f"/docking/openings/{opening.pk}/answers.csv?sort={sort}")
        rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
        return [row[0] for row in rows if row and row[0] in blue_first]

    assert order("given") == blue_first
    assert order("price") == red_first
    assert order("weeks") == blue_first
    assert order("nothing") == blue_first
    assert "sort=price" in owner.get(f"/docking/openings/{opening.pk}/compare/").text


def test_what_became_of_the_chosen_one_is_read_by_both_sides(docked, owner, blue, clock):
    opening = docked.open(sealed=False)
    answer = docked.given(opening, docked.blue_person)
    clock.now = AFTER
    told = Reached(
        step=ProgressStep.FAILED, at=AFTER, label="示例试点", words="能耗太高", answer=answer
    )
    note_progress(docked.scenario, source=answer, reached=told, stamp=docked.town.stamp(at=AFTER))

    for page in (
        owner.get(f"/docking/openings/{opening.pk}/"),
        owner.get(f"/docking/answers/{answer.pk}/"),
        blue.get(f"/docking/answers/{answer.pk}/"),
    ):
        assert "did not land" in page.text
        assert "能耗太高" in page.text
