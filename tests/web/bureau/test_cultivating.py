"""The office's side in the browser: list with white spots, decisions at a lab, assessments."""

from datetime import date

import pytest
from django.urls import reverse

from citystage.foundation.access.roles import Role
from citystage.stages.catalogue.models import Lab, Label
from citystage.stages.evaluation.actions.decide_round import apply_round
from citystage.stages.evaluation.actions.improve import give_proof
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.renew_term import ask_renewal
from citystage.stages.evaluation.actions.settle_report import ask_skip
from citystage.stages.evaluation.actions.write_report import submit_report
from citystage.stages.evaluation.models import Assessment, Record, Report, Round, Sheet
from tests.conftest import HOUSE
from tests.evaluation import building
from tests.web.company.conftest import _noon as _noon  # noqa: PLC0414 -- the clock stands still
from tests.web.company.conftest import signed_in
from tests.web.queries import queries_of


@pytest.fixture
def made(town):
    building.ruled(town)
    return building.lab(town)


@pytest.fixture
def person(town, made):
    return building.member(town)


@pytest.fixture
def browser(town):
    return signed_in(town.city_officer)


@pytest.fixture
def report(town, made, person):
    plan_reports(town.city, stamp=HOUSE)
    return Report.objects.get(since=date(2025, 1, 1))


def text_of(answer):
    return answer.content.decode()


def at(view, *numbers):
    return reverse(f"bureau:{view}", args=numbers)


def names(browser, **asked):
    page = browser.get(at("cultivating"), asked)
    return [one.name for one in page.context["page"]]


def test_the_list_is_cut_by_what_is_asked(town, made, report, browser):
    late = building.lab(
        town, "第二实验室", since=date(2026, 5, 1), until=date(2027, 2, 1),
        builder=building.other_firm(town),
    )  # fmt: skip
    Lab.objects.filter(pk=late.pk).update(batch=2, district=town.jimo)

    assert names(browser) == ["第二实验室", "示例实验室"]
    assert names(browser, report="overdue") == ["示例实验室"]
    assert names(browser, report="none") == ["第二实验室"]
    assert names(browser, district="jimo") == ["第二实验室"]
    assert names(browser, batch="1", field="port") == ["示例实验室"]
    assert names(browser, end="90") == ["第二实验室"]
    assert names(browser, spot="ending") == ["第二实验室"]
    assert names(browser, spot="no_report", sort="name") == ["示例实验室", "第二实验室"]
    assert names(browser, spot="unassessed", outcome="none", q="示例") == ["示例实验室"]
    assert names(browser, standing="withdrawn") == []
    assert names(browser, sort="end") == ["第二实验室", "示例实验室"]
    assert names(browser, batch="x", report="x", spot="x", end="x")[0] == "第二实验室"


