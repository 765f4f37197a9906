"""Two published scenarios that say the same are made one on the board, and parted again."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.catalogue.actions.follow import follow
from citystage.stages.catalogue.actions.record_outcome import record_outcome
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.telling import followers_of
from citystage.stages.docking.actions.merge_scenarios import (
    CannotMerge,
    merge_scenarios,
    undo_merger,
)
from citystage.stages.docking.models import Merger
from citystage.stages.docking.queries import coverage, mergers
from citystage.stages.docking.writing import NoWords
from tests.conftest import NOON, Town
from tests.docking.answering import Docked
from tests.racing import at_once

pytestmark = pytest.mark.usefixtures("english")


def merged(town, one, other, reason="同一需求", **stamp):
    officer = town.stamp(town.city_officer, **stamp)
    return merge_scenarios(one, into=other, reason=reason, stamp=officer)


def fresh(scenario):
    return Scenario.objects.get(pk=scenario.pk)


def test_the_merged_one_is_closed_and_points_to_the_other(town):
    one, other = town.scenario(title="码头照明"), town.scenario(title="码头灯光")

    made = merged(town, one, other)

    assert fresh(one).state == "closed"
    assert mergers.merged_into(fresh(one)) == made
    assert mergers.merged_here(other) == [one]
    assert mergers.merged_into(fresh(other)) is None
    assert list(mergers.standing(town.city)) == [made]
    assert one not in coverage.unanswered(town.city)


def test_both_owners_and_the_followers_are_told_once(town):
    docked = Docked(town)
    other = town.scenario(title="另一", owner=docked.firm, owner_unit=town.firm)
    follow(docked.scenario, stamp=town.stamp(docked.blue_person))
    follow(other, stamp=town.stamp(docked.blue_person))

    merged(town, docked.scenario, other)

    told = Notice.objects.filter(template__contains="was merged into")
    assert sorted(told.values_list("person__username", flat=True)) == sorted(
        [docked.blue_person.username, town.owner.username]
    )
    assert {one.subject for one in told} == {subject_of(other)}


def test_followers_come_along_are_told_and_go_back_when_it_is_undone(town):
    docked = Docked(town)
    other = town.scenario(title="另一")
    blue, red = town.stamp(docked.blue_person), town.stamp(docked.red_person)
    follow(docked.scenario, stamp=blue)
    follow(docked.scenario, stamp=red)
    follow(other, stamp=red)

    made = merged(town, docked.scenario, other, at=NOON + timedelta(hours=1))

    along = Notice.objects.filter(template__contains="follow from now on")
    assert [one.person for one in along] == [docked.blue_person]
    assert followers_of(other) == sorted(
        [docked.blue_person, docked.red_person], key=lambda one: one.pk
    )

    undo_merger(made, reason="并非同一需求", stamp=town.stamp(town.city_officer))

    assert followers_of(other) == [docked.red_person]
    assert len(followers_of(docked.scenario)) == 2


def test_it_is_undone_with_a_reason_and_takes_answers_again(town):
    one, other = town.scenario(), town.scenario()
    made = merged(town, one, other)
    officer = town.stamp(town.city_officer)

    with pytest.raises(NoWords):
        undo_merger(made, reason=" ", stamp=officer)
    undo_merger(made, reason="并非同一需求", stamp=officer)
    again = undo_merger(made, reason="再次", stamp=officer)

    assert fresh(one).state == "open"
    assert again.undone_reason == "并非同一需求"
    assert mergers.merged_into(fresh(one)) is None
    assert merged(town, fresh(one), other).pk != made.pk


def test_one_opened_by_hand_meanwhile_points_nowhere_and_stays_open(town):
    one, other = town.scenario(), town.scenario()
    made = merged(town, one, other)
    officer = town.stamp(town.city_officer)
    record_outcome(one, outcome="reopen", note="业主要求", stamp=officer)

    assert mergers.merged_into(fresh(one)) is None
    assert mergers.merged_here(other) == []
    undo_merger(made, reason="已重新开放", stamp=officer)
    assert fresh(one).state == "open"


def test_what_cannot_be_merged_is_told(town):
    docked = Docked(town)
    docked.open()
    other, over = town.scenario(), town.scenario(state="closed")

    for one, into in ((docked.scenario, other), (other, over), (over, other), (other, other)):
        with pytest.raises(CannotMerge):
            merged(town, one, into)
    with pytest.raises(NoWords):
        merged(town, other, docked.scenario, reason="")
    for person in (town.officer, town.owner):
        with pytest.raises(NotAllowed):
            merge_scenarios(
                other, into=docked.scenario, reason="同一需求", stamp=town.stamp(person)
            )


def test_what_says_nearly_the_same_is_offered_and_others_by_their_number(town):
    need = {"need": "码头夜间照明不足，需要能在雾天工作的智能照明系统，覆盖三个泊位并与门禁联动。"}
    one, like = (town.scenario(title=title, answers=need) for title in ("码头照明", "泊位照明"))
    far = town.scenario(title="低空配送", answers={"need": "无人机在海岛之间配送药品。"})
    actor = town.stamp(town.city_officer).actor

    assert [found for found, percent in mergers.alike(actor, one) if percent > 60] == [like]
    assert mergers.reach_other(one, f" {far.number.lower()} ") == far
    for number in (one.number, "QD-0"):
        with pytest.raises(NotFound):
            mergers.reach_other(one, number)


@pytest.mark.django_db(transaction=True)
def test_of_two_mergers_of_one_pair_at_once_one_is_done(transactional_db):
    town = Town()
    one, other = town.scenario(), town.scenario()

    told = at_once(lambda: merged(town, one, other), lambda: merged(town, other, one))

    assert Merger.objects.count() == 1
    assert [isinstance(each, Refusal) for each in told].count(True) == 1
