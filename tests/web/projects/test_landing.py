"""Projects, clicked as people click them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citystage.stages.docking.models import Ask
from citystage.stages.projects.actions.mind_reports import plan_reports
from citystage.stages.projects.models import Evidence, Flag, Pattern, Payment, Project
from tests.conftest import HOUSE
from tests.docking import tracking
from tests.projects.landing import TODAY, jpeg
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

DAY = TODAY.isoformat()


def _at(name, *args):
    return reverse(f"projects:{name}", args=args)


def _step(client, project, name, **said):
    return client.post(_at("project_step", project.pk, name), said)


def _photo(**changes):
    known = {
        "title": "夜间作业",
        "happened_on": DAY,
        "paper": SimpleUploadedFile("现场.jpg", jpeg()),
        "words": "",
        "milestone": "",
    }
    return known | changes


def test_a_project_is_begun_from_a_scenario(landing, owner):
    address = _at("new") + f"?scenario={landing.scenario.number}"
    assert "港区无人集卡水平运输" in owner.get(address).text
    said = {
        "title": "一期",
        "supplier": "示例机器人公司",
        "begun_on": DAY,
        "due_on": (TODAY - timedelta(days=1)).isoformat(),
        "about": "",
        "aims": "装机\n运行三个月",
    }
    wrong = owner.post(address, said)
    done = owner.post(address, said | {"due_on": (TODAY + timedelta(days=90)).isoformat()})

    project = Project.objects.get()
    assert (wrong.status_code, done["Location"]) == (422, _at("project", project.pk))
    assert [one.title for one in project.milestones.all()] == ["装机", "运行三个月"]
    assert project.supplier == landing.maker
    assert "Number of the scenario" in owner.get(_at("new")).text


def test_strangers_find_nothing(landing, owner):
    project = landing.begin()

    assert browser(landing.town.jimo_officer).get(_at("project", project.pk)).status_code == 404
    assert browser(landing.town.person("nobody")).get(_at("list")).status_code == 404
    assert owner.get(_at("new") + "?trial=999").status_code == 404
    assert owner.get(_at("new") + "?agreement=x").status_code == 404
    assert owner.get(_at("add_evidence", project.pk, "video")).status_code == 404
    assert _step(owner, project, "jump").status_code == 404


def test_milestones_photo_acceptance_by_both_landed(landing, owner, maker):
    project = landing.begin()
    milestone = project.milestones.get()
    page = _at("milestone", project.pk, milestone.pk)
    added = maker.post(
        _at("add_evidence", project.pk, "photo"), _photo(milestone=str(milestone.pk))
    )
    evidence = Evidence.objects.get()
    assert added["Location"] == _at("evidence", project.pk, evidence.pk)
    assert maker.get(_at("evidence_file", project.pk, evidence.pk))["Content-Type"] == "image/jpeg"
    assert "夜间作业" in owner.get(added["Location"]).text

    judge = _at("milestone_step", project.pk, milestone.pk, "judge")
    low = owner.post(judge, {"standing": "met", "actual": "900", "version": 1, "words": ""})
    assert (low.status_code, "does not reach" in low.text) == (422, True)
    met = owner.post(judge, {"standing": "met", "actual": "1000", "version": 1, "words": ""})
    assert met["Location"] == page
    stale = owner.post(judge, {"standing": "met", "actual": "1000", "version": 1, "words": ""})
    assert stale.status_code == 409

    assert _step(maker, project, "ask").status_code == 302
    assert "Sign the acceptance" in owner.get(_at("project", project.pk)).text
    assert _step(owner, project, "accept", words="").status_code == 302
    assert _step(owner, project, "accept", words="").status_code in {403, 409}
    assert _step(maker, project, "accept", words="同意").status_code == 302
    project.refresh_from_db()
    assert project.state == "landed"
    assert _step(owner, project, "pattern")["Location"] == _at(
        "write_pattern", Pattern.objects.get().pk
    )


def test_a_photo_that_is_none_is_refused_with_what_was_typed(landing, maker):
    project = landing.begin()
    sent = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nbroken")

    page = maker.post(_at("add_evidence", project.pk, "photo"), _photo(paper=sent))
    assert (page.status_code, "cannot be read" in page.text) == (422, True)
    assert "夜间作业" in page.text


def test_a_series_is_uploaded_typed_and_drawn(landing, maker):
    project = landing.begin()
    address = _at("add_evidence", project.pk, "series")
    said = {"title": "里程", "happened_on": DAY, "unit": "公里", "milestone": "", "words": ""}
    empty = maker.post(address, said | {"readings": ""})
    assert empty.status_code == 422

    table = SimpleUploadedFile(
        "读数.csv", "时间,数值\n2026-11-01,1\n2026-11-02,3\n".encode("gb18030")
    )
    maker.post(address, said | {"readings": "", "table": table})
    maker.post(address, said | {"readings": "2026-11-01, 1\n2026-11-02, 5"})
    first, second = Evidence.objects.order_by("pk")
    assert [one[1] for one in first.points] == [1.0, 3.0]
    page = maker.get(_at("evidence", project.pk, second.pk)).text
    assert "<polyline" in page
    assert maker.get(_at("evidence_file", project.pk, second.pk)).status_code == 404


def test_third_party_reports_and_files_are_kept_to_be_taken_along(landing, maker):
    project = landing.begin()
    paper = SimpleUploadedFile("检测.pdf", b"%PDF-1.7 x")
    known = _photo(paper=paper, author="检测中心")
    maker.post(_at("add_evidence", project.pk, "report"), known)

    sent = maker.get(_at("evidence_file", project.pk, Evidence.objects.get().pk))
    assert sent["Content-Disposition"].startswith("attachment")


def test_withdrawing_evidence_shows_its_reason(landing, owner):
    project = landing.landed()
    evidence = project.evidence.get()
    step = _at("evidence_step", project.pk, evidence.pk, "withdraw")

    assert owner.post(step, {"reason": ""}).status_code == 422
    owner.post(step, {"reason": "照片有误"})
    page = owner.get(_at("project", project.pk)).text
    assert (page.count("照片有误") >= 2, "under way" in page) == (True, True)


def test_amounts_are_noted_and_taken_back(landing, owner):
    project = landing.begin()
    paper = SimpleUploadedFile("合同.pdf", b"%PDF-1.7 x")
    said = {"kind": "agreed", "amount": "120", "on_day": DAY, "words": "合同"}
    _step(owner, project, "pay", **said, paper=paper)
    payment = Payment.objects.get()

    assert (payment.amount, payment.name) == (120_000_000, "合同.pdf")
    assert owner.get(_at("payment_file", project.pk, payment.pk)).status_code == 200
    assert "CNY 1.2 m" in owner.get(_at("payment", project.pk, payment.pk)).text
    back = owner.post(_at("payment_step", project.pk, payment.pk, "withdraw"), {"reason": "错"})
    assert back["Location"] == _at("project", project.pk)
    assert _step(owner, project, "pay", kind="paid", amount="", on_day=DAY).status_code == 422


def test_a_flag_becomes_an_ask_and_is_closed(landing, owner):
    tracking.routes(landing.town, ("road", "", "transport"))
    project = landing.begin()
    said = {"kind": "help", "title": "夜间占道", "words": "需许可", "ask_kind": "road"}
    _step(owner, project, "flag", **said)
    flag = Flag.objects.get()

    assert (
        reverse("docking:ask", args=[Ask.objects.get().pk])
        in owner.get(_at("project", project.pk)).text
    )
    owner.get(_at("flag", project.pk, flag.pk))
    owner.post(_at("flag_step", project.pk, flag.pk, "withdraw"), {"reason": "已获许可"})
    flag.refresh_from_db()
    assert flag.reason == "已获许可"


def test_a_report_is_written_outrun_and_handed_in(landing, owner, maker):
    project = landing.begin(begun_on=TODAY - timedelta(days=130))
    plan_reports(landing.town.city, stamp=HOUSE)
    report = project.reports.order_by("since")[0]
    page = _at("report", project.pk, report.pk)
    assert "overdue" in owner.get(_at("project", project.pk)).text
    assert "overdue" in owner.get(page).text

    def send(client, name, text, version):
        return client.post(
            _at("report_step", project.pk, report.pk, name), {"done": text, "version": version}
        )

    assert send(owner, "save", "装机", 0).status_code == 302
    outrun = send(maker, "save", "别的", 0)
    assert (outrun.status_code, "别的" in outrun.text, "装机" in outrun.text) == (422, True, True)
    assert send(owner, "submit", "", 1).status_code == 422
    assert send(owner, "submit", "装机四台", 1).status_code == 302
    assert "装机四台" in maker.get(page).text


def test_a_report_is_left_out_and_asked_for(landing, owner):
    project = landing.begin()
    plan_reports(landing.town.city, stamp=HOUSE)
    report = project.reports.get()

    assert (
        owner.post(_at("report_step", project.pk, report.pk, "skip"), {"reason": ""}).status_code
        == 422
    )
    owner.post(_at("report_step", project.pk, report.pk, "skip"), {"reason": "停工"})
    officer = browser(landing.town.officer)
    officer.post(_at("report_step", project.pk, report.pk, "demand"), {"reason": "补报"})
    report.refresh_from_db()
    assert (report.state, report.reason) == ("open", "补报")


def test_closed_honestly_and_found_by_its_reason(landing, owner, city):
    project = landing.begin()
    assert _step(owner, project, "fail", reason=" ").status_code == 422
    _step(owner, project, "fail", reason="雨雾天识别率不足")

    found = city.get(_at("lessons") + "?q=识别率").text
    assert (
        "雨雾天识别率不足" in found,
        "Nothing found" in city.get(_at("lessons") + "?q=z").text,
    ) == (
        True,
        True,
    )
    assert "did not work" in owner.get(_at("project", project.pk)).text


def test_a_milestone_is_set_changed_and_cancelled_projects_say_why(landing, owner):
    project = landing.begin()
    said = {"title": "培训", "due_on": DAY, "unit": "", "baseline": "", "target": ""}
    _step(owner, project, "milestone", **said)
    second = project.milestones.get(title="培训")
    assert second.essential is False
    change = _at("milestone_step", project.pk, second.pk, "change")
    owner.post(change, said | {"title": "两轮培训", "reason": "增加一轮", "version": 1})
    second.refresh_from_db()
    assert second.title == "两轮培训"

    _step(owner, project, "cancel", reason="预算取消")
    assert "预算取消" in owner.get(_at("project", project.pk)).text


def test_an_acceptance_is_sent_back(landing, maker):
    project = landing.accepting()
    _step(maker, project, "return", reason="缺记录")

    project.refresh_from_db()
    assert (project.state, project.reason) == ("running", "缺记录")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl"])
def test_the_list_is_taken_along(landing, owner, kind):
    landing.begin()

    assert owner.get(_at("export", kind) + "?state=running&sort=due").status_code == 200
    assert owner.get(_at("export", "exe")).status_code == 404


def test_the_list_is_cut_and_says_what_is_missing(landing, owner):
    assert "No project yet" in owner.get(_at("list")).text
    landing.begin(due_on=TODAY - timedelta(days=1))

    assert "past its date" in owner.get(_at("list") + "?mark=late&sort=amount").text
    assert "No project matches" in owner.get(_at("list") + "?state=landed&q=x").text


def test_lists_and_pages_cost_the_same_at_one_and_three_rows(landing, owner):
    first = landing.begin()
    landing.photo(first)
    one, page = queries_of(owner, _at("list")), queries_of(owner, _at("project", first.pk))
    for number in range(2):
        landing.photo(landing.begin(title=f"第{number}期"))
        landing.photo(first)

    assert queries_of(owner, _at("list")) == one
    assert queries_of(owner, _at("project", first.pk)) == page


def test_what_waits_stands_on_my_work(landing, maker):
    project = landing.accepting()

    assert _at("project", project.pk) in maker.get(reverse("work:home")).text
    gone = maker.get(reverse("shell:go", args=[f"projects.project:{project.pk}"]))
    assert gone["Location"] == _at("project", project.pk)
