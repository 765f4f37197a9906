"""Papers of a trial: the agreement and the closing report, to be printed and to be worked on."""

import io
from datetime import timedelta

import docx
import pytest
from django.urls import reverse

from citystage.stages.trials.actions.conclude_trial import Outcome, take_over
from citystage.stages.trials.actions.mind_incident import Happened, report_incident
from tests.conftest import NOON
from tests.trials.trying import row
from tests.web.bureau.people import browser

pytestmark = pytest.mark.usefixtures("english")


def at(view, *args):
    return reverse(f"trials:{view}", args=args)


def words(answer):
    """Every paragraph of a Word file."""
    return [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]


@pytest.fixture
def trial(tried):
    return tried.signed()


@pytest.fixture
def ended(tried, trial):
    tried.read(trial, row(value="240.5", site="A"), row(value="2", site="B"))
    happened = Happened(what="误报停机12分钟", at=NOON, back_to=None)
    late = tried.by(tried.blue_person, NOON + timedelta(hours=1))
    report_incident(trial, happened=happened, stamp=late)
    return take_over(
        trial,
        outcome=Outcome(words="连续达标", lessons="先看一周录像"),
        price=75_000_000,
        stamp=tried.by(tried.town.owner),
    )


def test_the_agreement_is_a_paper_in_both_kinds(trial, owner):
    pdf = owner.get(at("paper", trial.pk, 1, "pdf"))
    word = owner.get(at("paper", trial.pk, 1, "docx"))

    assert pdf.content.startswith(b"%PDF")
    told = words(word)
    assert told[0] == trial.title
    assert any("前湾港区三号堆场" in line for line in told)
    assert owner.get(at("paper", trial.pk, 1, "odt")).status_code == 404


def test_the_closing_report_says_what_was_agreed_measured_and_decided(ended, owner):
    pdf = owner.get(at("report", ended.pk, "pdf"))
    told = words(owner.get(at("report", ended.pk, "docx")))

    assert pdf.content.startswith(b"%PDF")
    assert told[0] == f"Closing report: {ended.title}"
    assert "连续达标" in told
    assert "At which it is taken over: CNY 750,000" in told
    assert "running time at least 240 h: measured 242.5 (reached)" in " ".join(told)
    assert any("误报停机12分钟" in line and "not judged yet" in line for line in told)
    assert any(line.startswith("2 readings") for line in told)
    assert "先看一周录像" in told


def test_the_report_leads_from_the_page_and_is_none_before_the_end(trial, tried, owner):
    assert owner.get(at("report", trial.pk, "pdf")).status_code == 404
    assert at("report", trial.pk, "pdf") not in owner.get(at("trial", trial.pk)).text

    take_over(trial, outcome=Outcome(words="达标"), price=None, stamp=tried.by(tried.town.owner))

    page = owner.get(at("trial", trial.pk)).text
    assert at("report", trial.pk, "pdf") in page
    assert at("report", trial.pk, "docx") in page
    assert owner.get(at("report", trial.pk, "txt")).status_code == 404
    assert browser(tried.red_person).get(at("report", trial.pk, "pdf")).status_code == 404


def test_a_taken_trial_leads_to_its_project(trial, tried, owner, blue, officer):
    begin = f"{reverse('projects:new')}?trial={trial.pk}"
    assert begin not in owner.get(at("trial", trial.pk)).text
    take_over(trial, outcome=Outcome(words="达标"), price=1, stamp=tried.by(tried.town.owner))

    for client in (owner, blue):
        assert begin in client.get(at("trial", trial.pk)).text
    made = owner.post(
        begin,
        {
            "title": "无人集卡落地",
            "supplier": tried.blue.name,
            "begun_on": "2026-11-21",
            "due_on": "2027-03-01",
            "about": "",
            "aims": "",
        },
    )
    assert made.status_code == 302
    for client in (owner, blue):
        page = client.get(at("trial", trial.pk)).text
        assert made["Location"] in page
        assert begin not in page
