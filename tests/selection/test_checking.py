"""The formal check: outcomes, the one correction, its lapse, both orders, and who is kept away."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.revise import revise
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.writing import Writing
from citystage.stages.selection.actions.check_candidacy import check_candidacy
from citystage.stages.selection.actions.lapse_correction import lapse_correction
from citystage.stages.selection.actions.order_candidacies import BadOrder, order_candidacies
from citystage.stages.selection.actions.record_conflict import declare_conflict
from citystage.stages.selection.checking import BadCheck, Finding
from citystage.stages.selection.models import Candidacy, Correction
from tests.conftest import HOUSE, NOON, Town
from tests.intake.acting import NEED, drafted
from tests.selection.building import programme
from tests.web.bureau.people import browser

pytestmark = pytest.mark.django_db(transaction=True)
MET = {"registered": Finding(result="met"), "licence": Finding(result="met")}
DEFECT = MET | {"licence": Finding(result="defect", note="执照不清晰")}
FAILS = MET | {"registered": Finding(result="fails", note="不在本市注册")}


@pytest.fixture
def made(transactional_town):
    return programme(transactional_town)


def opened(town, made, title="示例实验室"):
    """A candidacy as people bring it about: drafted, submitted, recommended."""
    town.call = made.call
    one = drafted(town, typed=NEED | {"title": title})
    submit(one, version=one.revision, stamp=town.stamp(town.owner))
    later = NOON + timedelta(hours=1)
    recommend(one, opinion="同意推荐。", place=None, stamp=town.stamp(at=later))
    return Candidacy.objects.select_related("application").get(application=one)


@pytest.fixture
def town(transactional_town):
    return transactional_town


@pytest.fixture
def transactional_town(transactional_db):
    return Town()


def test_all_items_met_pass(town, made):
    one = opened(town, made)

    check = check_candidacy(one, found=MET, stamp=town.stamp(town.city_officer))

    one.refresh_from_db()
    assert (check.outcome, one.state) == ("passed", "reviewing")


def test_what_cannot_be_corrected_refuses_with_a_letter(town, made):
    one = opened(town, made)

    check_candidacy(one, found=FAILS, stamp=town.stamp(town.city_officer))

    one.refresh_from_db()
    assert (one.state, one.closed_at) == ("refused", NOON)


def test_every_item_is_judged_and_every_fault_has_its_note(town, made):
    one = opened(town, made)

    with pytest.raises(BadCheck) as refused:
        check_candidacy(
            one,
            found={"licence": Finding(result="defect")},
            stamp=town.stamp(town.city_officer),
        )

    assert set(refused.value.errors) == {"registered", "licence"}


def corrected(town, one, at):
    application = one.application
    application.refresh_from_db()
    revise(
        application,
        writing=Writing(NEED | {"title": "示例实验室，已补正"}),
        recommender=None,
        version=application.revision,
        note="",
        stamp=town.stamp(town.owner, at=at),
    )
    application.refresh_from_db()
    submit(application, version=application.revision, stamp=town.stamp(town.owner, at=at))


def test_defects_are_corrected_once_in_time(town, made):
    one = opened(town, made)
    check_candidacy(one, found=DEFECT, stamp=town.stamp(town.city_officer))

    corrected(town, one, NOON + timedelta(hours=23))

    one.refresh_from_db()
    correction = Correction.objects.get(candidacy=one)
    assert (one.state, correction.revision_before, correction.revision_after) == ("checking", 1, 2)
    again = check_candidacy(one, found=DEFECT, stamp=town.stamp(town.city_officer))
    assert (again.round, again.outcome) == (2, "failed")


def test_a_late_correction_is_told_by_how_many_seconds(town, made):
    one = opened(town, made)
    check_candidacy(one, found=DEFECT, stamp=town.stamp(town.city_officer))

    with override("en"), pytest.raises(Refusal, match="5 seconds late"):
        corrected(town, one, NOON + timedelta(hours=24, seconds=5))


def test_a_chance_that_lapses_leaves_what_was_handed_in(town, made):
    one = opened(town, made)
    check_candidacy(one, found=DEFECT, stamp=town.stamp(town.city_officer))
    application = one.application
    application.refresh_from_db()
    revise(
        application,
        writing=Writing(NEED | {"title": "从未提交的改动"}),
        recommender=None,
        version=application.revision,
        note="",
        stamp=town.stamp(town.owner),
    )
    correction = Correction.objects.get(candidacy=one)
    over = type(HOUSE)(HOUSE.actor, NOON + timedelta(hours=24), "job", HOUSE.request_id)

    early = lapse_correction(correction, stamp=HOUSE)
    lapsed = lapse_correction(correction, stamp=over)

    one.refresh_from_db()
    application.refresh_from_db()
    assert (early, lapsed) == (False, True)
    assert (one.state, application.state, application.title) == (
        "checking",
        "recommended",
        "示例实验室",
    )


def test_officers_in_conflict_neither_check_nor_read_it_and_are_told(town, made):
    one = opened(town, made)
    declare_conflict(one, kind="kin", words="亲属", stamp=town.stamp(town.city_officer))

    with pytest.raises(NotAllowed):
        check_candidacy(one, found=MET, stamp=town.stamp(town.city_officer))
    client = browser(town.city_officer)
    page = client.get(f"/bureau/selection/{made.pk}/candidacies/1/")
    listed = client.get(f"/bureau/selection/{made.pk}/candidacies/")
    filed = client.get(f"/company/file/{one.application_id}/")

    assert (page.status_code, filed.status_code) == (403, 403)
    assert "亲属" in page.text
    assert "示例实验室" not in page.text + listed.text + filed.text
    assert "You have a conflict of interest here" in listed.text


def test_the_city_orders_for_itself_and_it_is_shown_where_it_differs(town, made):
    for title in ("甲实验室", "乙实验室"):
        opened(town, made, title)

    order_candidacies(made, places={1: 2, 2: 1}, stamp=town.stamp(town.city_officer))
    with pytest.raises(BadOrder):
        order_candidacies(made, places={1: 1, 2: 1}, stamp=town.stamp(town.city_officer))

    page = browser(town.city_officer).get(f"/bureau/selection/{made.pk}/candidacies/")
    rows = [(one.place, one.candidacy.city_place, one.differs) for one in page.context["rows"]]
    assert rows == [(1, 2, True), (2, 1, True)]


def test_the_page_shows_what_a_check_comes_to_before_it_is_finished(town, made):
    opened(town, made)
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/candidacies/1/"
    sent = {"result-registered": "met", "result-licence": "defect", "note-licence": "不清晰"}

    empty = client.post(address + "check/", {"do": "look"})
    look = client.post(address + "check/", sent | {"do": "look"})
    done = client.post(address + "check/", sent | {"do": "finish"})

    assert (empty.status_code, look.status_code, done.status_code) == (422, 200, 302)
    assert look.context["outcome"] == "correct"
    assert Candidacy.objects.get().state == "correcting"
    owner = browser(town.owner).get(f"/company/file/{Candidacy.objects.get().application_id}/")
    assert "One return, before" in owner.text


def test_chosen_ones_pass_together_and_the_list_is_taken_out(town, made):
    for title in ("甲实验室", "乙实验室"):
        opened(town, made, title)
    client, address = browser(town.city_officer), f"/bureau/selection/{made.pk}/candidacies/"

    client.post(address + "acts/", {"do": "pass", "chosen": ["1", "2"]})
    found = client.get(address, {"state": "reviewing", "q": "甲"})
    file = client.get(address + "export.jsonl")

    assert [row.candidacy.number for row in found.context["rows"]] == [1]
    assert file.content.decode().count("\n") == 2
