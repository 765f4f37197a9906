"""Reminders before and after the day, what waits on "my work", points of the office, ratings."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection.actions.mend import (
    BadPoint,
    Mending,
    make_point_of_office,
    say_done,
)
from citystage.stages.selection.actions.remind_of_diligence import (
    remind_of_diligence,
    remind_of_points,
)
from citystage.stages.selection.actions.report_diligence import accept_report, report
from citystage.stages.selection.jobs.diligence import remind_those_who_look_and_mend
from citystage.stages.selection.queries.diligence import ratings
from citystage.stages.selection.queries.points import office_points, own_points
from tests.conftest import NOON
from tests.selection.deciding import bar
from tests.selection.diligence.looking import Desk
from tests.web.bureau.people import browser


@pytest.fixture
def desk(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Desk(town)


def on(desk, day):
    """The house, so many days after the institution was asked."""
    return replace(desk.office, actor=NOBODY, at=NOON + timedelta(days=day), channel="job")


def told(user):
    return Notice.objects.filter(person=user).count()


@pytest.mark.django_db
def test_an_institution_hears_before_the_day_after_it_and_weekly(town, desk):
    desk.asked()
    before = told(desk.person)

    days = (4, 5, 5, 6, 8, 9, 10, 15, 16, 17)
    counted = [remind_of_diligence(stamp=on(desk, day)) for day in days]

    # Due on the eighth day: three days before, the day after, and once a week.
    assert counted == [0, 1, 0, 0, 0, 1, 0, 0, 1, 0]
    assert told(desk.person) - before == 3
    # The office hears of it once it is late.
    assert told(town.city_officer) >= 2


@pytest.mark.django_db
def test_nobody_in_conflict_is_reminded_nor_of_what_is_reported(town, desk):
    found = desk.whole()
    bar(town.city_officer, desk.case)
    late = told(town.city_officer)

    assert remind_of_diligence(stamp=on(desk, 9)) == 1
    assert told(town.city_officer) == late
    report(found, rating="low", summary="无异议。", version=found.version, stamp=desk.theirs)
    assert remind_of_diligence(stamp=on(desk, 30)) == 0


def mending(desk, **changes):
    known = {
        "words": "补交检测报告。",
        "owner": desk.town.firm,
        "verifier": desk.town.city,
        "due_on": (NOON + timedelta(days=8)).date(),
    }
    return Mending(**(known | changes))


@pytest.mark.django_db
def test_the_office_points_something_out_alone(town, desk):
    made = make_point_of_office(desk.case, mending=mending(desk), stamp=desk.office)

    assert (made.diligence, made.candidacy) == (None, desk.case)
    assert list(office_points(desk.case)) == [made]
    assert list(own_points(town.stamp(town.owner).actor)) == [made]


@pytest.mark.django_db
def test_points_are_made_by_a_free_officer_for_two_units(town, desk):
    with pytest.raises(BadPoint):
        make_point_of_office(
            desk.case, mending=mending(desk, verifier=town.firm), stamp=desk.office
        )
    with pytest.raises(NotAllowed):
        make_point_of_office(desk.case, mending=mending(desk), stamp=town.stamp(town.officer))
    bar(town.city_officer, desk.case)
    with pytest.raises(NotAllowed):
        make_point_of_office(desk.case, mending=mending(desk), stamp=desk.office)


@pytest.mark.django_db
def test_who_mends_and_then_who_verifies_is_reminded(town, desk):
    point = make_point_of_office(desk.case, mending=mending(desk), stamp=desk.office)
    owner, officer = told(town.owner), told(town.city_officer)

    assert [remind_of_points(stamp=on(desk, day)) for day in (1, 6, 7, 9)] == [0, 1, 0, 1]
    assert told(town.owner) - owner == 2
    say_done(point, words="已补交。", stamp=town.stamp(town.owner))
    officer = told(town.city_officer)
    assert remind_of_points(stamp=on(desk, 16)) == 1
    assert told(town.city_officer) - officer == 1


@pytest.mark.django_db
def test_the_clock_reminds(desk):
    assert remind_those_who_look_and_mend.call() == 0


@pytest.mark.django_db
def test_my_work_shows_what_is_asked_accepted_and_mended(town, desk):
    found = desk.whole()
    theirs = browser(desk.person).get("/work/")
    report(found, rating="high", summary="有疑点。", version=found.version, stamp=desk.theirs)
    make_point_of_office(desk.case, mending=mending(desk), stamp=desk.office)

    office = browser(town.city_officer).get("/work/")
    owner = browser(town.owner).get("/work/")

    where = reverse("bureau:selection_diligence_of", args=[desk.programme.pk, desk.case.number])
    assert reverse("expert:diligence", args=[found.pk]) in theirs.text
    assert where in office.text
    assert reverse("expert:point", args=[desk.case.points.get().pk]) in owner.text


@pytest.mark.django_db
def test_an_officer_points_something_out_in_the_browser(town, desk):
    client = browser(town.city_officer)
    here = [desk.programme.pk, desk.case.number]
    sent = {
        "words": "补交检测报告。",
        "owner": str(town.firm.pk),
        "verifier": str(town.city.pk),
        "due_on": "2027-01-10",
    }

    wrong = client.post(
        reverse("bureau:selection_diligence_point", args=here),
        sent | {"verifier": str(town.firm.pk)},
    )
    right = client.post(reverse("bureau:selection_diligence_point", args=here), sent)

    assert (wrong.status_code, right.status_code) == (422, 302)
    page = client.get(right["Location"])
    assert "补交检测报告。" in page.text


@pytest.mark.django_db
def test_ratings_stand_with_what_is_voted_on_also_expired_ones(desk):
    found = desk.whole()
    report(found, rating="high", summary="有疑点。", version=found.version, stamp=desk.theirs)
    found.refresh_from_db()
    accept_report(found, version=found.version, stamp=desk.office)

    (now,) = ratings([desk.case], NOON.date())[desk.case.pk]
    (later,) = ratings([desk.case], (NOON + timedelta(days=800)).date())[desk.case.pk]

    assert (now.diligence.rating, now.counts, later.counts) == ("high", True, False)
