"""Due diligence, page by page: the institution, the office, the applicant, the verifier."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from citystage.stages.selection.actions.mend import make_point
from citystage.stages.selection.actions.take_on_diligence import take_on
from citystage.stages.selection.actions.write_diligence import raise_flag
from citystage.stages.selection.models import (
    ActionPoint,
    Conflict,
    Diligence,
    DiligenceAnswer,
    Paper,
)
from citystage.web.work.todo import todo
from tests.conftest import NOON
from tests.selection.building import candidacy
from tests.selection.diligence.looking import PDF, Desk
from tests.selection.diligence.test_mending import mending
from tests.web.bureau.people import browser
from tests.web.queries import MOST, queries_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(town):
    return Desk(town)


def at(name, *args):
    return reverse(f"expert:{name}", args=args)


def office_at(name, *args):
    return reverse(f"bureau:selection_diligence{name}", args=args)


def conflict(desk, person):
    Conflict.objects.create(
        candidacy=desk.case,
        user=person,
        kind="kin",
        origin="declared",
        standing="bars",
        words="亲属任职",
        made_at=NOON,
    )


def pdf():
    return SimpleUploadedFile("账册.pdf", b"%PDF-1.7 books", "application/pdf")


def test_an_institution_declares_works_and_reports(desk):
    found = desk.asked()
    client = browser(desk.person)
    home = at("diligence", found.pk)
    before = client.get(home).content.decode()
    unsaid = client.post(at("diligence_declare", found.pk), {"means": "yes", "words": ""})
    client.post(at("diligence_declare", found.pk), {"means": "no", "words": ""})

    books = at("diligence_item", found.pk, "books")
    said = {"finding": "sound", "words": "已核", "_version": ""}
    bare = client.post(books, said)
    empty = client.post(books, {"finding": "", "words": ""})
    program = SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")
    wrong = client.post(books, said | {"paper": program})
    kept = client.post(books, said | {"paper": pdf()})
    second = client.post(books, said | {"words": "另一页"})
    early = client.post(
        at("diligence_add", found.pk, "report"),
        {"rating": "low", "summary": "稳健", "_version": Diligence.objects.get().version},
    )
    client.post(at("diligence_item", found.pk, "team"), said)
    client.post(
        at("diligence_add", found.pk, "interviews"),
        {"held_on": "2026-01-05", "with_whom": "财务负责人", "notes": "已核对"},
    )
    client.post(at("diligence_add", found.pk, "flags"), {"severity": "stops", "words": "涉诉"})
    page = client.get(home).content.decode()
    stale = client.post(
        at("diligence_add", found.pk, "report"),
        {"rating": "low", "summary": "稳健", "_version": "1"},
    )
    done = client.post(
        at("diligence_add", found.pk, "report"),
        {"rating": "low", "summary": "稳健", "_version": Diligence.objects.get().version},
    )

    assert "Declare the interests" in before
    assert "码头需要无人驾驶集卡。" not in before
    assert "码头需要无人驾驶集卡。" in page
    assert "涉诉" in page
    assert [one.status_code for one in (unsaid, bare, empty, wrong, early)] == [422] * 5
    assert (kept.status_code, second.status_code, stale.status_code) == (302, 409, 409)
    assert "另一页" in second.content.decode()
    assert (done.status_code, Diligence.objects.get().state) == (302, "reported")
    assert DiligenceAnswer.objects.get(item="books").words == "已核"
    paper = at("diligence_paper", found.pk, Paper.objects.get().pk)
    assert client.get(paper).content == b"%PDF-1.7 books"
    assert client.get(at("diligence_paper", found.pk, 0)).status_code == 404
    assert client.post(at("diligence_add", found.pk, "burn")).status_code == 404


def test_an_investor_is_told_that_the_terms_bar_it(town):
    desk = Desk(town, investors="bar")
    found = desk.asked()
    client = browser(desk.person)

    client.post(at("diligence_declare", found.pk), {"means": "yes", "words": "拟跟投"})

    page = client.get(at("diligence", found.pk)).content.decode()
    shown = browser(town.city_officer).get(office_at("_of", desk.programme.pk, desk.case.number))
    assert "it does no due diligence here" in page
    assert "means to invest" in shown.content.decode()
    assert client.get(at("diligence_file", found.pk, 1)).status_code == 404


def test_out_of_reach_is_not_there_and_the_barred_are_told(desk, town):
    found = desk.begun()
    point = make_point(found, mending=mending(desk), stamp=desk.theirs)
    others = [browser(town.owner), browser(town.officer), browser(town.city_officer)]

    statuses = {one.get(at("diligence", found.pk)).status_code for one in others}
    stranger = browser(town.jimo_officer).get(at("point", point.pk))
    conflict(desk, desk.person)
    conflict(desk, town.city_officer)
    client, office = browser(desk.person), browser(town.city_officer)
    kept = [
        client.get(at("diligence", found.pk)),
        client.get(at("point", point.pk)),
        office.get(office_at("_of", desk.programme.pk, desk.case.number)),
    ]
    lists = [
        client.get(at("diligences")).content.decode(),
        office.get(office_at("", desk.programme.pk)).content.decode(),
    ]

    assert (statuses, stranger.status_code) == ({404}, 404)
    assert [one.status_code for one in kept] == [403, 403, 403]
    for page in lists:
        assert "亲属任职" in page
        assert desk.case.application.title not in page


def test_the_office_asks_reads_accepts_and_sends_back(desk, town):
    client = browser(town.city_officer)
    pk, number = desk.programme.pk, desk.case.number
    ask = office_at("_ask", pk, number)
    nobody = client.post(ask, {"institution": "0"})
    client.post(ask, {"institution": desk.house.pk})
    found = Diligence.objects.get()
    wordless = client.post(office_at("_act", pk, number, found.pk, "cancel"), {"reason": ""})
    take_on(found, means_to_invest=True, words="拟跟投", stamp=desk.theirs)
    desk.answer(found, "books", files=(PDF,))
    raise_flag(found, severity="stops", words="重大涉诉", stamp=desk.theirs)
    make_point(found, mending=mending(desk, verifier=town.city), stamp=desk.theirs)
    Diligence.objects.filter(pk=found.pk).update(rating="high", summary="风险较高", version=9)
    advance_to_reported(found)

    page = client.get(office_at("_of", pk, number)).content.decode()
    paper = client.get(office_at("_paper", pk, number, Paper.objects.get().pk))
    client.post(office_at("_act", pk, number, found.pk, "send-back"), {"reason": "补充流水"})
    back = Diligence.objects.get().state
    advance_to_reported(found)
    outrun = client.post(office_at("_act", pk, number, found.pk, "accept"), {"_version": "1"})
    client.post(office_at("_act", pk, number, found.pk, "accept"), {"_version": "9"})

    listed = client.get(office_at("", pk)).content.decode()
    assert (nobody.status_code, wordless.status_code, outrun.status_code) == (404, 422, 409)
    assert (back, Diligence.objects.get().state) == ("underway", "accepted")
    assert "An institution says that this stops the candidacy" in page
    assert "拟跟投" in page
    assert paper.content == b"%PDF-1.7 books"
    assert "stops the candidacy" in listed
    assert client.post(office_at("_act", pk, number, 0, "accept")).status_code == 404
    assert client.get(office_at("_of", pk, 99)).status_code == 404
    assert browser(town.officer).get(office_at("", pk)).status_code == 404


def advance_to_reported(found):
    Diligence.objects.filter(pk=found.pk).update(state="reported")


def test_the_applicant_mends_and_another_verifies(desk, town):
    found = desk.begun()
    institution, applicant = browser(desk.person), browser(town.owner)
    add = at("diligence_add", found.pk, "points")
    said = {"words": "补齐证明", "due_on": "2099-01-01", "verifier": town.city.pk}
    same = institution.post(add, said | {"owner": town.city.pk})
    institution.post(add, said | {"owner": town.firm.pk})
    point = ActionPoint.objects.get()
    own = reverse("company:points", args=[desk.case.application_id])
    done = reverse("company:point_done", args=[desk.case.application_id, point.pk])

    shown = applicant.get(own).content.decode()
    wordless = applicant.post(done, {"words": ""})
    applicant.post(done, {"words": "已补齐"})
    office = browser(town.city_officer)
    seen = office.get(at("point", point.pk)).content.decode()
    unsaid = office.post(at("point_act", point.pk, "not-adequate"), {"words": ""})
    office.post(at("point_act", point.pk, "verify"), {"words": "属实"})

    point.refresh_from_db()
    assert "补齐证明" in shown
    assert "Not adequate yet" in seen
    assert (same.status_code, wordless.status_code, unsaid.status_code) == (422, 422, 422)
    assert (point.state, point.said) == ("verified", "已补齐")
    assert office.post(at("point_act", point.pk, "burn")).status_code == 404
    assert browser(town.jimo_officer).get(own).status_code == 404
    other = reverse("company:point_done", args=[desk.case.application_id, 0])
    assert applicant.post(other, {"words": "x"}).status_code == 404
    need = applicant.get(reverse("company:need", args=[desk.case.application_id]))
    assert own in need.content.decode()


def test_what_is_to_be_mended_is_due_when_its_day_is_over(desk, town):
    made = make_point(desk.begun(), mending=mending(desk), stamp=desk.theirs)

    tasks = todo(town.stamp(town.owner).actor, town.owner, at=NOON).tasks

    ends = datetime.combine(made.due_on + timedelta(days=1), time.min)
    dues = [one.due for one in tasks if one.kind == "point"]
    assert dues == [timezone.make_aware(ends)]


def test_links_in_notices_lead_to_the_page_that_suits(desk, town):
    found = desk.begun()
    point = make_point(found, mending=mending(desk), stamp=desk.theirs)
    go = f"/go/selection.diligence:{found.pk}"

    targets = [
        browser(desk.person).get(go)["Location"],
        browser(town.city_officer).get(go)["Location"],
        browser(town.owner).get(f"/go/selection.actionpoint:{point.pk}")["Location"],
        browser(desk.person).get(f"/go/selection.actionpoint:{point.pk}")["Location"],
    ]

    assert targets == [
        at("diligence", found.pk),
        office_at("_of", desk.programme.pk, desk.case.number),
        reverse("company:points", args=[desk.case.application_id]),
        at("point", point.pk),
    ]


def test_both_lists_ask_as_much_for_many_as_for_one(desk, town):
    desk.begun()
    client, office = browser(desk.person), browser(town.city_officer)
    one = queries_of(client, at("diligences"))
    first = queries_of(office, office_at("", desk.programme.pk))
    for _ in range(2):
        desk.case = candidacy(town, desk.programme, state="diligence")
        desk.begun()

    assert queries_of(client, at("diligences")) == one <= MOST
    assert queries_of(office, office_at("", desk.programme.pk)) == first <= 26
