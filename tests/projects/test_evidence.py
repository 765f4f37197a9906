"""Evidence, amounts, reports and flags of a project."""

import struct
from dataclasses import replace
from datetime import timedelta

import pytest

from citystage.foundation.documents.stripping.places import told_by, turned
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel.refusals import NotAllowed
from citystage.kernel.remembering import forget_everything
from citystage.stages.docking.models import Ask
from citystage.stages.docking.states.asks import AskKind
from citystage.stages.projects import series
from citystage.stages.projects.actions.keep_flag import Raised, close_flag, raise_flag
from citystage.stages.projects.actions.keep_payment import Sum, note_payment, withdraw_payment
from citystage.stages.projects.actions.mind_reports import plan_reports, remind_reports
from citystage.stages.projects.actions.withdraw_evidence import withdraw_evidence
from citystage.stages.projects.actions.write_report import (
    Lacking,
    demand_report,
    save_report,
    skip_report,
    submit_report,
)
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.jobs import mind_projects
from citystage.stages.projects.models import Flag
from citystage.stages.projects.proceeding import NotPossible, NoWords, Outrun
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.queries import waiting
from citystage.stages.projects.queries.money import money_of
from citystage.stages.projects.schedule import next_reminder, periods
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.projects import (
    EvidenceKind,
    FlagKind,
    PaymentKind,
    ReportState,
)
from citystage.stages.selection.evidence import WrongFile
from tests.conftest import HOUSE, NOON
from tests.docking import tracking
from tests.projects.landing import PDF, TODAY, jpeg

pytestmark = pytest.mark.usefixtures("english")


def _exif(*, orientation=6, south=False):
    """Camera data with an orientation and the place 36°4'1.2" N, 120°23'0" E."""
    degrees = struct.pack(">6I", 36, 1, 4, 1, 12, 10) + struct.pack(">6I", 120, 1, 23, 1, 0, 1)
    gps_at = 8 + 2 + 2 * 12 + 4
    values_at = gps_at + 2 + 4 * 12 + 4
    first = struct.pack(">H", 2)
    first += struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    first += struct.pack(">HHII", 0x8825, 4, 1, gps_at) + struct.pack(">I", 0)
    gps = struct.pack(">H", 4)
    gps += struct.pack(">HHI4s", 1, 2, 2, b"S\0\0\0" if south else b"N\0\0\0")
    gps += struct.pack(">HHII", 2, 5, 3, values_at)
    gps += struct.pack(">HHI4s", 3, 2, 2, b"E\0\0\0")
    gps += struct.pack(">HHII", 4, 5, 3, values_at + 24) + struct.pack(">I", 0)
    return b"Exif\0\0MM\0*" + struct.pack(">I", 8) + first + gps + degrees


def _phone_photo(**settings):
    return jpeg((b"\xe1", _exif(**settings)))


def test_a_photo_tells_where_it_was_taken_and_which_side_is_up():
    told = told_by(_phone_photo())
    south = told_by(_phone_photo(south=True, orientation=99))

    assert (told.orientation, told.place) == (6, (36.067, 120.383333))
    assert (south.orientation, south.place) == (1, (-36.067, 120.383333))


@pytest.mark.parametrize(
    "content",
    [
        jpeg(),
        b"no picture",
        jpeg((b"\xe1", b"Exif\0\0XX")),
        jpeg((b"\xe1", b"Exif\0\0MM\0*\0\0\0\x08\0\x05")),
    ],
)
def test_what_is_broken_or_silent_tells_nothing(content):
    told = told_by(content)

    assert (told.orientation, told.place) == (1, None)


def test_the_place_is_kept_by_choice_and_never_in_the_file(landing):
    project = landing.begin()
    sent = Sent("手机.jpg", _phone_photo())
    without = landing.photo(project, file=sent)
    kept = landing.photo(project, file=sent, keep_place=True)

    with without.file.open("rb") as file:
        content = file.read()
    assert (without.place, kept.place) == (None, [36.067, 120.383333])
    assert told_by(content).place is None
    assert told_by(content).orientation == 6
    assert turned(b"x", 6) == b"x"


def test_files_are_what_their_names_say(landing):
    project = landing.begin()

    with pytest.raises(WrongFile):
        landing.photo(project, file=Sent("a.jpg", b"MZ.."))
    with pytest.raises(NotPossible):
        landing.photo(project, file=PDF)
    with pytest.raises(NotPossible):
        landing.photo(project, file=Sent("a.png", b"\x89PNG\r\n\x1a\nbroken"))
    with pytest.raises(NotPossible):
        landing.photo(project, file=None)


