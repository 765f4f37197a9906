"""Action points: one mends, another verifies, both are told; nobody in conflict."""

from datetime import timedelta

import pytest

from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.selection.actions.mend import (
    BadPoint,
    Mending,
    make_point,
    not_adequate,
    say_done,
    verify,
)
from citystage.stages.selection.actions.report_diligence import (
    accept_report,
    report,
    send_back_report,
)
from citystage.stages.selection.actions.take_on_diligence import take_on
from citystage.stages.selection.actions.write_diligence import raise_flag
from citystage.stages.selection.investigating import NoWords
from citystage.stages.selection.models import Conflict
from citystage.stages.selection.queries import places, points
from tests.conftest import NOON
from tests.selection.diligence.looking import Desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture
def desk(town):
    return Desk(town)


def mending(desk, **changes):
    said = {
        "words": "补齐社保缴纳证明",
        "owner": desk.town.firm,
        "verifier": desk.house,
        "due_on": NOON.date() + timedelta(days=9),
    }
    return Mending(**(said | changes))


def heard(person):
    rows = Notice.objects.filter(person=person).order_by("pk")
    return [one.template % one.values for one in rows]


def test_who_mends_does_not_verify(desk):
    found = desk.begun()
    flag = raise_flag(found, severity="concern", words="社保不全", stamp=desk.theirs)

    wrong = [
        mending(desk, verifier=desk.town.firm),
        mending(desk, due_on=NOON.date() - timedelta(days=1)),
    ]
    for one in wrong:
        with pytest.raises(BadPoint):
            make_point(found, mending=one, stamp=desk.theirs)
    with pytest.raises(NoWords):
        make_point(found, mending=mending(desk, words=" "), stamp=desk.theirs)
    with pytest.raises(NotFound):
        make_point(found, mending=mending(desk, flag=flag.pk + 1), stamp=desk.theirs)
    made = make_point(found, mending=mending(desk, flag=flag.pk), stamp=desk.theirs)

    assert (made.state, made.flag, made.owner) == ("open", flag, desk.town.firm)


def test_it_goes_between_owner_and_verifier_until_it_is_adequate(desk, town):
    owner = town.stamp(town.owner)
    point = make_point(desk.begun(), mending=mending(desk), stamp=desk.theirs)

    with pytest.raises(NotAllowed):
        say_done(point, words="好了", stamp=desk.theirs)
    with pytest.raises(NoWords):
        say_done(point, words="", stamp=owner)
    say_done(point, words="已补齐", stamp=owner)
    with pytest.raises(NotAllowed):
        verify(point, words="", stamp=owner)
    with pytest.raises(NoWords):
        not_adequate(point, words="", stamp=desk.theirs)
    not_adequate(point, words="缺三月份", stamp=desk.theirs)
    say_done(point, words="已补三月份", stamp=owner)
    verify(point, words="属实", stamp=desk.theirs)

    point.refresh_from_db()
    assert (point.state, point.said, point.verified_words) == ("verified", "已补三月份", "属实")
    assert [one.split(" ")[0] for one in heard(town.owner)] == ["Something", "What", "What"]
    assert sum("verify it" in one for one in heard(desk.person)) == 2


def test_lists_and_links_lead_each_to_their_own_page(desk, town):
    found = desk.begun()
    point = make_point(found, mending=mending(desk), stamp=desk.theirs)
    owner, theirs = town.stamp(town.owner).actor, desk.theirs.actor

    assert list(points.own_points(owner)) == [point]
    assert list(points.own_points(theirs)) == []
    assert points.reach_point(theirs, point.pk) == point
    with pytest.raises(NotFound):
        points.reach_point(town.stamp(town.jimo_officer).actor, point.pk)
    assert places.application_of_point(owner, point.pk) == desk.case.application_id
    assert places.application_of_point(theirs, point.pk) == 0
    assert places.is_own_diligence(theirs, found.pk)
    assert not places.is_own_diligence(owner, found.pk)
    assert places.diligence_of(found.pk) == (desk.programme.pk, desk.case.number)
    assert places.diligence_of(0) == (0, 0)


def test_the_institution_hears_what_the_office_does_and_the_office_what_it_does(desk, town):
    done = desk.whole()
    report(done, rating="low", summary="稳健", version=done.version, stamp=desk.theirs)
    send_back_report(done, reason="补充流水", stamp=desk.office)
    done.refresh_from_db()
    report(done, rating="low", summary="稳健", version=done.version, stamp=desk.theirs)
    done.refresh_from_db()
    accept_report(done, version=done.version, stamp=desk.office)

    told = heard(desk.person)
    assert told[0].startswith("Due diligence on “")
    assert told[1].endswith("came back: 补充流水")
    assert told[2].endswith("is accepted.")
    assert len(heard(town.city_officer)) == 3


def test_an_officer_in_conflict_hears_nothing(desk, town):
    found = desk.asked()
    Conflict.objects.create(
        candidacy=desk.case,
        user=town.city_officer,
        kind="kin",
        origin="declared",
        standing="bars",
        made_at=NOON,
    )

    take_on(found, means_to_invest=False, words="", stamp=desk.theirs)

    assert heard(town.city_officer) == []
