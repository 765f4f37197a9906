"""An assessor's pages: the list, the sheet with its draft, leaving a lab to others."""

import pytest
from django.urls import reverse

from citystage.stages.evaluation.models import Sheet
from tests.evaluation import building
from tests.web.company.conftest import _noon as _noon  # noqa: PLC0414 -- the clock stands still
from tests.web.company.conftest import signed_in

MARKS = {f"mark-{code}": "8" for code in ("proof", "use", "growth", "running", "plan")}


@pytest.fixture
def made(town):
    building.ruled(town)
    return building.lab(town)


@pytest.fixture
def sheet(town, made):
    building.opened(town, made)
    return Sheet.objects.select_related("assessor__user").first()


@pytest.fixture
def browser(sheet):
    return signed_in(sheet.assessor.user)


def text_of(answer):
    return answer.content.decode()


def at(view, *numbers):
    return reverse(f"expert:{view}", args=numbers)


def test_what_waits_is_listed_and_stands_on_my_work(made, sheet, browser):
    address = at("assessment", sheet.pk)

    assert address in text_of(browser.get(at("assessments")))
    assert address in text_of(browser.get("/work/"))
    assert "waits for your assessment" in text_of(browser.get("/expert/"))
    assert "Nothing to assess" in text_of(
        signed_in(sheet.assessor.round.made_by).get(at("assessments"))
    )


def test_a_sheet_is_drafted_put_right_and_handed_in(sheet, browser):
    address = at("assessment", sheet.pk)
    keep, by_script = at("assessment_keep", sheet.pk), {"HX-Request": "true"}
    kept = browser.post(keep, MARKS | {"_version": "0"}, headers=by_script)
    assert "Total so far: 80.0" in text_of(kept)
    wrong = browser.post(keep, MARKS | {"mark-use": "11"}, headers=by_script)
    outrun = browser.post(keep, MARKS | {"_version": "0"}, headers=by_script)
    assert (wrong.status_code, outrun.status_code) == (422, 409)

    low = MARKS | {"mark-use": "3", "_version": "1", "do": "hand_in"}
    assert browser.post(address, low).status_code == 422
    stale = browser.post(address, MARKS | {"_version": "0", "do": "save"})
    assert stale.status_code == 409
    draft = browser.post(address, MARKS | {"_version": "1", "do": "save"})
    done = browser.post(address, MARKS | {"_version": "2", "do": "hand_in"})

    sheet.refresh_from_db()
    assert (draft.status_code, done.status_code, sheet.state) == (302, 302, "handed_in")
    assert "80.0" in text_of(browser.get(address))


def test_one_leaves_a_lab_to_others(sheet, browser):
    address = at("assessment_leave", sheet.pk)

    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "另有合作。"}).status_code == 302

    page = text_of(browser.get(at("assessment", sheet.pk)))
    assert "另有合作。" in page
    assert "Hand in" not in page


def test_whom_a_conflict_keeps_away_is_told_and_sees_nothing(town, made):
    free = building.experts(town, 2)
    (own,) = building.experts(town, 1, employer=made.builder)
    building.opened(town, made, people=[*free, own])
    sheet = Sheet.objects.get(state="barred")

    page = text_of(signed_in(own.user).get(at("assessment", sheet.pk)))

    assert "A conflict of interest keeps you away from this lab." in page
    assert "Reports handed in" not in page


def test_nobody_opens_the_sheet_of_another(town, sheet):
    stranger = signed_in(town.city_officer)

    assert stranger.get(at("assessment", sheet.pk)).status_code == 404
