"""Devices of a project: access, monthly series, the same call twice, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.kernel.remembering import forget_everything
from citystage.stages.projects.actions.end_project import cancel_project
from citystage.stages.projects.actions.feed_series import (
    OtherContent,
    TooOften,
    count_call,
    feed_series,
)
from citystage.stages.projects.actions.give_access import (
    HasEnded,
    SameName,
    Series,
    end_access,
    give_access,
)
from citystage.stages.projects.actions.withdraw_evidence import withdraw_evidence
from citystage.stages.projects.feeding import Row
from citystage.stages.projects.models import Access, Evidence, Sending
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.queries import feeding as queries
from citystage.stages.projects.queries import projects
from citystage.stages.projects.settings import terms_of
from tests.conftest import HOUSE, NOON

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def project(landing):
    return landing.begin()


@pytest.fixture
def access(landing, project):
    return given(landing, project)[0]


def given(landing, project, person=None, **changes):
    known = {"name": "网关3", "title": "夜间里程", "unit": "公里", **changes}
    return give_access(project, series=Series(**known), stamp=landing.stamp(person))


def row(hours, value=1.0, number=1):
    """A reading so many hours before noon."""
    return Row(at=NOON - timedelta(hours=hours), value=value, number=number)


def feed(access, *rows, key="k1"):
    sent = sha256(repr(rows).encode()).hexdigest()
    return feed_series(access, rows=rows, key=key, sha256=sent, stamp=HOUSE)


def test_readings_of_a_device_become_one_series_of_its_month(project, access):
    feed(access, row(3, 2.5), row(1, 4.0))
    feed(access, row(2, 3.0), row(1, 4.0), key="k2")

    held = project.evidence.get()
    assert [one[1] for one in held.points] == [2.5, 3.0, 4.0]
    assert (held.title, held.unit, held.access) == ("夜间里程 2026-11", "公里", access)
    assert held.points[-1][0] == "2026-11-21T19:00:00+08:00"
    assert list(Sending.objects.order_by("pk").values_list("number", "known")) == [(2, 0), (1, 1)]


def test_the_day_and_the_month_are_the_citys(project, access):
    last = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)
    feed(access, Row(at=last, value=1.0), Row(at=last + timedelta(minutes=2), value=2.0, number=2))

    held = project.evidence.order_by("happened_on")
    assert [one.title for one in held] == ["夜间里程 2026-10", "夜间里程 2026-11"]
    assert [one.happened_on.isoformat() for one in held] == ["2026-10-31", "2026-11-01"]
    assert {one.backdated for one in held} == {True}


def test_the_same_key_gives_the_first_answer_and_other_content_is_refused(project, access):
    first = feed(access, row(1))

    assert feed(access, row(1)) == first
    with pytest.raises(OtherContent):
        feed(access, row(2))
    assert len(project.evidence.get().points) == 1


def test_single_calls_stand_in_the_ledger_not_in_the_story(project, access):
    feed(access, row(2))
    feed(access, row(1), key="k2")

    assert Entry.objects.filter(verb="projects.series.sent").count() == 1
    told = [one.verb for one in projects.events_of(project)]
    assert told[:2] == ["projects.evidence.added", "projects.access.given"]
    assert "projects.series.sent" not in told


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Row(at=NOON + timedelta(hours=1), value=1.0, number=2), "Row 2: The moment lies ahead"),
        (row(24 * 200, number=2), "Row 2: The moment lies before the project began"),
        (row(1, 9.0, number=2), "Row 2: A reading of this moment stands already"),
    ],
)
def test_a_wrong_reading_refuses_the_whole_call(project, access, wrong, words):
    with pytest.raises(NotPossible, match=words):
        feed(access, row(1, 1.0), wrong)

    assert (project.evidence.count(), Sending.objects.count()) == (0, 0)


def test_after_a_withdrawal_the_same_moments_are_taken_anew(landing, project, access):
    feed(access, row(1, 9.0))
    withdraw_evidence(project.evidence.get(), reason="探头未校准", stamp=landing.stamp())
    feed(access, row(1, 4.0), key="k2")

    standing = project.evidence.get(withdrawn_at=None)
    assert [one[1] for one in standing.points] == [4.0]
    assert queries.standing_of(access) == queries.Standing(1, "2026-11-21T19:00:00+08:00")


def test_a_full_series_is_followed_by_another(project, access, monkeypatch):
    monkeypatch.setattr("citystage.stages.projects.series.MOST", 2)
    feed(access, row(4), row(3))
    feed(access, row(2), row(1), key="k2")

    assert [len(one.points) for one in project.evidence.order_by("pk")] == [2, 2]
    feed(access, row(4), key="k3")
    assert Sending.objects.get(key="k3").known == 1


def test_readings_prove_the_milestone_of_their_access(landing, project):
    milestone = project.milestones.get()
    access, _secret = given(landing, project, milestone=milestone)
    feed(access, row(1))
    landing.judge(project)

    milestone.refresh_from_db()
    assert (milestone.standing, milestone.evidence.count()) == ("met", 1)


def test_access_is_given_by_both_sides_shown_once_and_ended_once(landing, project):
    access, secret = given(landing, project, landing.maker_person)

    assert queries.access_with(secret) == access
    assert Access.objects.filter(digest=secret).count() == 0
    with pytest.raises(SameName):
        given(landing, project)
    with pytest.raises(NotPossible):
        given(landing, project, title=" ")
    end_access(access, stamp=landing.stamp(landing.town.officer))
    with pytest.raises(HasEnded):
        end_access(access, stamp=landing.stamp())
    with pytest.raises(NotAllowed):
        feed(access, row(1))
    given(landing, project)


def test_strangers_and_closed_projects_get_no_access(landing, project, access):
    other = landing.begin(title="另一期")
    with pytest.raises(NotAllowed):
        given(landing, project, landing.town.officer, name="x")
    with pytest.raises(NotAllowed):
        end_access(access, stamp=landing.stamp(landing.town.jimo_officer))
    with pytest.raises(NotPossible):
        given(landing, project, name="y", milestone=other.milestones.get())
    cancel_project(project, reason="预算取消", stamp=landing.stamp())

    with pytest.raises(Refusal, match="closed"):
        feed(access, row(1))
    assert not Evidence.objects.exists()
    with pytest.raises(NotFound):
        queries.access_of(other, access.pk)
    assert [one.pk for one in queries.accesses_of(project)] == [access.pk]


def test_calls_are_counted_by_the_minute(landing, project, access):
    value = terms_of(landing.town.city).model_dump(mode="json")
    value["feeding"]["calls_per_minute"] = 1
    PackSetting.objects.create(city=landing.town.city, name="projects", version=1, value=value)
    forget_everything()
    count_call(access, stamp=HOUSE)

    with pytest.raises(TooOften) as refused:
        count_call(access, stamp=HOUSE)
    assert refused.value.seconds == 60
    count_call(access, stamp=replace(HOUSE, at=NOON + timedelta(minutes=1)))
    access.refresh_from_db()
    assert access.calls == 1
