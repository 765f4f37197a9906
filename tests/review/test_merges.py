"""Merging, families and "not the same"; each can be undone."""

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.review import queries
from citystage.stages.review.actions.comment import comment
from citystage.stages.review.actions.judge_tie import AlreadyMerged, judge_tie
from citystage.stages.review.actions.merge import merge
from citystage.stages.review.actions.unmerge import unmerge
from citystage.stages.review.actions.withdraw_tie import withdraw_tie
from citystage.stages.review.models import Family, Fingerprint, Opinion, Tie
from citystage.stages.review.states import CaseState, OpinionState
from tests.review.builders import HARBOUR, HARBOUR_AGAIN, HOSPITAL, case, fingerprint, need

FAMILY, NOT_SAME = Tie.Verdict.FAMILY, Tie.Verdict.NOT_SAME


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


def pair(town):
    one = case(town, application=town.application(answers=need(HARBOUR), state="recommended"))
    other = case(
        town, application=town.application(answers=need(HARBOUR_AGAIN), state="recommended")
    )
    for each in (one, other):
        fingerprint(town, each.application)
    return one, other


def prints(town, *texts):
    return [fingerprint(town, town.application(answers=need(text))) for text in texts]


def test_merge_links_the_case_and_ties_the_texts(town, office):
    one, other = pair(town)

    gone = merge(one, into=other, reason="同一需求", stamp=office)

    assert (gone.state, gone.merged_into) == (CaseState.MERGED, other)
    assert Tie.objects.get().verdict == Tie.Verdict.MERGED
    assert queries.absorbed(other) == [one]


def test_both_owners_are_told(town, office):
    second = town.person("second_owner")
    one, other = pair(town)
    other.application.filed_by = second
    other.application.save()

    merge(one, into=other, reason="同一需求", stamp=office)

    people = set(Notice.objects.values_list("person__username", flat=True))
    assert people == {"owner", "second_owner"}


def test_comments_of_the_merged_stay_readable_from_the_absorbing_case(town, office):
    one, other = pair(town)
    comment(one.application, audience="officers", body="先前意见", field="", stamp=office)

    merge(one, into=other, reason="同一需求", stamp=office)

    besides = [each.application for each in queries.absorbed(other)]
    read = queries.comments(other.application, office.actor, besides=besides)
    assert [row.body for row in read] == ["先前意见"]


def test_chains_of_merges_are_followed_to_the_end(town, office):
    one, other = pair(town)
    third = case(town)
    merge(one, into=other, reason="同一需求", stamp=office)

    merge(other, into=third, reason="同一需求", stamp=office)

    assert queries.absorbed(third) == [other, one]


def test_merge_breaks_off_a_round_of_opinions(town, office):
    one, other = pair(town)
    opinion = Opinion.objects.create(case=one, unit=town.health, state=OpinionState.ASKED)

    merge(one, into=other, reason="同一需求", stamp=office)

    opinion.refresh_from_db()
    assert opinion.state == OpinionState.WAIVED


@pytest.mark.parametrize("state", [CaseState.MERGED, CaseState.WITHDRAWN, CaseState.NOT_CHOSEN])
def test_nothing_is_merged_into_a_closed_case(town, office, state):
    with pytest.raises(WrongState):
        merge(case(town), into=case(town, state), reason="同一需求", stamp=office)


def test_a_case_is_not_merged_into_itself(town, office):
    one = case(town)

    with pytest.raises(WrongState):
        merge(one, into=one, reason="同一需求", stamp=office)


def test_a_district_does_not_merge(town):
    one, other = pair(town)

    with pytest.raises(NotAllowed):
        merge(one, into=other, reason="同一需求", stamp=town.stamp(town.officer))


def test_unmerge_brings_the_case_back_and_forgets_the_tie(town, office):
    one, other = pair(town)
    merge(one, into=other, reason="同一需求", stamp=office)

    back = unmerge(one, stamp=office)

    assert (back.state, back.merged_into) == (CaseState.POLISHING, None)
    assert not Tie.objects.exists()
    assert not Family.objects.exists()
    assert Entry.objects.filter(verb="review.case.unmerged").count() == 1


