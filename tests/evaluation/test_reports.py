"""Reports: planned by the terms, drafted, handed in late, left out, sent back, reminded of."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.actions.label import withdraw_label
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.remind_labs import remind_labs
from citystage.stages.evaluation.actions.settle_report import (
    accept_skip,
    ask_skip,
    refuse_skip,
    send_back,
)
from citystage.stages.evaluation.actions.write_report import save_report, submit_report
from citystage.stages.evaluation.answering import BadAnswers
from citystage.stages.evaluation.jobs import follow_labs
from citystage.stages.evaluation.keeping import NoReason, Outrun
from citystage.stages.evaluation.models import Report
from tests.conftest import HOUSE, NOON
from tests.evaluation.building import WHOLE, at, lab, label_of, member, ruled


@pytest.fixture
def made(town):
    ruled(town)
    return lab(town)


@pytest.fixture
def person(town, made):
    return member(town)


@pytest.fixture
def report(town, made, person):
    """The report of 2025, overdue by far at NOON."""
    plan_reports(town.city, stamp=HOUSE)
    return Report.objects.get(since=date(2025, 1, 1))


def test_reports_are_planned_once_and_the_lab_is_told(town, made, person):
    assert plan_reports(town.city, stamp=HOUSE) == 2
    assert plan_reports(town.city, stamp=HOUSE) == 0

    periods = [one.period for one in Report.objects.order_by("since")]
    assert periods == ["2025", "2026"]
    told = Notice.objects.filter(person=person, template__contains="can be written")
    assert told.count() == 2


def test_a_city_without_terms_asks_nothing(town):
    lab(town)

    assert (plan_reports(town.city, stamp=HOUSE), remind_labs(town.city, stamp=HOUSE)) == (0, 0)


def test_a_withdrawn_recognition_asks_no_more(town, made, report):
    withdraw_label(label_of(made), reason="停办。", stamp=town.stamp(town.city_officer))

    assert set(Report.objects.values_list("state", flat=True)) == {"closed"}
    assert plan_reports(town.city, stamp=replace(HOUSE, at=at(2027, 12, 1))) == 0


def test_a_draft_is_kept_and_two_writers_meet(town, person, report):
    stamp = town.stamp(person)

    saved = save_report(report, answers={"done": " 进展 ", "x": "y"}, version=0, stamp=stamp)

    assert (saved.answers, saved.version) == ({"done": "进展"}, 1)
    with pytest.raises(Outrun):
        save_report(report, answers={"done": "别的"}, version=0, stamp=stamp)


@pytest.mark.parametrize("number", ["三", "-1", "1e999", "NaN", "9" * 13, "２"])
def test_a_number_is_a_number(town, person, report, number):
    with pytest.raises(BadAnswers) as refused:
        save_report(report, answers={"scenes": number}, version=0, stamp=town.stamp(person))

    assert set(refused.value.errors) == {"scenes"}


def test_what_is_not_whole_stays_a_draft(town, person, report):
    with pytest.raises(BadAnswers) as refused:
        submit_report(report, answers={"done": "进展"}, version=0, stamp=town.stamp(person))

    assert set(refused.value.errors) == {"scenes"}
    report.refresh_from_db()
    assert (report.state, report.answers) == ("open", {})


def test_a_late_report_is_taken_and_its_days_are_counted(town, person, report):
    stamp = town.stamp(person, at=at(2026, 4, 1, 0))

    submit_report(report, answers=WHOLE, version=0, stamp=stamp)

    report.refresh_from_db()
    assert (report.state, report.late(NOON)) == ("submitted", 1)
    assert Entry.objects.get(verb="evaluation.report.submitted").payload["late"] == 1
    assert Notice.objects.filter(person=town.city_officer, template__contains="handed in").exists()


def test_in_the_last_moment_it_is_not_late(town, person, report):
    moment = at(2026, 4, 1, 0) - timedelta(microseconds=1)

    submit_report(report, answers=WHOLE, version=0, stamp=town.stamp(person, at=moment))

    report.refresh_from_db()
    assert report.late(NOON) == 0
    assert report.due_on == date(2026, 3, 31)


def test_it_is_handed_in_once(town, person, report):
    stamp = town.stamp(person)
    submit_report(report, answers=WHOLE, version=0, stamp=stamp)

    with pytest.raises(NotAllowed):
        submit_report(report, answers=WHOLE, version=1, stamp=stamp)


def test_only_the_lab_writes_and_only_the_office_settles(town, person, report):
    with pytest.raises(NotAllowed):
        save_report(report, answers={}, version=0, stamp=town.stamp(town.city_officer))
    ask_skip(report, reason="停产检修。", stamp=town.stamp(person))
    for somebody in (person, town.officer):
        with pytest.raises(NotAllowed):
            accept_skip(report, reason="可以。", stamp=town.stamp(somebody))


def test_a_report_is_left_out_when_the_office_agrees(town, person, report):
    with pytest.raises(NoReason):
        ask_skip(report, reason=" ", stamp=town.stamp(person))
    ask_skip(report, reason="停产检修。", stamp=town.stamp(person))
    accept_skip(report, reason="情况属实。", stamp=town.stamp(town.city_officer))

    report.refresh_from_db()
    assert (report.state, report.reason, report.late(NOON)) == ("skipped", "情况属实。", 0)
    with pytest.raises(WrongState):
        refuse_skip(report, reason="仍须提交。", stamp=town.stamp(town.city_officer))


def test_what_is_asked_all_the_same_is_overdue_again(town, person, report):
    ask_skip(report, reason="停产检修。", stamp=town.stamp(person))
    refuse_skip(report, reason="仍须提交。", stamp=town.stamp(town.city_officer))

    report.refresh_from_db()
    assert (report.state, report.late(NOON)) == ("open", 235)


def test_a_report_sent_back_keeps_the_day_it_first_came(town, person, report):
    submit_report(report, answers=WHOLE, version=0, stamp=town.stamp(person, at=at(2026, 3, 1)))
    send_back(report, reason="请补充检测数据。", stamp=town.stamp(town.city_officer))

    report.refresh_from_db()
    assert (report.state, report.late(NOON)) == ("open", 0)
    submit_report(report, answers=WHOLE, version=1, stamp=town.stamp(person))
    report.refresh_from_db()
    assert report.submitted_at == at(2026, 3, 1)


def test_an_officer_of_the_lab_itself_decides_nothing(town, person, report):
    member(town, "both", town.firm)
    ask_skip(report, reason="停产检修。", stamp=town.stamp(person))
    town.city_officer.grants.create(role="company_member", unit=town.firm)

    with pytest.raises(NotAllowed):
        accept_skip(report, reason="可以。", stamp=town.stamp(town.city_officer))


def test_one_is_reminded_before_and_after_each_time_once(town, person, report):
    def remind(moment):
        return remind_labs(town.city, stamp=replace(HOUSE, at=moment))

    counts = [remind(at(2026, 3, 2)), remind(at(2026, 3, 3)), remind(at(2026, 4, 3))]

    assert counts == [1, 0, 1]
    late = Notice.objects.get(person=person, template__contains="days late")
    assert late.values["days"] == 3
    assert Notice.objects.filter(person=town.city_officer, template__contains="days late").exists()


def test_the_clock_follows_labs_and_may_come_twice(town, made, person):
    first, again = follow_labs.func(), follow_labs.func()

    assert first >= 2
    assert again == 0
