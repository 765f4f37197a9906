"""What is stuck in trials and projects: with whom, what they are to do, since when."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel import remembering
from citystage.stages.docking.models import FollowUp
from citystage.stages.evaluation.plan_terms import WallTerms
from citystage.stages.evaluation.queries.stuck import stuck
from citystage.stages.projects.models import Evidence, Milestone, Project, ProjectReport
from citystage.stages.projects.states.projects import ProjectState, Standing
from citystage.stages.trials.models import Trial
from tests.conftest import NOON
from tests.docking import tracking
from tests.web.bureau.people import browser

pytestmark = pytest.mark.usefixtures("english")
TODAY = date(2026, 11, 21)


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def maker(town):
    return tracking.company(town)[0]


def project(town, maker, **fields):
    known = {
        "city": town.city,
        "scenario": town.scenario(),
        "title": "无人集卡",
        "owner_unit": town.firm,
        "supplier": maker,
        "supplier_name": maker.name,
        "district": town.laoshan,
        "begun_on": TODAY - timedelta(days=100),
        "due_on": TODAY + timedelta(days=100),
        "entered_at": NOON,
    }
    return Project.objects.create(**(known | fields))


def milestone(of, *, due, **fields):
    number = Milestone.objects.filter(project=of).count() + 1
    return Milestone.objects.create(
        project=of, ordinal=number, title="夜间运行", due_on=due, **fields
    )


def proof(of, **fields):
    return Evidence.objects.create(
        project=of.project,
        milestone=of,
        kind="photo",
        title="现场",
        happened_on=TODAY,
        entered_at=NOON,
        **fields,
    )


def report(of, due_at, **fields):
    return ProjectReport.objects.create(
        project=of,
        since=of.begun_on,
        until=of.begun_on + timedelta(days=90),
        due_at=due_at,
        questions=[],
        made_at=NOON,
        **fields,
    )


def suspended(town, maker, since, **fields):
    known = {
        "city": town.city,
        "scenario": town.scenario(),
        "owner_unit": town.firm,
        "supplier": maker,
        "district": town.laoshan,
        "state": "suspended",
        "title": "试航",
        "place": "码头",
        "starts_on": TODAY - timedelta(days=30),
        "ends_on": TODAY + timedelta(days=300),
        "free": True,
        "frame": {},
        "signed_at": NOON,
        "suspended_at": since,
        "begun_at": NOON,
        "changed_at": NOON,
    }
    return Trial.objects.create(**(known | fields))


def found(town, person=None, **terms):
    actor = town.stamp(person or town.city_officer).actor
    kinds = stuck(actor, town.city, at=NOON, terms=WallTerms(**terms))
    return {kind.code: kind for kind in kinds}


def told(kind):
    return [(row.title, row.who, row.step, row.days, row.since) for row in kind.rows]


def test_a_milestone_waits_for_the_supplier_and_once_there_is_proof_for_the_owner(town, maker):
    mine = project(town, maker)
    late = milestone(mine, due=TODAY - timedelta(days=5))
    proven = milestone(mine, due=TODAY - timedelta(days=2))
    proof(proven)
    gone = milestone(mine, due=TODAY - timedelta(days=1))
    proof(gone, withdrawn_at=NOON, withdrawn_reason="误传")
    milestone(mine, due=TODAY)
    milestone(mine, due=TODAY - timedelta(days=9), standing=Standing.MET)
    over = project(town, maker, state=ProjectState.FAILED, reason="不成熟")
    milestone(over, due=TODAY - timedelta(days=9))

    kind = found(town)["milestones"]

    assert told(kind) == [
        ("夜间运行 (无人集卡)", maker.label, "put in evidence", 5, late.due_on),
        ("夜间运行 (无人集卡)", "示例港口集团", "judge the milestone", 2, proven.due_on),
        ("夜间运行 (无人集卡)", maker.label, "put in evidence", 1, gone.due_on),
    ]
    assert {row.subject for row in kind.rows} == {f"projects.project:{mine.pk}"}


def test_a_report_waits_for_either_side_from_its_last_day_on(town, maker):
    mine = project(town, maker)
    report(mine, NOON - timedelta(days=3))
    report(project(town, maker), NOON + timedelta(minutes=1))
    report(project(town, maker), NOON - timedelta(days=3), state="submitted")

    (row,) = found(town)["project_reports"].rows

    assert (row.who, row.step, row.days) == (
        f"示例港口集团 or {maker.label}",
        "write the report",
        3,
    )
    assert row.since == timezone.localdate(NOON - timedelta(days=3))


def test_days_late_go_by_the_calendar_as_the_day_beside_them(town, maker):
    # 23:00 in the city, not a whole day before.
    report(project(town, maker), datetime(2026, 11, 20, 15, tzinfo=NOON.tzinfo))

    (row,) = found(town)["project_reports"].rows

    assert (row.days, row.since) == (1, date(2026, 11, 20))


def test_a_suspended_trial_stands_still_and_is_not_late(town, maker):
    since = datetime(2026, 11, 10, 18, tzinfo=NOON.tzinfo)
    suspended(town, maker, since)

    kinds = found(town)

    (row,) = kinds["suspended"].rows
    # 18:00 UTC is the next day in the city.
    assert (row.days, row.since, row.still) == (10, date(2026, 11, 11), True)
    assert row.step == "let it go on, or end it"
    assert "trials" not in kinds


@pytest.mark.usefixtures("clock")
def test_what_ends_or_stands_still_since_today_is_not_late(town, maker):
    suspended(town, maker, NOON)
    suspended(town, maker, None, state="running", ends_on=TODAY)

    kinds = found(town)
    page = browser(town.city_officer).get("/steering/?part=stuck").text

    (ending,), (held,) = kinds["trials"].rows, kinds["suspended"].rows
    assert (ending.days, ending.ahead) == (0, True)
    assert (held.days, held.still) == (0, True)
    assert "due today" in page
    assert "suspended today" in page
    assert "since 21 Nov 2026" in page


def test_others_see_what_is_stuck_in_their_own_area(town, maker):
    milestone(project(town, maker), due=TODAY - timedelta(days=5))
    jimo = project(town, maker, district=town.jimo, owner_unit=town.jimo, title="即墨")
    milestone(jimo, due=TODAY - timedelta(days=4))
    report(jimo, NOON - timedelta(days=1))
    suspended(town, maker, NOON)

    own, other = found(town, town.officer), found(town, town.jimo_officer)

    assert {code: kind.total for code, kind in own.items()} == {"milestones": 1, "suspended": 1}
    assert {code: kind.total for code, kind in other.items()} == {
        "milestones": 1,
        "project_reports": 1,
    }
    assert found(town)["milestones"].total == 2


def test_very_many_are_not_counted_to_the_last(town):
    for _number in range(22):
        FollowUp.objects.create(
            scenario=town.scenario(), next_on=TODAY - timedelta(days=1), changed_at=NOON
        )

    whole, part = found(town)["followed"], found(town, most_counted=20, stuck=3)["followed"]

    assert (whole.total, whole.beyond, len(whole.rows)) == (22, False, 8)
    assert (part.total, part.beyond, len(part.rows)) == (20, True, 3)


@pytest.mark.usefixtures("clock")
def test_the_wall_names_the_next_step_and_the_day(town, maker):
    milestone(project(town, maker), due=date(2026, 11, 16))
    suspended(town, maker, NOON - timedelta(days=2))
    setting = {"wall": {"most_counted": 20, "stuck": 1}}
    PackSetting.objects.create(city=town.city, name="steering", version=1, value=setting)
    remembering.forget_everything()
    for _number in range(21):
        FollowUp.objects.create(
            scenario=town.scenario(), next_on=TODAY - timedelta(days=1), changed_at=NOON
        )

    page = browser(town.city_officer).get("/steering/?part=stuck").text

    assert "put in evidence" in page
    assert "since 16 Nov 2026" in page
    assert "5 days late" in page
    assert "for 2 days" in page
    assert "more than 20" in page
    assert "more than 19 more" in page
