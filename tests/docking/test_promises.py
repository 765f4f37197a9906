"""Promises: noted, confirmed by both, corrected, kept with evidence or honestly dropped."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import override_settings

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.end_promise import (
    accept_promise,
    drop_promise,
    give_promise,
    refuse_report,
    report_promise,
)
from citystage.stages.docking.actions.mind_promises import remind_of_promises
from citystage.stages.docking.actions.note_promise import (
    AnotherVersion,
    BadPromise,
    confirm_promise,
    correct_promise,
    deny_promise,
)
from citystage.stages.docking.asking import WordsMissing
from citystage.stages.docking.jobs.tracking import mind_promises
from citystage.stages.docking.queries import promises as queries
from citystage.stages.selection.evidence import Evidence, WrongFile
from tests.conftest import HOUSE, NOON, Town
from tests.docking import tracking

pytestmark = pytest.mark.usefixtures("english")
PDF = Evidence("验收单.pdf", b"%PDF-1.7 ...")


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def sides(town):
    """The firm that owns a scenario, and a maker: (unit, person) each."""
    organisation, maker = tracking.company(town)
    return (town.firm, town.owner), (organisation.seat, maker)


def test_who_notes_it_has_confirmed_and_the_other_side_is_asked(town, sides):
    (firm, owner), (seat, maker) = sides

    made = tracking.promise(town, owner, firm, seat)

    assert (made.state, made.owner, made.city) == ("noted", owner, town.city)
    assert (made.giver_agreed_at, made.taker_agreed_at) == (NOON, None)
    assert Notice.objects.get().person == maker


def test_both_sides_confirmed_it_stands(town, sides):
    made = tracking.standing(town, *sides)

    assert made.state == "standing"
    with pytest.raises(WrongState):
        confirm_promise(made, version=1, stamp=town.stamp(sides[1][1]))
    with pytest.raises(WrongState):
        deny_promise(made, reason="没有说过", stamp=town.stamp(sides[1][1]))


def test_a_third_person_notes_and_both_sides_confirm(town, sides):
    (firm, owner), (seat, maker) = sides
    made = tracking.promise(town, town.clerk, firm, seat)

    confirm_promise(made, version=1, stamp=town.stamp(owner))
    again = queries.reach_promise(town.stamp(town.clerk).actor, made.pk)
    assert again.state == "noted"
    assert confirm_promise(made, version=1, stamp=town.stamp(maker)).state == "standing"
    assert Notice.objects.filter(person=owner).count() == 2


def test_a_promise_has_two_sides_and_something_promised(town, sides):
    (firm, owner), (seat, _maker) = sides

    with pytest.raises(BadPromise):
        tracking.promise(town, owner, firm, firm)
    with pytest.raises(WordsMissing):
        tracking.promise(town, owner, firm, seat, what=" ")
    expert = town.person("expert", Role.EXPERT, firm)
    with pytest.raises(NotAllowed):
        tracking.promise(town, expert, firm, seat)


def test_a_correction_is_a_new_version_the_other_side_confirms(town, sides):
    (firm, owner), (seat, maker) = sides
    made = tracking.promise(town, owner, firm, seat)
    later = made.due_on + timedelta(days=5)

    changed = correct_promise(
        made, what="提供试验场地两周", due_on=later, version=1, stamp=town.stamp(maker)
    )

    assert (changed.version, changed.giver_agreed_at) == (2, None)
    assert [one.number for one in queries.versions_of(changed)] == [2, 1]
    with pytest.raises(AnotherVersion):
        confirm_promise(changed, version=1, stamp=town.stamp(owner))
    with pytest.raises(WrongState, match="Your side"):
        confirm_promise(changed, version=2, stamp=town.stamp(maker))
    assert confirm_promise(changed, version=2, stamp=town.stamp(owner)).state == "standing"


def test_writing_the_same_again_changes_nothing(town, sides):
    (firm, owner), (seat, maker) = sides
    made = tracking.promise(town, owner, firm, seat)

    same = correct_promise(
        made, what=made.what, due_on=made.due_on, version=1, stamp=town.stamp(maker)
    )

    assert (same.version, same.giver_agreed_at) == (1, NOON)


def test_a_denial_gives_its_reason_and_is_not_counted(town, sides):
    (firm, owner), (seat, maker) = sides
    scenario = town.scenario()
    made = tracking.promise(town, owner, firm, seat, scenario=scenario)

    with pytest.raises(WordsMissing):
        deny_promise(made, reason="", stamp=town.stamp(maker))
    assert deny_promise(made, reason="只是讨论", stamp=town.stamp(maker)).state == "denied"
    assert queries.kept_of_scenario(scenario, today=tracking.TODAY).total == 0


def test_kept_with_evidence_and_accepted(town, sides):
    (_firm, owner), (_seat, maker) = sides
    scenario = town.scenario()
    made = tracking.standing(town, *sides, scenario=scenario)

    with pytest.raises(WrongState):
        report_promise(made, words="我做的", evidence=[], stamp=town.stamp(maker))
    report_promise(made, words="场地已交付", evidence=[PDF], stamp=town.stamp(owner))
    refuse_report(made, reason="缺钥匙", stamp=town.stamp(maker))
    report_promise(made, words="钥匙已交", evidence=[], stamp=town.stamp(owner))
    done = accept_promise(made, stamp=town.stamp(maker))

    assert (done.state, queries.proofs_of(done)[0].name) == ("kept", "验收单.pdf")
    kept = queries.kept_of_scenario(scenario, today=tracking.TODAY)
    assert (kept.kept, kept.owed, kept.total) == (1, 0, 1)


def test_a_file_that_is_not_what_its_name_says_is_refused(town, sides):
    made = tracking.standing(town, *sides)
    wrong = Evidence("验收.pdf", b"MZ")

    with pytest.raises(WrongFile):
        report_promise(made, words="好了", evidence=[wrong], stamp=town.stamp(town.owner))
    assert queries.reach_promise(town.stamp(town.owner).actor, made.pk).state == "standing"


def test_dropping_is_honest_and_counted(town, sides):
    scenario = town.scenario()
    made = tracking.standing(town, *sides, scenario=scenario)

    with pytest.raises(WordsMissing):
        drop_promise(made, reason=" ", stamp=town.stamp(town.owner))
    dropped = drop_promise(made, reason="场地拆迁", stamp=town.stamp(town.owner))

    assert dropped.state == "dropped"
    assert queries.kept_of_scenario(scenario, today=tracking.TODAY).dropped == 1
    long_after = tracking.TODAY + timedelta(days=400)
    assert queries.kept_of_scenario(scenario, today=long_after).total == 0


def test_the_giver_names_who_does_it(town, sides):
    made = tracking.standing(town, *sides)
    colleague = town.person("colleague", Role.DEMAND_OWNER, town.firm)

    with pytest.raises(WrongState):
        give_promise(made, person=colleague, stamp=town.stamp(sides[1][1]))
    given = give_promise(made, person=colleague, stamp=town.stamp(town.owner))

    assert given.owner == colleague
    assert Notice.objects.filter(person=colleague).exists()


def test_reminded_before_told_upwards_after(town, sides):
    made = tracking.standing(town, *sides, days=10)
    Notice.objects.all().delete()

    def minded(days):
        stamp = replace(HOUSE, at=NOON + timedelta(days=days))
        return remind_of_promises(stamp=stamp)

    assert [minded(day) for day in (6, 7, 7, 10)] == [0, 1, 0, 0]
    assert (minded(11), minded(12)) == (1, 0)
    assert Notice.objects.filter(person=town.officer).count() == 0
    assert (minded(18), minded(30)) == (1, 0)
    assert Notice.objects.filter(person=town.officer).count() == 1
    assert Notice.objects.filter(person=town.city_officer).count() == 1
    made.refresh_from_db()
    assert made.climbed == 2


def test_the_worker_minds_promises(town, sides):
    tracking.standing(town, *sides)

    assert mind_promises.call() == 0


def test_who_has_no_part_in_it_does_not_find_it(town, sides):
    made = tracking.standing(town, *sides)
    stranger = tracking.company(town, "stranger", "示例无关公司")[1]

    for person in (town.owner, sides[1][1], town.officer, town.city_officer):
        assert queries.reach_promise(town.stamp(person).actor, made.pk) == made
    for person in (stranger, town.jimo_officer, town.clerk):
        with pytest.raises(NotFound):
            queries.reach_promise(town.stamp(person).actor, made.pk)


def test_what_waits_for_each_side(town, sides):
    (firm, owner), (seat, maker) = sides
    made = tracking.promise(town, owner, firm, seat)

    def waits(person):
        return queries.waiting(town.stamp(person).actor).count()

    assert (waits(owner), waits(maker)) == (0, 1)
    confirm_promise(made, version=1, stamp=town.stamp(maker))
    assert (waits(owner), waits(maker)) == (1, 0)
    report_promise(made, words="好了", evidence=[], stamp=town.stamp(owner))
    assert (waits(owner), waits(maker)) == (0, 1)


def test_a_typed_name_means_its_unit(town, sides):
    assert queries.party_named("示例机器人公司") == sides[1][0]
    assert queries.party_named(" 市交通运输局 ") == town.transport
    assert queries.party_named("没有这家") is None
    assert queries.party_named("") is None


@pytest.mark.django_db(transaction=True)
def test_both_sides_confirm_at_once_and_it_stands_once():
    town = Town()
    organisation, maker = tracking.company(town)
    made = tracking.promise(town, town.clerk, town.firm, organisation.seat)
    barrier = Barrier(2)

    def confirm(person):
        try:
            barrier.wait(10)
            confirm_promise(made, version=1, stamp=town.stamp(person))
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=(person,)) for person in (town.owner, maker)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    made.refresh_from_db()
    assert made.state == "standing"
    assert Entry.objects.filter(verb="docking.promise.stands").count() == 1