def test_evidence_says_when_it_happened_and_when_it_was_entered(landing):
    project = landing.begin()
    fresh = landing.photo(project, happened_on=TODAY - timedelta(days=3))
    late = landing.photo(project, happened_on=TODAY - timedelta(days=4))

    assert (fresh.backdated, late.backdated) == (False, True)
    assert (late.entered_at, late.entered_for) == (NOON, landing.maker.seat)
    payload = Entry.objects.filter(verb="projects.evidence.added").order_by("-id")[0].payload
    assert payload["happened_on"] == (TODAY - timedelta(days=4)).isoformat()
    with pytest.raises(NotPossible):
        landing.photo(project, happened_on=TODAY + timedelta(days=1))
    with pytest.raises(NotPossible):
        landing.photo(project, title=" ")


def test_a_milestone_of_another_project_takes_no_evidence(landing):
    first, second = landing.begin(), landing.begin(title="二期")

    with pytest.raises(NotPossible):
        landing.photo(first, milestone=second.milestones.get())


def test_a_third_party_is_named(landing):
    project = landing.begin()
    report = {"kind": EvidenceKind.THIRD_PARTY, "file": PDF}

    with pytest.raises(NotPossible):
        landing.photo(project, **report)
    kept = landing.photo(project, **report, author="示例检测中心")
    assert (kept.author, kept.name, kept.shows) == ("示例检测中心", "合同.pdf", False)


def test_a_series_is_read_in_order_of_time():
    points = series.read("时间，数值\n2026-11-02 08:00，3\n2026-11-01;1.5\n\n")
    told = series.summary(points)

    assert [one[1] for one in points] == [1.5, 3.0]
    assert (told.number, told.least, told.most, told.mean) == (2, 1.5, 3.0, 2.25)
    assert series.summary([]) is None
    assert series.read("2026-11-01,1\r2026-11-02,2") == series.read("2026-11-01,1\n2026-11-02,2")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-01, 1",
        "a,b\nc,d",
        "2026-11-01,1\n2026-13-01,2",
        "2026-11-01,1\n0026-11-02,2",
        "2026-11-01,1\n9999-12-31 23:59,2",
        "2026-11-01,1\nx",
        '2026-11-01,1\n"' + "x" * 140_000,
        "",
    ],
)
def test_a_series_with_a_fault_is_refused(text):
    with pytest.raises(NotPossible):
        series.read(text)


def test_a_series_is_kept_as_evidence(landing):
    project = landing.begin()
    kept = landing.photo(
        project,
        kind=EvidenceKind.SERIES,
        readings="2026-11-01, 1\n2026-11-02, 2",
        unit="公里",
        file=None,
    )

    assert (len(kept.points), kept.unit, bool(kept.file)) == (2, "公里", False)


def test_evidence_is_withdrawn_once_with_its_reason(landing):
    project = landing.begin()
    kept = landing.photo(project, landing.town.owner)

    with pytest.raises(NotAllowed):
        withdraw_evidence(kept, reason="误传", stamp=landing.stamp(landing.maker_person))
    with pytest.raises(NoWords):
        withdraw_evidence(kept, reason=" ", stamp=landing.stamp())
    withdraw_evidence(kept, reason="误传", stamp=landing.stamp())
    with pytest.raises(NotAllowed):
        withdraw_evidence(kept, reason="再次", stamp=landing.stamp())


def test_agreed_and_paid_are_kept_apart(landing):
    project = landing.begin()
    agreed = Sum(kind=PaymentKind.AGREED, amount=90_000, on_day=TODAY, file=PDF)
    first = note_payment(project, noted=agreed, stamp=landing.stamp())
    note_payment(project, noted=replace(agreed, amount=10_000), stamp=landing.stamp())
    paid = replace(agreed, kind=PaymentKind.PAID, amount=50_000, file=None)
    note_payment(project, noted=paid, stamp=landing.stamp(landing.maker_person))

    project.refresh_from_db()
    money = money_of(project, today=TODAY)
    assert (project.amount, money.agreed, money.paid) == (100_000, 100_000, 50_000)
    withdraw_payment(first, reason="重复", stamp=landing.stamp())
    again = withdraw_payment(first, reason="重复", stamp=landing.stamp())
    project.refresh_from_db()
    assert (project.amount, again.withdrawn_reason) == (10_000, "重复")
    for wrong in ({"amount": 0}, {"on_day": TODAY + timedelta(days=1)}):
        with pytest.raises(NotPossible):
            note_payment(project, noted=replace(agreed, **wrong), stamp=landing.stamp())


def _planned(landing, **changes):
    project = landing.begin(**changes)
    plan_reports(landing.town.city, stamp=HOUSE)
    return project


def test_reports_are_asked_for_once_by_the_pack(landing):
    project = _planned(landing)
    again = plan_reports(landing.town.city, stamp=HOUSE)

    report = project.reports.get()
    assert (again, report.since, report.late(NOON)) == (0, project.begun_on, 0)
    assert list(waiting.reports(landing.stamp(landing.maker_person).actor)) == [report]


