"""Votes, notices and objections by people who act at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.stages.selection.actions.apply_ballot import apply_ballot
from citystage.stages.selection.actions.cast_vote import cast_vote
from citystage.stages.selection.actions.take_effect import take_effect
from citystage.stages.selection.models import Candidacy, Notice, Objection, Vote
from tests.conftest import HOUSE, Town
from tests.racing import at_once, refusals
from tests.selection import deciding

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return Town()


def test_two_officers_apply_the_same_ballot_and_one_does(town):
    ballot = deciding.voted(town, deciding.ready(town))
    stamps = [
        town.stamp(town.city_officer),
        town.stamp(town.person("second", Role.CITY_OFFICER, town.city)),
    ]

    said = refusals(
        *(lambda s=stamp: apply_ballot(ballot, title="公示", text="", stamp=s) for stamp in stamps)
    )

    assert [one is None for one in said].count(True) == 1
    assert Notice.objects.count() == 1


def test_two_programmes_post_notices_with_numbers_of_their_own(town):
    ballots = [deciding.voted(town, deciding.ready(town))]
    people = [voter.user for voter in ballots[0].voters.select_related("user")]
    second, _ = deciding.opened(town, deciding.ready(town), people=people)
    for item in second.items.all():
        for person in people:
            cast_vote(item, choice="for", words="", stamp=town.stamp(person))
    deciding.close_ballot(second, stamp=town.stamp(town.city_officer))

    said = refusals(
        *(
            lambda b=ballot: apply_ballot(
                b, title="公示", text="", stamp=town.stamp(town.city_officer)
            )
            for ballot in (*ballots, second)
        )
    )

    numbers = Notice.objects.order_by("number").values_list("number", flat=True)
    assert said == [None, None]
    assert list(numbers) == ["qingdao-2026-01", "qingdao-2026-02"]


def test_a_voter_pressing_often_has_one_current_vote(town):
    ballot, people = deciding.opened(town, deciding.ready(town))
    item, stamp = ballot.items.first(), town.stamp(people[0])

    at_once(*[lambda: cast_vote(item, choice="for", words="", stamp=stamp)] * 4)

    assert Vote.objects.filter(item=item).count() == 4
    assert Vote.objects.filter(item=item, current=True).count() == 1


@pytest.mark.parametrize("turn", range(6))
def test_an_objection_in_the_last_second_blocks_or_came_late(town, turn):
    notice = deciding.noticed(town, 1)
    candidacy = deciding.in_notice(notice)[0]
    last = notice.until - timedelta(seconds=1)
    due = replace(HOUSE, at=deciding.later(notice))

    def effect():
        return take_effect(candidacy, stamp=due)

    def objection():
        return deciding.objected(town, notice, at=last)

    at_once(*([effect, objection] if turn % 2 else [objection, effect]))

    state = Candidacy.objects.get().state
    assert (state, Objection.objects.count()) in {("effective", 0), ("notice", 1)}


def test_many_clocks_let_it_take_effect_once(town):
    notice = deciding.noticed(town, 1)
    candidacy = deciding.in_notice(notice)[0]
    due = replace(HOUSE, at=deciding.later(notice))

    done = at_once(*[lambda: take_effect(candidacy, stamp=due)] * 4)

    assert sorted(done) == [False, False, False, True]
    assert Entry.objects.filter(verb="selection.candidacy.took_effect").count() == 1
