"""The office's page of scores: matrix, orders, what-if, moves, reminders, export."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.notices.models import Notice
from citystage.stages.selection.models import Conflict
from tests.conftest import NOON
from tests.selection.building import candidacy
from tests.selection.experts.register import seat
from tests.selection.scoring.marking import handed_in, panel, scored_programme, scoring
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(town):
    return scored_programme(
        town,
        timezone.now() - timedelta(days=45),
        scoring=scoring(least_sheets=2, least_candidacies=3, disagreement="10"),
        places={"total": 1},
    )


@pytest.fixture
def rows(town, made):
    """Three candidacies, three experts; one is strict; one sheet of the last is missing."""
    found = panel(town, made, cases=3)
    for at, held in enumerate(found):
        for strict, one in zip((0, 5, 30), held, strict=True):
            if (at, strict) != (2, 30):
                handed_in(one, 90 - 10 * at - strict, 80 - 10 * at - strict)
    return found


@pytest.fixture
def office(town):
    return browser(town.city_officer)


def at(name, *args):
    return reverse(f"bureau:selection_scores{name}", args=args)


def test_the_matrix_shows_both_orders_and_who_is_missing(made, rows, office):
    page = office.get(at("", made.pk))

    text = page.content.decode()
    board = page.context["board"]
    assert page.status_code == 200
    assert [line.candidacy.number for line in board.lines] == [1, 2, 3]
    assert board.calibration.used
    assert [line.verdict.chosen for line in board.lines] == [True, False, False]
    assert "far apart" in text
    assert "missing" in text
    assert "Strict and lenient experts" in text


def test_a_small_sample_is_not_calibrated_and_told_so(town, office):
    made = scored_programme(town, timezone.now() - timedelta(days=45))
    held = panel(town, made)[0]
    handed_in(held[0], 80, 80)

    text = office.get(at("", made.pk)).content.decode()

    assert "Not calibrated: 1 candidacies have scores, the terms want 8." in text


def test_what_if_stands_in_the_address_and_changes_nothing(made, rows, office):
    page = office.get(at("", made.pk), {"w_novelty": "0", "w_use": "100"})
    wrong = office.get(at("", made.pk), {"w_novelty": "nan"})

    assert len(page.context["moved"]) == 3
    assert wrong.context["wrong_weights"]
    made.refresh_from_db()
    assert made.terms["scoring"]["criteria"][0]["weight"] == "60"


def test_what_one_is_kept_away_from_is_neither_shown_nor_counted(town, made, rows, office):
    Conflict.objects.create(
        candidacy=rows[0][0].candidacy,
        user=town.city_officer,
        kind="kin",
        origin="declared",
        standing="bars",
        made_at=NOON,
    )

    page = office.get(at("", made.pk))
    file = office.get(at("_export", made.pk, "csv")).content.decode("utf-8-sig")

    assert [line.candidacy.number for line in page.context["board"].lines] == [2, 3]
    assert "You are in conflict with these candidacies" in page.content.decode()
    assert len(file.strip().splitlines()) == 3


def test_candidacies_are_moved_in_bulk_after_a_preview(made, rows, office):
    chosen = {"chosen": ["1", "3"], "step": "make_ready"}

    seen = office.post(at("_acts", made.pk), chosen | {"do": "look"})
    done = office.post(at("_acts", made.pk), chosen | {"do": "go"})
    back = {"chosen": "3", "step": "back_to_panel", "do": "go"}
    office.post(at("_acts", made.pk), back)
    office.post(at("_acts", made.pk), back | {"reason": "漏评"})

    assert "1 sheet is still missing" in seen.content.decode()
    assert done.status_code == 302
    states = made.candidacies.order_by("number").values_list("state", flat=True)
    assert list(states) == ["ready", "reviewing", "reviewing"]


def test_a_step_that_is_not_open_is_told(town, made, rows, office):
    candidacy(town, made, state="reviewing")

    page = office.post(
        at("_acts", made.pk), {"chosen": ["4"], "step": "to_diligence", "do": "look"}
    )
    office.post(at("_acts", made.pk), {"chosen": ["1"], "step": "to_diligence", "do": "go"})
    again = office.post(
        at("_acts", made.pk), {"chosen": ["1"], "step": "to_diligence", "do": "look"}
    )
    unknown = office.post(at("_acts", made.pk), {"step": "propose"})

    assert "Nobody has handed in scores for No. 4 yet." in page.content.decode()
    assert "This step does not begin at" in again.content.decode()
    assert unknown.status_code == 404


def test_late_experts_are_reminded_once_a_day(made, rows, office):
    office.post(at("_acts", made.pk), {"do": "remind"})
    office.post(at("_acts", made.pk), {"do": "remind"})

    told = Notice.objects.get()
    assert told.person == rows[2][2].expert.user
    assert told.values["numbers"] == "3"


def test_a_sheet_is_opened_again(made, rows, office):
    held = rows[0][0]

    empty = office.post(at("_reopen", made.pk, held.pk), {"reason": ""})
    done = office.post(at("_reopen", made.pk, held.pk), {"reason": "误填"})

    held.refresh_from_db()
    assert (empty.status_code, done.status_code, held.state) == (422, 302, "accepted")


def test_files_are_offered_and_others_refused(made, rows, office):
    kinds = ("xlsx", "csv", "jsonl", "exe")

    found = [office.get(at("_export", made.pk, kind)).status_code for kind in kinds]

    assert found == [200, 200, 200, 404]


def test_districts_and_experts_do_not_see_it(town, made, rows):
    people = (town.officer, rows[0][0].expert.user)

    assert [browser(one).get(at("", made.pk)).status_code for one in people] == [404, 404]


def test_the_page_asks_as_much_for_many_as_for_one(town, made, office):
    first = panel(town, made)[0]
    handed_in(first[0], 80, 80)
    one = queries_of(office, at("", made.pk))
    for _at in range(2):
        case = candidacy(town, made, state="reviewing")
        for held in first:
            handed_in(seat(case, held.expert, "accepted"), 70, 70)

    assert queries_of(office, at("", made.pk)) == one