def test_periods_go_on_while_a_project_is_late(db):
    terms = terms_of(0).reporting.model_copy(update={"every_months": 3, "least_days": 20})
    begun, due = TODAY.replace(month=1, day=1), TODAY.replace(month=5, day=1)

    found = [(one.since.month, one.until.month) for one in _periods(terms, begun, due)]
    assert found == [(1, 4), (4, 5), (7, 10)]
    none = terms.model_copy(update={"every_months": 0})
    assert _periods(none, begun, due) == []


def _periods(terms, begun, due):
    return list(periods(terms, begun=begun, due=due, today=TODAY.replace(month=10, day=2)))


def test_of_several_missed_reminders_only_the_latest_is_given():
    def told(days, before=None):
        at = NOON + timedelta(days=days)
        return next_reminder((5, 0, -7), due_at=NOON, at=at, told=before)

    assert [told(-6), told(-5), told(0, 5), told(9), told(9, -7)] == [None, 5, 0, -7, None]


def test_an_overdue_report_is_reminded_written_and_late(landing):
    project = _planned(landing, begun_on=TODAY - timedelta(days=125))
    report = project.reports.order_by("since")[0]
    assert remind_reports(landing.town.city, stamp=HOUSE) == 1
    assert remind_reports(landing.town.city, stamp=HOUSE) == 0
    assert Notice.objects.filter(person=landing.town.owner, template__contains="overdue").exists()

    with pytest.raises(Lacking) as lacking:
        submit_report(report, answers={}, version=0, stamp=landing.stamp())
    assert list(lacking.value.errors) == ["done"]
    save_report(report, answers={"done": "装机"}, version=0, stamp=landing.stamp())
    with pytest.raises(Outrun):
        save_report(report, answers={"done": "旧"}, version=0, stamp=landing.stamp())
    given = submit_report(
        report, answers={"done": "装机四台"}, version=1, stamp=landing.stamp(landing.maker_person)
    )
    assert (given.state, given.late(NOON) > 0) == (ReportState.SUBMITTED, True)
    with pytest.raises(NotAllowed):
        save_report(given, answers={}, version=2, stamp=landing.stamp())


def test_a_report_is_left_out_with_a_reason_or_asked_for_all_the_same(landing):
    report = _planned(landing).reports.get()
    with pytest.raises(NoWords):
        skip_report(report, reason="", stamp=landing.stamp())
    skipped = skip_report(report, reason="停工检修", stamp=landing.stamp())
    assert (skipped.state, skipped.late(NOON + timedelta(days=99))) == (ReportState.SKIPPED, 0)

    with pytest.raises(NotAllowed):
        demand_report(skipped, reason="请补报", stamp=landing.stamp())
    officer = landing.stamp(landing.town.officer)
    assert demand_report(skipped, reason="请补报", stamp=officer).state == ReportState.OPEN


def test_the_clock_plans_and_reminds_everywhere(landing):
    landing.begin(begun_on=TODAY - timedelta(days=120))

    assert mind_projects.func() >= 1


def test_help_that_is_needed_becomes_an_ask(landing):
    tracking.routes(landing.town, ("road", "", "transport"))
    project = landing.begin()
    raised = Raised(kind=FlagKind.HELP, title="夜间占道", words="需要许可", ask_kind=AskKind.ROAD)
    flag = raise_flag(project, raised=raised, stamp=landing.stamp())

    ask = Ask.objects.get()
    assert (flag.ask, ask.unit, ask.scenario) == (ask, landing.town.transport, landing.scenario)
    assert "无人集卡常态运行" in ask.text
    assert queries.reach_flag(project, flag.pk) == flag


def test_a_risk_is_told_and_closed_with_words(landing):
    project = landing.begin()
    raised = Raised(kind=FlagKind.RISK, title="备件晚到", words="晚三周")
    flag = raise_flag(project, raised=raised, stamp=landing.stamp(landing.maker_person))

    assert (flag.ask, Ask.objects.count()) == (None, 0)
    assert Notice.objects.filter(person=landing.town.clerk).count() == 1
    with pytest.raises(NoWords):
        close_flag(flag, reason="", stamp=landing.stamp())
    closed = close_flag(flag, reason="已到货", stamp=landing.stamp())
    assert close_flag(closed, reason="再次", stamp=landing.stamp()).reason == "已到货"
    for wrong in ({"title": " "}, {"words": " "}):
        with pytest.raises((NotPossible, NoWords)):
            raise_flag(project, raised=replace(raised, **wrong), stamp=landing.stamp())
    assert Flag.objects.count() == 1


def test_the_packs_terms_are_read(landing):
    value = terms_of(landing.town.city).model_dump(mode="json") | {"accepts": ["owner"]}
    PackSetting.objects.create(city=landing.town.city, name="projects", version=1, value=value)
    forget_everything()
    project = landing.accepting()

    assert [one.side for one in queries.signatures_of(project)] == ["owner"]
