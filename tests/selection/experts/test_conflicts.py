"""Conflicts of interest: declared, claimed, set, judged; they bar the person everywhere."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection import standing
from citystage.stages.selection.actions.record_conflict import (
    NoReason,
    claim_conflict,
    declare_conflict,
    judge_conflict,
    pin_conflict,
)
from citystage.stages.selection.models import Candidacy, Conflict
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(town):
    return candidacy(town, programme(town))


def test_a_declared_conflict_bars_at_once_and_takes_the_seat(town, case):
    judge = expert(town)
    held = seat(case, judge, "accepted", chairs=True)
    stamp = town.stamp(judge.user)

    made = declare_conflict(case, kind="adviser", words="曾任顾问", stamp=stamp)

    held.refresh_from_db()
    assert (held.state, held.reason, held.chairs) == ("recused", "conflict", False)
    assert standing.barred(stamp.actor, case) == made
    assert list(Candidacy.objects.open_to(stamp.actor)) == []


def test_declared_twice_it_stands_once(town, case):
    judge = expert(town)

    for _ in range(2):
        declare_conflict(case, kind="adviser", words="曾任顾问", stamp=town.stamp(judge.user))

    assert Conflict.objects.count() == 1
    assert Entry.objects.filter(verb="selection.conflict.recorded").count() == 1


def test_an_officer_in_conflict_is_kept_away_for_good(town, case):
    stamp = town.stamp(town.city_officer)
    made = declare_conflict(case, kind="kin", words="亲属任职", stamp=stamp)

    assert (made.user, made.expert) == (town.city_officer, None)
    assert standing.is_barred(town.city_officer.pk, case.pk)
    with pytest.raises(NotAllowed):
        judge_conflict(made, standing_now="dismissed", words="误报", stamp=stamp)


def test_the_alternate_of_the_same_kind_comes_in(town, case):
    leaver = expert(town, "刘工", kind="finance")
    seat(case, leaver, "accepted")
    seat(case, expert(town, "陈工"), "reserve", reserve_place=1)
    same = seat(case, expert(town, "孙工", kind="finance"), "reserve", reserve_place=2)

    declare_conflict(case, kind="kin", words="亲属", stamp=town.stamp(leaver.user))

    same.refresh_from_db()
    assert (same.state, same.replaces.expert) == ("asked", leaver)


def test_an_applicant_claims_and_an_officer_judges(town, case):
    judge = expert(town)
    held = seat(case, judge, "asked")

    claim = claim_conflict(
        case, person=judge, kind="competitor", words="任职竞争对手", stamp=town.stamp(town.owner)
    )
    flagged = claim.standing
    judge_conflict(
        claim, standing_now="bars", words="查证属实", stamp=town.stamp(town.city_officer)
    )

    held.refresh_from_db()
    assert (flagged, held.state) == ("flagged", "recused")


def test_a_stranger_cannot_claim(town, case):
    with pytest.raises(NotAllowed):
        claim_conflict(
            case,
            person=expert(town),
            kind="kin",
            words="亲属",
            stamp=town.stamp(town.jimo_officer),
        )


def test_nothing_is_claimed_after_the_end(town, case):
    Candidacy.objects.filter(pk=case.pk).update(state="not_chosen")

    with pytest.raises(NotAllowed):
        claim_conflict(
            case, person=expert(town), kind="kin", words="亲属", stamp=town.stamp(town.owner)
        )


def test_a_reason_is_part_of_it(town, case):
    office = town.stamp(town.city_officer)
    judge = expert(town)

    with pytest.raises(NoReason):
        pin_conflict(case, person=judge, kind="kin", words=" ", stamp=office)
    pinned = pin_conflict(case, person=judge, kind="kin", words="亲属", stamp=office)
    with pytest.raises(NoReason):
        judge_conflict(pinned, standing_now="noted", words="", stamp=office)


def test_a_judged_conflict_stays_on_record(town, case):
    office = town.stamp(town.city_officer)
    judge = expert(town)
    pinned = pin_conflict(case, person=judge, kind="co_work", words="共同项目", stamp=office)

    judge_conflict(pinned, standing_now="noted", words="五年前的项目", stamp=office)

    pinned.refresh_from_db()
    assert (pinned.standing, pinned.words, pinned.judgement) == (
        "noted",
        "共同项目",
        "五年前的项目",
    )
    assert not standing.is_barred(judge.user.pk, case.pk)


def test_an_officer_pins_another_officer(town, case):
    pinned = pin_conflict(
        case,
        person=town.officer,
        kind="employer",
        words="曾在该企业任职",
        stamp=town.stamp(town.city_officer),
    )

    assert standing.barring(town.stamp(town.officer).actor, [case]) == {case.pk: pinned}


def test_nobody_is_barred_who_is_not_signed_in(town, case):
    assert standing.barring(NOBODY, [case]) == {}
    assert list(Candidacy.objects.barred_to(NOBODY)) == []
    assert list(Candidacy.objects.open_to(NOBODY)) == [case]


def test_a_conflict_of_one_bars_nobody_else(town, case):
    declare_conflict(case, kind="kin", words="亲属", stamp=town.stamp(expert(town).user))

    other = town.stamp(expert(town, "陈工").user).actor

    assert standing.barred(other, case) is None
    assert list(Candidacy.objects.open_to(other)) == [case]