def test_unmerge_twice_is_refused(town, office):
    with pytest.raises(WrongState):
        unmerge(case(town), stamp=office)


def test_a_merged_need_may_be_withdrawn_and_stays_merged(town, office):
    one, other = pair(town)
    merge(one, into=other, reason="同一需求", stamp=office)

    withdraw(one.application, reason="不再需要", stamp=town.stamp(town.owner))

    one.refresh_from_db()
    assert one.state == CaseState.MERGED


def test_a_family_grows_and_two_families_become_one(town, office):
    a, b, c, d = prints(town, HARBOUR, HARBOUR_AGAIN, HOSPITAL, HOSPITAL + "二")
    judge_tie(a, b, verdict=FAMILY, reason="", stamp=office)
    judge_tie(c, d, verdict=FAMILY, reason="", stamp=office)
    assert Family.objects.count() == 2

    judge_tie(d, a, verdict=FAMILY, reason="同一场景", stamp=office)

    assert Family.objects.count() == 1
    assert Fingerprint.objects.filter(family__isnull=False).count() == 4


def test_a_judgement_is_one_row_whatever_the_order(town, office):
    a, b = prints(town, HARBOUR, HARBOUR_AGAIN)

    judge_tie(b, a, verdict=NOT_SAME, reason="地点不同", stamp=office)
    judge_tie(a, b, verdict=FAMILY, reason="", stamp=office)

    tie = Tie.objects.get()
    assert (tie.left, tie.right, tie.verdict) == (a, b, FAMILY)


def test_not_the_same_parts_a_family_of_two(town, office):
    a, b = prints(town, HARBOUR, HARBOUR_AGAIN)
    judge_tie(a, b, verdict=FAMILY, reason="", stamp=office)

    judge_tie(a, b, verdict=NOT_SAME, reason="", stamp=office)

    assert not Family.objects.exists()


def test_whoever_leaves_a_family_of_three_leaves_it_alone(town, office):
    a, b, c = prints(town, HARBOUR, HARBOUR_AGAIN, HOSPITAL)
    judge_tie(a, b, verdict=FAMILY, reason="", stamp=office)
    tie = judge_tie(b, c, verdict=FAMILY, reason="", stamp=office)

    withdraw_tie(tie, stamp=office)

    members = set(Fingerprint.objects.filter(family__isnull=False))
    assert members == {a, b}


def test_a_judgement_taken_back_twice_is_refused(town, office):
    a, b = prints(town, HARBOUR, HARBOUR_AGAIN)
    tie = judge_tie(a, b, verdict=NOT_SAME, reason="", stamp=office)
    withdraw_tie(tie, stamp=office)

    with pytest.raises(NotFound):
        withdraw_tie(tie, stamp=office)


def test_a_merge_is_undone_as_a_merge(town, office):
    one, other = pair(town)
    merge(one, into=other, reason="同一需求", stamp=office)
    tie = Tie.objects.get()

    with pytest.raises(Refusal, match=r"undo the merge|撤销合并"):
        withdraw_tie(tie, stamp=office)
    with pytest.raises(AlreadyMerged):
        judge_tie(tie.left, tie.right, verdict=NOT_SAME, reason="", stamp=office)


def test_only_the_office_judges(town, office):
    a, b = prints(town, HARBOUR, HARBOUR_AGAIN)
    district = town.stamp(town.officer)

    with pytest.raises(NotAllowed):
        judge_tie(a, b, verdict=FAMILY, reason="", stamp=district)
    tie = judge_tie(a, b, verdict=FAMILY, reason="", stamp=office)
    with pytest.raises(NotAllowed):
        withdraw_tie(tie, stamp=district)
    assert list(queries.judged(office.actor)) == [tie]
    assert queries.reach_tie(office.actor, tie.pk) == tie
    with pytest.raises(NotFound):
        queries.reach_tie(town.stamp(town.jimo_officer).actor, tie.pk)
