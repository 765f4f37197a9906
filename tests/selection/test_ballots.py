"""Collective decisions: signed votes, quorum, recusal, and everything in one moment."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.foundation.access.models import User
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail
from citystage.foundation.notices.models import Notice as Told
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.selection import signing
from citystage.stages.selection.actions.apply_ballot import MovedOn, NoTitle, apply_ballot
from citystage.stages.selection.actions.cast_vote import WordsMissing, cast_vote
from citystage.stages.selection.actions.change_proposal import (
    ReasonMissing,
    change_proposal,
    drop_proposal,
)
from citystage.stages.selection.actions.close_ballot import NoQuorum, close_ballot
from citystage.stages.selection.actions.give_reason import give_reason
from citystage.stages.selection.actions.name_voters import name_voters
from citystage.stages.selection.actions.open_ballot import (
    NotYetComplete,
    cancel_ballot,
    open_ballot,
    reopen_ballot,
)
from citystage.stages.selection.actions.prepare_ballot import NothingReady, prepare_ballot
from citystage.stages.selection.counting import Count, Fate, Rule, count, fate
from citystage.stages.selection.models import Ballot, Candidacy, Notice, Vote
from tests.selection import building, deciding
from tests.selection.building import terms
from tests.selection.experts.register import expert, seat
from tests.selection.scoring.marking import handed_in

pytestmark = pytest.mark.usefixtures("english")


def test_what_ranks_first_is_proposed_as_far_as_places_go(town):
    programme = deciding.ready(town, 3, places={"total": 2, "districts": {"laoshan": 1}})
    third = programme.candidacies.get(number=3)
    third.city_place, third.district = 1, town.jimo
    third.save()

    ballot = prepare_ballot(programme, title="表决", stamp=town.stamp(town.city_officer))

    items = ballot.items.values_list("candidacy__number", "proposal")
    assert list(items) == [(3, "select"), (1, "select"), (2, "not_select")]


def test_the_order_of_the_scores_decides_what_is_proposed(town):
    programme = deciding.ready(town, 3, places={"total": 1})
    judge = expert(town)
    for candidacy, novelty in zip(
        programme.candidacies.order_by("number"), (40, 90, 70), strict=True
    ):
        handed_in(seat(candidacy, judge, "accepted"), novelty, novelty)
    Candidacy.objects.filter(number=3).update(state="diligence")

    ballot = prepare_ballot(programme, title="表决", stamp=town.stamp(town.city_officer))

    items = ballot.items.values_list("candidacy__number", "proposal")
    assert list(items) == [(2, "select"), (1, "not_select")]


def test_what_is_below_the_least_is_not_proposed_though_there_are_places(town):
    scoring = {**terms()["scoring"], "minimum_total": "60"}
    programme = deciding.ready(town, 2, scoring=scoring)
    judge = expert(town)
    ready = programme.candidacies.order_by("number")
    for candidacy, novelty in zip(ready, (40, 90), strict=True):
        handed_in(seat(candidacy, judge, "accepted"), novelty, novelty)

    ballot = prepare_ballot(programme, title="表决", stamp=town.stamp(town.city_officer))

    items = ballot.items.values_list("candidacy__number", "proposal")
    assert list(items) == [(2, "select"), (1, "not_select")]


def test_a_candidacy_is_on_one_live_ballot_only(town):
    programme = deciding.ready(town)
    stamp = town.stamp(town.city_officer)
    ballot = prepare_ballot(programme, title="表决", stamp=stamp)

    with pytest.raises(NothingReady):
        prepare_ballot(programme, title="再次表决", stamp=stamp)
    cancel_ballot(ballot, reason="重新准备。", stamp=stamp)
    assert prepare_ballot(programme, title="再次表决", stamp=stamp).items.count() == 2


def test_only_the_coordinating_office_prepares(town):
    programme = deciding.ready(town)

    with pytest.raises(NotAllowed):
        prepare_ballot(programme, title="表决", stamp=town.stamp(town.officer))


def test_a_vote_opens_once_voters_and_reasons_are_there(town):
    programme = deciding.ready(town, 2, places={"total": 1})
    stamp = town.stamp(town.city_officer)
    ballot = prepare_ballot(programme, title="表决", stamp=stamp)
    with pytest.raises(NotYetComplete, match="name more voters"):
        open_ballot(ballot, stamp=stamp)
    people = deciding.voters(town)
    name_voters(ballot, people=people[1:], chair=people[0], stamp=stamp)
    with pytest.raises(NotYetComplete, match="no reason yet"):
        open_ballot(ballot, stamp=stamp)

    number = give_reason(ballot, reason="名额已满。", stamp=stamp)
    opened = open_ballot(ballot, stamp=stamp)

    assert (number, opened.state) == (1, "open")
    assert set(ballot.voters.filter(chairs=True).values_list("user_id", flat=True)) == {
        people[0].pk
    }
    assert Told.objects.filter(person__in=people).count() == 3
    with pytest.raises(WrongState):
        name_voters(ballot, people=people, chair=None, stamp=stamp)


def test_an_empty_ballot_does_not_open(town):
    programme = deciding.ready(town, 1)
    ballot, _ = deciding.prepared(town, programme)
    stamp = town.stamp(town.city_officer)
    drop_proposal(ballot.items.get(), stamp=stamp)

    with pytest.raises(NotYetComplete, match="Nothing"):
        open_ballot(ballot, stamp=stamp)


def test_a_proposal_changes_with_its_reason(town):
    programme = deciding.ready(town)
    ballot, _ = deciding.prepared(town, programme)
    item, stamp = ballot.items.first(), town.stamp(town.city_officer)

    with pytest.raises(ReasonMissing):
        change_proposal(item, proposal="not_select", reason=" ", stamp=stamp)
    change_proposal(item, proposal="not_select", reason="条件不足。", stamp=stamp)

    item.refresh_from_db()
    assert (item.proposal, item.reason) == ("not_select", "条件不足。")


def test_a_vote_is_signed_and_a_changed_one_is_a_new_row(town):
    ballot, people = deciding.opened(town, deciding.ready(town))
    item, stamp = ballot.items.first(), town.stamp(people[0])

    cast_vote(item, choice="for", words="", stamp=stamp)
    last = cast_vote(item, choice="against", words="数据不足。", stamp=stamp)

    votes = Vote.objects.filter(item=item).order_by("pk")
    assert [(vote.choice, vote.current) for vote in votes] == [("for", False), ("against", True)]
    assert all(signing.is_intact(vote) for vote in votes)
    told = Entry.objects.filter(verb="selection.vote.cast").order_by("-pk").first()
    assert told.payload == {
        "ballot_id": ballot.pk,
        "item_id": item.pk,
        "signature": last.signature,
    }
    last.words = "改写。"
    assert not signing.is_intact(last)


def test_against_and_recused_say_why(town):
    ballot, people = deciding.opened(town, deciding.ready(town))

    with pytest.raises(WordsMissing):
        cast_vote(ballot.items.first(), choice="against", words=" ", stamp=town.stamp(people[0]))


def test_only_voters_vote_and_only_while_it_is_open(town):
    ballot, people = deciding.prepared(town, deciding.ready(town))
    item = ballot.items.first()

    with pytest.raises(WrongState, match="not taken"):
        cast_vote(item, choice="for", words="", stamp=town.stamp(people[0]))
    open_ballot(ballot, stamp=town.stamp(town.city_officer))
    with pytest.raises(WrongState, match="called"):
        cast_vote(item, choice="for", words="", stamp=town.stamp(town.city_officer))


def test_a_voter_in_conflict_votes_on_everything_else(town):
    ballot, people = deciding.opened(town, deciding.ready(town))
    first, second = ballot.items.all()
    deciding.bar(people[0], first.candidacy)

    with pytest.raises(WrongState, match="conflict of interest"):
        cast_vote(first, choice="for", words="", stamp=town.stamp(people[0]))
    assert cast_vote(second, choice="for", words="", stamp=town.stamp(people[0])).pk


def test_without_quorum_nothing_is_counted_and_it_is_said_where(town):
    ballot, people = deciding.opened(town, deciding.ready(town))
    for item in ballot.items.all():
        for person in people[: 3 if item.place == 1 else 2]:
            cast_vote(item, choice="abstain", words="", stamp=town.stamp(person))

    with pytest.raises(NoQuorum, match=r"No\. 2\."):
        close_ballot(ballot, stamp=town.stamp(town.city_officer))


def test_an_officer_in_conflict_does_not_lead_the_vote(town):
    programme = deciding.ready(town)
    ballot, _ = deciding.prepared(town, programme)
    deciding.bar(town.city_officer, programme.candidacies.first())
    stamp = town.stamp(town.city_officer)

    for act in (
        lambda: open_ballot(ballot, stamp=stamp),
        lambda: apply_ballot(ballot, title="公示", text="", stamp=stamp),
        lambda: change_proposal(ballot.items.first(), proposal="select", reason="", stamp=stamp),
        lambda: drop_proposal(ballot.items.first(), stamp=stamp),
    ):
        with pytest.raises(Refusal, match="conflict of interest"):
            act()


def test_a_common_reason_passes_over_what_the_officer_may_not_see(town):
    programme = deciding.ready(town, 2, places={"districts": {"laoshan": 0}})
    ballot = prepare_ballot(programme, title="表决", stamp=town.stamp(town.city_officer))
    deciding.bar(town.city_officer, programme.candidacies.first())

    number = give_reason(ballot, reason="名额已满。", stamp=town.stamp(town.city_officer))

    assert number == 1
    assert list(ballot.items.values_list("reason", flat=True)) == ["", "名额已满。"]


def test_everything_takes_effect_in_one_moment_with_its_notice(town):
    User.objects.update(language="en")
    programme = deciding.ready(town, 3, places={"total": 2})
    ballot = deciding.voted(town, programme)
    assert not Told.objects.filter(template__contains="proposed for selection").exists()

    notice = apply_ballot(
        ballot, title="拟认定名单公示", text="", stamp=town.stamp(town.city_officer)
    )

    states = programme.candidacies.values_list("number", "state")
    assert list(states) == [(1, "notice"), (2, "notice"), (3, "not_chosen")]
    assert notice.number == "qingdao-2026-01"
    # NOON is a Saturday: five working days end with the Friday after.
    assert notice.until.isoformat() == "2026-11-28T00:00:00+08:00"
    assert {mail.subject for mail in Mail.objects.filter(person=town.owner)} == {
        (
            "“港区无人集卡水平运输” is proposed for selection. The public notice runs until"
            " 2026-11-27; it takes effect when nothing stands against it."
        ),
        "“港区无人集卡水平运输” has not been selected this time. Reason: 名额已满。",
    }


def test_a_selection_not_carried_is_told_as_that(town):
    User.objects.update(language="en")
    programme = deciding.ready(town, 1)
    ballot = deciding.voted(town, programme, choice="against")

    notice = apply_ballot(ballot, title="", text="", stamp=town.stamp(town.city_officer))

    assert notice is None
    assert programme.candidacies.get().state == "not_chosen"
    assert Mail.objects.filter(subject__contains="the vote did not carry it").exists()


def test_a_rejected_proposal_to_leave_out_waits_for_another_vote(town):
    programme = deciding.ready(town, 1, places={"districts": {"laoshan": 0}})
    ballot = deciding.voted(town, programme, choice="against")

    apply_ballot(ballot, title="", text="", stamp=town.stamp(town.city_officer))

    assert programme.candidacies.get().state == "ready"


def test_nothing_takes_effect_when_one_has_moved_on(town):
    programme = deciding.ready(town)
    ballot = deciding.voted(town, programme)
    Candidacy.objects.filter(number=2).update(state="withdrawn")

    with pytest.raises(MovedOn, match=r"No\. 2"):
        apply_ballot(ballot, title="公示", text="", stamp=town.stamp(town.city_officer))

    assert programme.candidacies.get(number=1).state == "ready"
    assert Ballot.objects.get().state == "closed"


def test_a_notice_has_a_title_and_a_ballot_is_applied_once(town):
    ballot = deciding.voted(town, deciding.ready(town))
    stamp = town.stamp(town.city_officer)

    with pytest.raises(NoTitle):
        apply_ballot(ballot, title=" ", text="", stamp=stamp)
    apply_ballot(ballot, title="公示", text="", stamp=stamp)
    with pytest.raises(WrongState):
        apply_ballot(ballot, title="公示", text="", stamp=stamp)
    assert Notice.objects.count() == 1


def test_only_the_office_applies(town):
    ballot = deciding.voted(town, deciding.ready(town))

    with pytest.raises(NotAllowed):
        apply_ballot(ballot, title="公示", text="", stamp=town.stamp(town.officer))


def test_voting_goes_on_after_counting(town):
    ballot = deciding.voted(town, deciding.ready(town))
    stamp = town.stamp(town.city_officer)

    reopen_ballot(ballot, reason="补充材料。", stamp=stamp)

    assert list(ballot.items.values_list("carried", flat=True)) == [None, None]
    assert close_ballot(ballot, stamp=stamp).state == "closed"


VOTES = st.lists(st.sampled_from(Vote.Choice.values), max_size=12)
RULES = st.builds(
    Rule,
    quorum=st.integers(1, 8),
    majority=st.sampled_from([0.5, 0.6, 0.66, 0.6667, 0.75, 1.0]),
    strictly_more=st.booleans(),
)


@given(votes=VOTES, rule=RULES)
def test_abstaining_and_stepping_aside_never_change_the_outcome(votes, rule):
    told = count(votes)

    more = count([*votes, "abstain", "recused"])

    assert more.carries(rule) == told.carries(rule)
    assert more.took_part == told.took_part + 1


@given(votes=VOTES, rule=RULES)
def test_one_more_in_favour_never_loses_it(votes, rule):
    if count(votes).carries(rule):
        assert count([*votes, "for"]).carries(rule)


@given(votes=VOTES, rule=RULES)
def test_a_strict_majority_is_a_majority(votes, rule):
    loose = Rule(quorum=rule.quorum, majority=rule.majority, strictly_more=False)

    assert count(votes).carries(loose) or not count(votes).carries(rule)


@pytest.mark.parametrize(
    ("in_favour", "against", "majority", "strictly_more", "carried"),
    [
        (1, 1, 0.5, True, False),
        (1, 1, 0.5, False, True),
        (2, 1, 0.6667, False, True),
        (2, 1, 0.6667, True, False),
        (0, 0, 0.5, False, False),
        (3, 0, 1.0, False, True),
    ],
)
def test_majorities_as_they_are_meant(in_favour, against, majority, strictly_more, carried):
    told = Count(in_favour=in_favour, against=against)
    rule = Rule(quorum=1, majority=majority, strictly_more=strictly_more)

    assert told.carries(rule) is carried


def test_two_thirds_is_read_as_two_thirds():
    assert Rule(quorum=1, majority=0.667, strictly_more=True).share == Fraction(2, 3)


def test_what_becomes_of_a_proposal():
    found = {(p, c): fate(p, carried=c) for p in ("select", "not_select") for c in (True, False)}

    assert found == {
        ("select", True): Fate.SELECT,
        ("select", False): Fate.NOT_SELECT,
        ("not_select", True): Fate.NOT_SELECT,
        ("not_select", False): Fate.WAITS,
    }


def test_a_programme_with_nothing_ready_has_no_ballot(town):
    with pytest.raises(NothingReady):
        prepare_ballot(building.programme(town), title="表决", stamp=town.stamp(town.city_officer))
