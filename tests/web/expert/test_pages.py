"""The pages of experts: their pile, their entry, the conflict step; nobody else's."""

from datetime import date

import pytest
from django.urls import reverse

from citystage.stages.selection.models import Absence, Conflict, Relation, Seat
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, seat
from tests.web.bureau.people import browser
from tests.web.queries import MOST, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town):
    return candidacy(town, programme(town))


def at(name, *args):
    return reverse(f"expert:{name}", args=args)


def test_an_expert_takes_a_seat_with_the_declaration(town, case):
    judge = expert(town)
    held = seat(case, judge)
    client = browser(judge.user)

    without = client.post(at("answer_seat", held.pk, "accept"))
    with_word = client.post(at("answer_seat", held.pk, "accept"), {"word": "1"})

    held.refresh_from_db()
    assert (without.status_code, with_word.status_code, held.state) == (422, 302, "accepted")


def test_a_declared_conflict_is_told_rather_than_hidden(town, case):
    judge = expert(town)
    held = seat(case, judge)
    client = browser(judge.user)

    empty = client.post(at("answer_seat", held.pk, "conflict"), {"kind": "kin", "words": ""})
    client.post(at("answer_seat", held.pk, "conflict"), {"kind": "kin", "words": "亲属任职"})

    page = client.get(at("seat", held.pk))
    assert empty.status_code == 422
    assert "You are in conflict with this candidacy" in page.content.decode()
    assert "亲属任职" in page.content.decode()


@pytest.mark.parametrize(("verb", "state"), [("decline", "declined"), ("leave", "recused")])
def test_an_expert_leaves_with_a_reason(town, case, verb, state):
    judge = expert(town)
    held = seat(case, judge, "asked" if verb == "decline" else "accepted")
    client = browser(judge.user)
    address = at("answer_seat", held.pk, verb)

    nothing = client.post(address, {"reason": "", "words": ""})
    wordless = client.post(address, {"reason": "other", "words": ""})
    client.post(address, {"reason": "no_time", "words": ""})

    held.refresh_from_db()
    assert (nothing.status_code, wordless.status_code) == (422, 422)
    assert held.state == state


def test_seats_of_others_and_unknown_acts_are_not_there(town, case):
    judge, other = expert(town), expert(town, "陈工")
    held = seat(case, judge)

    assert browser(other.user).get(at("seat", held.pk)).status_code == 404
    assert browser(judge.user).post(at("answer_seat", held.pk, "burn")).status_code == 404


def test_a_blind_pile_shows_numbers_only(town):
    open_terms = programme(town).terms["scoring"]
    hidden = candidacy(town, programme(town, scoring=open_terms | {"blind": True}))
    judge = expert(town)
    held = seat(hidden, judge)
    client = browser(judge.user)

    pages = [client.get(at("home")), client.get(at("seat", held.pk))]

    for page in pages:
        assert hidden.application.title not in page.content.decode()
        assert hidden.application.owner_name not in page.content.decode()


def test_the_pile_asks_as_much_for_many_as_for_one(town, case):
    made = case.programme
    judge = expert(town)
    seat(case, judge)
    client = browser(judge.user)

    one = queries_of(client, at("home"))
    for _ in range(2):
        seat(candidacy(town, made), judge)

    assert queries_of(client, at("home")) == one <= MOST


def test_an_entry_is_changed_and_two_tabs_are_told(town):
    judge = expert(town)
    client = browser(judge.user)
    said = {"name": "刘工程师", "kind": "industry", "employer": "示例大学", "_version": "1"}

    first = client.post(at("edit", judge.pk), said)
    second = client.post(at("edit", judge.pk), said | {"name": "刘老师"})

    judge.refresh_from_db()
    assert (first.status_code, second.status_code, judge.name) == (302, 409, "刘工程师")
    assert "刘老师" in second.content.decode()


def test_an_entry_is_confirmed_by_its_expert(town):
    judge = expert(town, state="stale", confirmed_at=None)

    browser(judge.user).post(at("act", judge.pk, "confirm"))

    judge.refresh_from_db()
    assert judge.state == "active"


def test_ties_and_days_away_are_entered_and_ended(town):
    judge = expert(town)
    client = browser(judge.user)
    tie = {"kind": "adviser", "organisation": "示例港口集团", "since": "2024-01-01"}

    backward = client.post(at("add_relation", judge.pk), tie | {"until": "2023-01-01"})
    client.post(at("add_relation", judge.pk), tie)
    client.post(at("drop_relation", judge.pk, Relation.objects.get().pk))
    wrong = client.post(at("add_absence", judge.pk), {"since": "2026-12-02", "until": "2026-12-02"})
    client.post(at("add_absence", judge.pk), {"since": "2026-12-02", "until": "2026-12-05"})
    absence = Absence.objects.get()
    client.post(at("cancel_absence", judge.pk, absence.pk))

    assert (backward.status_code, wrong.status_code) == (422, 422)
    assert Relation.objects.get().ended_at is not None
    assert (absence.since, Absence.objects.count()) == (date(2026, 12, 2), 0)


def test_the_office_invites_and_takes_out(town):
    client = browser(town.city_officer)
    said = {
        "name": "王工",
        "email": "wang@example.invalid",
        "kind": "law",
        "employer": "示例律师事务所",
    }

    made = client.post(at("invite"), said)
    twice = client.post(at("invite"), said)
    page = client.get(made["Location"])
    without_source = client.post(
        made["Location"] + "relations/", {"kind": "adviser", "organisation": "示例港口集团"}
    )
    client.post(made["Location"] + "acts/retire/", {"reason": "退休"})
    client.post(made["Location"] + "acts/invite/")

    assert (made.status_code, twice.status_code) == (302, 422)
    assert "王工" in page.content.decode()
    assert without_source.status_code == 422
    assert client.post(made["Location"] + "acts/burn/").status_code == 404


def test_entries_are_out_of_reach_of_others(town):
    judge = expert(town)

    assert browser(town.officer).get(at("entry", judge.pk)).status_code == 404
    assert browser(town.officer).get(at("invite")).status_code == 404


def test_the_applicant_claims_a_conflict_and_the_office_judges(town, case):
    judge = expert(town)
    address = reverse("company:claim", args=[case.application_id])
    client = browser(town.owner)

    found = client.get(address, {"q": "示例大学"})
    unknown = client.get(address, {"q": "无此人"})
    wordless = client.post(address, {"q": "刘工", "person": judge.pk, "kind": "kin", "words": ""})
    client.post(
        address, {"q": "刘工", "person": judge.pk, "kind": "competitor", "words": "任职竞争对手"}
    )

    claimed = Conflict.objects.get()
    assert "刘工" in found.content.decode()
    assert "Nobody of that name" in unknown.content.decode()
    assert wordless.status_code == 422
    assert (claimed.origin, claimed.standing) == ("claimed", "flagged")
    assert browser(town.jimo_officer).get(address).status_code == 404


def test_a_seat_is_answered_by_keyboard_alone_without_script(town, case):
    judge = expert(town)
    held = seat(case, judge)

    page = browser(judge.user).get(at("seat", held.pk)).content.decode()

    assert page.count("<form") >= 4
    assert Seat.objects.get().state == "asked"
