"""The lab's own side in the browser: what is asked, reports, needs, entries, renewal."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.actions.decide_round import apply_round
from citystage.stages.evaluation.actions.open_round import open_round
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.models import Assessment, Need, Paper, Record, Renewal, Report
from tests.conftest import HOUSE
from tests.evaluation import building
from tests.web.company.conftest import signed_in
from tests.web.queries import MOST, queries_of


@pytest.fixture
def made(town):
    building.ruled(town)
    return building.lab(town)


@pytest.fixture
def person(town, made):
    return building.member(town)


@pytest.fixture
def browser(person):
    return signed_in(person)


@pytest.fixture
def report(town, made):
    plan_reports(town.city, stamp=HOUSE)
    return Report.objects.get(since=date(2025, 1, 1))


def text_of(answer):
    return answer.content.decode()


def at(view, *numbers):
    return reverse(f"company:{view}", args=numbers)


def test_own_labs_and_nobody_elses(town, made, browser):
    building.lab(town, "别家实验室", builder=building.other_firm(town))

    text = text_of(browser.get("/company/labs/"))

    assert made.name in text
    assert "别家实验室" not in text
    other = Lab.objects.get(name="别家实验室")
    assert browser.get(at("lab", other.pk)).status_code == 404
    assert signed_in(town.clerk).get("/company/labs/").status_code == 404


def test_the_empty_list_teaches(town):
    member = building.member(town, "lonely")

    assert "Nothing of yours is recognised yet" in text_of(signed_in(member).get("/company/labs/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(town, made, browser, number):
    for n in range(1, number):
        building.lab(town, f"实验室{n}")

    assert queries_of(browser, "/company/labs/") <= MOST - 4


def test_the_page_says_what_is_asked_and_how_late(made, report, browser):
    text = text_of(browser.get(at("lab", made.pk)))

    assert "The report for 2025 is 235 days late" in text
    assert "The report for 2026 is due by 31 Mar 2027" in text


def test_a_report_is_drafted_and_handed_in(made, report, browser):
    address = at("lab_report", made.pk, report.pk)
    kept = browser.post(
        at("lab_report_keep", made.pk, report.pk),
        {"answer-done": "进展", "_version": "0"},
        headers={"HX-Request": "true"},
    )
    assert "Saved at" in text_of(kept)
    stale = browser.post(address, {"answer-done": "旧页", "_version": "0", "do": "save"})
    assert (stale.status_code, "旧页" in text_of(stale)) == (409, True)
    wrong = browser.post(
        address, {"answer-done": "进展", "answer-scenes": "很多", "_version": "1", "do": "submit"}
    )
    assert (wrong.status_code, "A number of zero or more" in text_of(wrong)) == (422, True)

    done = browser.post(
        address, {"answer-done": "进展", "answer-scenes": "3", "_version": "1", "do": "submit"}
    )

    report.refresh_from_db()
    assert (done.status_code, report.state) == (302, "submitted")
    shown = text_of(browser.get(address))
    assert "235 days late" in shown
    assert "Hand in the report" not in shown


def test_an_autosave_that_cannot_be_taken_says_which_field(made, report, browser):
    address = at("lab_report_keep", made.pk, report.pk)

    by_script = {"HX-Request": "true"}
    sent = {"answer-scenes": "很多", "_version": "0"}
    wrong = browser.post(address, sent, headers=by_script)
    outrun = browser.post(address, {"answer-done": "一", "_version": "7"}, headers=by_script)

    assert (wrong.status_code, outrun.status_code) == (422, 409)
    assert "Scenes" in text_of(wrong)


def test_one_asks_to_leave_a_report_out(made, report, browser):
    address = at("lab_report_skip", made.pk, report.pk)

    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "停产检修。"}).status_code == 302
    text = text_of(browser.get(at("lab_report", made.pk, report.pk)))
    assert "You asked to leave it out" in text


def test_a_need_is_entered_and_met(made, browser):
    assert browser.post(at("lab_need_new", made.pk), {"title": ""}).status_code == 422
    sent = {"title": "需要夜间场地", "kind": "scene", "public": "on"}
    assert browser.post(at("lab_need_new", made.pk), sent).status_code == 302
    need = Need.objects.get()

    assert browser.post(at("lab_need", made.pk, need.pk), {"do": "meet"}).status_code == 422
    assert browser.post(at("lab_need", made.pk, need.pk), {"do": "x"}).status_code == 404
    done = browser.post(at("lab_need", made.pk, need.pk), {"do": "meet", "reason": "已开放。"})

    need.refresh_from_db()
    assert (done.status_code, need.state, need.public) == (302, "met", True)


def test_financing_is_entered_put_right_and_struck_out(made, browser):
    address = at("lab_record_new", made.pk, "financing")
    sent = {
        "title": "A轮",
        "round": "a",
        "amount": "3500",
        "since": "2026-03-01",
        "shown": "fact",
        "partner": "示例基金",
    }
    assert browser.get(address).status_code == 200
    assert browser.post(address, sent | {"amount": "面议"}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    record = Record.objects.get()
    assert (record.amount, record.shown) == (3_500_000_000, "fact")

    edit = at("lab_record", made.pk, record.pk)
    assert 'value="3500"' in text_of(browser.get(edit))
    assert browser.post(edit, sent | {"_version": "1", "amount": "0.4亿元"}).status_code == 302
    assert browser.post(edit, sent | {"_version": "1"}).status_code == 409
    public = text_of(browser.get(reverse("public:lab", args=[made.pk])))
    assert "round A" in public
    assert "示例基金" not in public
    strike = at("lab_record_strike", made.pk, record.pk)
    assert browser.post(strike, {"reason": ""}).status_code == 422
    assert browser.post(strike, {"reason": "重复。"}).status_code == 302
    assert browser.get(edit).status_code == 404
    assert "round A" not in text_of(browser.get(reverse("public:lab", args=[made.pk])))


@pytest.mark.parametrize("kind", ["trial", "service"])
def test_trials_and_services_are_entered(made, browser, kind):
    address = at("lab_record_new", made.pk, kind)
    sent = {"title": "港区试点", "since": "2026-05-01", "shown": "full", "outcome": "passed"}

    assert browser.post(address, sent | {"last": "2026-04-01"}).status_code in {302, 422}
    browser.post(address, sent | {"last": "2026-06-30"})

    assert Record.objects.filter(kind=kind, title="港区试点").exists()
    assert "港区试点" in text_of(browser.get(reverse("public:lab", args=[made.pk])))
    assert browser.get(at("lab_record_new", made.pk, "gift")).status_code == 404


def test_renewal_is_asked_in_time_and_taken_back(made, browser):
    assert "Renewal can be asked for from 2026-12-03 on." in text_of(
        browser.get(at("lab", made.pk))
    )
    Label.objects.update(until=date(2027, 1, 1))

    assert browser.post(at("lab_renew", made.pk), {"words": ""}).status_code == 422
    assert browser.post(at("lab_renew", made.pk), {"words": "继续验证。"}).status_code == 302
    asked = Renewal.objects.get()
    browser.post(at("lab_renew_back", made.pk, asked.pk))

    asked.refresh_from_db()
    assert asked.state == "taken_back"


def test_a_proof_is_handed_in_with_a_file(town, made, browser):
    round_ = building.opened(town, made)
    building.scored(town, round_)
    building.proposed(town, round_, "improve", date(2027, 2, 1), reason="请补第三方检测。")
    apply_round(round_, stamp=town.stamp(town.city_officer))
    one = Assessment.objects.get()
    address = at("lab_improvement", made.pk, one.pk)
    assert "请补第三方检测。" in text_of(browser.get(at("lab", made.pk)))

    assert browser.post(address, {"words": ""}).status_code == 422
    bad = SimpleUploadedFile("a.pdf", b"MZ")
    assert browser.post(address, {"words": "已补。", "file": bad}).status_code == 422
    good = SimpleUploadedFile("检测.pdf", b"%PDF-1.7")
    assert browser.post(address, {"words": "已补。", "file": good}).status_code == 302

    one.refresh_from_db()
    assert one.state == "proved"
    answer = browser.get(at("lab_paper", made.pk, one.pk, Paper.objects.get().pk))
    assert answer.content == b"%PDF-1.7"
    assert browser.post(address, {"words": "再次。"}).status_code in {403, 409}


def test_the_lab_does_not_see_what_is_only_proposed(town, made, browser):
    prepared = building.prepared(town, made)
    assert prepared.title not in text_of(browser.get(at("lab", made.pk)))
    open_round(prepared, stamp=town.stamp(town.city_officer))
    building.proposed(town, prepared, "withdraw", reason="长期未开展。")

    text = text_of(browser.get(at("lab", made.pk)))

    assert prepared.title in text
    assert "长期未开展。" not in text


def test_my_work_shows_what_is_due(made, report, browser):
    text = text_of(browser.get("/work/"))

    assert reverse("company:lab_report", args=[made.pk, report.pk]) in text


def test_a_lab_has_a_profile_of_its_own_of_what_fits_it(town, made, browser):
    Lab.objects.filter(pk=made.pk).update(needs="（示例）需要港区夜间试验场地")
    other = building.lab(town, "别家实验室", builder=building.other_firm(town))
    new = at("new_profile")

    assert f"{new}?lab={made.pk}" in text_of(browser.get(at("lab", made.pk)))
    form = text_of(browser.get(f"{new}?lab={made.pk}"))

    assert made.name in form
    assert "需要港区夜间试验场地" in form
    assert browser.get(f"{new}?lab={other.pk}").status_code == 404
    assert browser.get(f"{new}?lab=x").status_code == 200