def test_a_district_sees_its_own_labs_and_decides_nothing(town, made, report):
    browser = signed_in(town.officer)

    assert names(browser) == ["示例实验室"]
    assert names(signed_in(town.jimo_officer)) == []
    page = text_of(browser.get(at("followed", made.pk)))
    assert "Enter a need" not in page
    assert browser.get(at("assessments")).status_code == 404
    assert signed_in(town.jimo_officer).get(at("followed", made.pk)).status_code == 404
    assert signed_in(town.owner).get(at("cultivating")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(town, made, browser, number):
    for n in range(1, number):
        building.lab(town, f"实验室{n}")

    assert queries_of(browser, at("cultivating")) <= 14


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl"])
def test_what_one_sees_is_taken_along(made, report, browser, kind):
    answer = browser.get(at("followed_export", kind), {"report": "overdue"})

    assert answer.status_code == 200
    assert browser.get(at("followed_export", "pdf")).status_code == 404
    if kind == "jsonl":
        assert "示例实验室" in text_of(answer)


def test_the_office_reads_a_report_only_once_it_is_in(town, made, report, person, browser):
    address = at("followed_report", made.pk, report.pk)
    report.answers = {"done": "草稿内容"}
    report.save()
    assert "草稿内容" not in text_of(browser.get(address))

    submit_report(report, answers=building.WHOLE, version=0, stamp=town.stamp(person))
    assert "完成两项验证。" in text_of(browser.get(address))
    back = at("followed_report_back", made.pk, report.pk)
    assert browser.post(back, {"reason": ""}).status_code == 422
    assert browser.post(back, {"reason": "请补数据。"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "open"


@pytest.mark.parametrize(("do", "state"), [("accept", "skipped"), ("refuse", "open")])
def test_a_skip_is_decided(  # noqa: PLR0913, PLR0917 -- fixtures
    town, made, report, person, browser, do, state
):
    ask_skip(report, reason="停产检修。", stamp=town.stamp(person))
    address = at("followed_skip", made.pk, report.pk)
    assert "停产检修。" in text_of(browser.get(at("followed", made.pk)))
    assert at("followed", made.pk) in text_of(browser.get("/work/"))

    assert browser.post(address, {"do": do, "reason": ""}).status_code == 422
    assert browser.post(address, {"do": "x", "reason": "一"}).status_code == 404
    browser.post(address, {"do": do, "reason": "情况属实。"})

    report.refresh_from_db()
    assert report.state == state


@pytest.mark.parametrize(("verb", "state"), [("grant", "granted"), ("refuse", "refused")])
def test_a_renewal_is_decided(  # noqa: PLR0913, PLR0917 -- fixtures
    town, made, person, browser, verb, state
):
    Label.objects.update(until=date(2027, 1, 1))
    asked = ask_renewal(made, words="继续验证。", stamp=town.stamp(person))
    address = at("followed_renewal", made.pk, asked.pk, verb)
    page = text_of(browser.get(at("followed", made.pk)))
    assert 'value="2030-01-01"' in page

    wrong = browser.post(address, {"until": "2026-12-31", "reason": ""})
    assert wrong.status_code == 422
    browser.post(address, {"until": "2030-01-01", "reason": "成效明显。"})

    asked.refresh_from_db()
    assert asked.state == state
    assert browser.post(at("followed_renewal", made.pk, asked.pk, "x")).status_code == 404


def test_the_office_enters_a_service(made, browser):
    address = at("followed_record_new", made.pk, "service")
    page = text_of(browser.get(address))
    assert "What the public sees" not in page

    browser.post(address, {"title": "组织对接", "since": "2026-06-01"})

    record = Record.objects.get()
    assert record.shown == "hidden"
    edit = at("followed_record", made.pk, record.pk)
    browser.post(edit, {"title": "组织专场对接", "since": "2026-06-01", "_version": "1"})
    record.refresh_from_db()
    assert record.title == "组织专场对接"
    strike = at("followed_record_strike", made.pk, record.pk)
    assert browser.post(strike, {"reason": "重复"}).status_code == 302


def test_the_office_enters_a_need(made, browser):
    assert browser.post(at("followed_need_new", made.pk), {}).status_code == 422
    sent = {"title": "需要夜间场地", "kind": "scene"}
    browser.post(at("followed_need_new", made.pk), sent)
    page = text_of(browser.get(at("followed", made.pk)))

    assert "需要夜间场地" in page


def test_an_assessment_goes_from_its_title_to_its_effect(town, made, person, browser):
    free = building.experts(town, 2)
    assert "No assessment yet" in text_of(browser.get(at("assessments")))
    assert browser.post(at("assessments"), {"title": ""}).status_code == 422
    browser.post(at("assessments"), {"title": "2026年度评估"})
    round_ = Round.objects.get()
    address = at("assessment", round_.pk)
    assert made.name in text_of(browser.get(address))
    choose = at("assessment_choose", round_.pk)
    people = [str(one.user_id) for one in free]
    browser.post(choose, {"lab": [str(made.pk)], "person": people, "do": "keep"})
    browser.post(choose, {"lab": [str(made.pk)], "person": people, "do": "open"})
    building.scored(town, round_)
    one = Assessment.objects.get()
    page = text_of(browser.get(address))
    assert "80.0" in page
    assert "Let them take effect" not in page

    propose = at("assessment_propose", round_.pk, one.pk)
    bad = browser.post(propose, {"outcome": "improve", "reason": "缺数据。", "_version": "1"})
    past = {"outcome": "improve", "reason": "缺。", "improve_by": "2020-01-01", "_version": "1"}
    assert (bad.status_code, browser.post(propose, past).status_code) == (422, 422)
    sent = {"outcome": "keep", "reason": "成效明显。", "_version": "1"}
    assert browser.post(propose, sent).status_code == 302
    assert browser.post(propose, sent).status_code == 409
    assert "keeps its recognition. Reason: 成效明显。" in text_of(browser.get(address))
    browser.post(at("assessment_finish", round_.pk, "apply"))

    one.refresh_from_db()
    assert one.state == "kept"
    assert browser.get(at("assessments")).status_code == 200
    assert browser.post(at("assessment_finish", round_.pk, "x")).status_code == 404


def test_an_assessor_is_kept_away_and_the_round_is_cancelled(town, made, browser):
    round_ = building.opened(town, made)
    sheet = Sheet.objects.first()
    address = at("assessment_bar", round_.pk, sheet.pk)

    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "另有合作。"}).status_code == 302
    cancel = at("assessment_finish", round_.pk, "cancel")
    assert browser.post(cancel, {"reason": ""}).status_code == 422
    assert browser.post(cancel, {"reason": "办法调整。"}).status_code == 302

    sheet.refresh_from_db()
    assert (sheet.state, Round.objects.get().state) == ("barred", "cancelled")
    assert browser.get(at("assessment", round_.pk)).status_code == 200


def test_the_second_look_is_in_effect_at_once(town, made, person, browser):
    round_ = building.opened(town, made)
    building.scored(town, round_)
    building.proposed(town, round_, "improve", date(2027, 2, 1))
    apply_round(round_, stamp=town.stamp(town.city_officer))
    one = Assessment.objects.get()
    give_proof(one, words="已补测。", files=[], stamp=town.stamp(person))
    assert "已补测。" in text_of(browser.get(at("followed", made.pk)))
    address = at("followed_look", made.pk, one.pk)

    assert browser.post(address, {"outcome": "improve", "reason": "一"}).status_code == 422
    past = {"outcome": "improve", "reason": "一", "improve_by": "2020-01-01"}
    assert browser.post(address, past).status_code == 422
    browser.post(address, {"outcome": "withdraw", "reason": "证明不实。"})

    one.refresh_from_db()
    assert one.state == "withdrawn"
    code = building.label_of(made).code
    assert "证明不实。" in text_of(browser.get(reverse("public:verify_label", args=[code])))


def test_links_in_notices_lead_to_the_side_of_whoever_asks(town, made, report, person, browser):
    own = signed_in(person)

    assert own.get(f"/go/evaluation.report:{report.pk}")["Location"] == reverse(
        "company:lab_report", args=[made.pk, report.pk]
    )
    assert browser.get(f"/go/evaluation.report:{report.pk}")["Location"] == at(
        "followed_report", made.pk, report.pk
    )
    round_ = building.opened(town, made)
    expert = signed_in(round_.assessors.first().user)
    assert expert.get(f"/go/evaluation.round:{round_.pk}")["Location"] == "/expert/assessments/"
    assert browser.get(f"/go/evaluation.round:{round_.pk}")["Location"] == at(
        "assessment", round_.pk
    )
    assessment = Assessment.objects.get()
    assert own.get(f"/go/evaluation.assessment:{assessment.pk}")["Location"] == reverse(
        "company:lab", args=[made.pk]
    )


def test_an_officer_in_conflict_is_told_so(town, made, report, person, browser):
    ask_skip(report, reason="停产检修。", stamp=town.stamp(person))
    town.city_officer.grants.create(role=Role.COMPANY_MEMBER, unit=town.firm)

    page = text_of(browser.get(at("followed", made.pk)))

    assert "You have a conflict of interest with this lab" in page
    assert "Agree that it is left out" not in page


def test_a_notice_on_a_lab_leads_its_own_people_to_their_side(made, person, browser):
    own = signed_in(person)

    assert own.get(f"/go/catalogue.lab:{made.pk}")["Location"] == reverse(
        "company:lab", args=[made.pk]
    )
    assert browser.get(f"/go/catalogue.lab:{made.pk}")["Location"] == reverse(
        "public:lab", args=[made.pk]
    )
