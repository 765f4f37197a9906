"""Decisions and proposals: who may, what replaces what, what survives."""

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.matchmaking.actions.judge import judge, withdraw_judgement
from citystage.stages.matchmaking.actions.mandates import NoBroker, end_mandate, give_mandate
from citystage.stages.matchmaking.actions.propose import WhyNeeded, propose
from citystage.stages.matchmaking.deciding import JudgedMeanwhile, NoReason
from citystage.stages.matchmaking.models import Judgement, Mandate
from citystage.stages.matchmaking.queries import judgements, reach
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode
from tests.matchmaking.builders import broker, matching, member, supplier

K = JudgementKind


@pytest.fixture
def scenario(town):
    matching(town)
    return town.scenario(owner_unit=town.firm)


@pytest.fixture
def trucks(town):
    return supplier(town).organisation


def says(  # noqa: PLR0913 -- what a decision is made of
    scenario, organisation, kind, stamp, *, reason="", words="", seen=None
):
    return judge(
        scenario,
        organisation=organisation,
        kind=kind,
        reason=reason,
        words=words,
        capability=None,
        seen=seen,
        stamp=stamp,
    )


def proposes(scenario, organisation, stamp, words="已在同类港区落地。"):
    return propose(scenario, organisation=organisation, capability=None, words=words, stamp=stamp)


def verbs():
    found = Entry.objects.filter(verb__startswith="matchmaking.").order_by("id")
    return list(found.values_list("verb", flat=True))


def test_the_owner_confirms_and_the_ledger_knows(town, scenario, trucks):
    made = says(scenario, trucks, K.CONFIRM, town.stamp(town.owner))

    assert (made.kind, made.current, made.made_for) == ("confirm", True, town.firm)
    assert verbs() == ["matchmaking.pair.confirmed"]


def test_a_later_decision_takes_the_place_of_the_earlier(town, scenario, trucks):
    first = says(scenario, trucks, K.CONFIRM, town.stamp(town.owner))
    second = says(
        scenario,
        trucks,
        K.REJECT,
        town.stamp(town.city_officer),
        reason=ReasonCode.LICENCE,
        seen=first.pk,
    )

    first.refresh_from_db()
    assert (first.current, second.current) == (False, True)
    assert verbs() == ["matchmaking.pair.confirmed", "matchmaking.pair.rejected"]


def test_the_same_decision_again_changes_nothing(town, scenario, trucks):
    stamp = town.stamp(town.owner)
    first = says(scenario, trucks, K.PIN, stamp)
    again = says(scenario, trucks, K.PIN, stamp)

    assert again == first
    assert verbs() == ["matchmaking.pair.pinned"]


def test_who_has_not_seen_the_decision_of_another_is_told(town, scenario, trucks):
    says(scenario, trucks, K.CONFIRM, town.stamp(town.owner))

    with pytest.raises(JudgedMeanwhile):
        says(scenario, trucks, K.EXCLUDE, town.stamp(town.city_officer), reason=ReasonCode.CONFLICT)
    with pytest.raises(JudgedMeanwhile):
        withdraw_judgement(
            scenario, organisation=trucks, seen=None, stamp=town.stamp(town.city_officer)
        )


@pytest.mark.parametrize(
    ("kind", "reason", "words"),
    [
        (K.REJECT, "", ""),
        (K.EXCLUDE, "", "冲突"),
        (K.REJECT, "unheard-of", ""),
        (K.REJECT, "other", " "),
    ],
)
def test_against_a_supplier_a_reason_is_needed(  # noqa: PLR0913, PLR0917 -- fixtures and cases
    town, scenario, trucks, kind, reason, words
):
    with pytest.raises(NoReason):
        says(scenario, trucks, kind, town.stamp(town.owner), reason=reason, words=words)


def test_a_decision_is_taken_back_once(town, scenario, trucks):
    stamp = town.stamp(town.owner)
    made = says(scenario, trucks, K.PIN, stamp)

    back = withdraw_judgement(scenario, organisation=trucks, seen=made.pk, stamp=stamp)
    again = withdraw_judgement(scenario, organisation=trucks, seen=back.pk, stamp=stamp)
    nothing = withdraw_judgement(
        scenario, organisation=supplier(town, "示例乙").organisation, seen=None, stamp=stamp
    )

    assert (back.kind, again, nothing) == ("withdraw", back, None)
    assert verbs() == ["matchmaking.pair.pinned", "matchmaking.pair.judgement_withdrawn"]


def test_only_the_owners_side_and_its_officers_decide(town, scenario, trucks):
    person, seat = broker(town)
    give_mandate(scenario, broker=seat, stamp=town.stamp(town.city_officer))

    for user in (person, member(town, trucks), town.jimo_officer, town.clerk):
        with pytest.raises(NotAllowed):
            says(scenario, trucks, K.CONFIRM, town.stamp(user))
        with pytest.raises(NotAllowed):
            withdraw_judgement(scenario, organisation=trucks, seen=None, stamp=town.stamp(user))


def test_a_broker_proposes_what_it_was_given_and_the_owner_hears(town, scenario, trucks):
    person, seat = broker(town)
    stamp = town.stamp(person)
    with pytest.raises(NotAllowed):
        proposes(scenario, trucks, stamp)
    give_mandate(scenario, broker=seat, stamp=town.stamp(town.city_officer))

    with pytest.raises(WhyNeeded):
        proposes(scenario, trucks, stamp, words=" ")
    made = proposes(scenario, trucks, stamp)
    again = proposes(scenario, trucks, stamp)

    assert again == made
    told = Notice.objects.filter(person=town.owner).get()
    assert "已在同类港区落地。" in told.text
    assert [one.pk for one in judgements.proposed_by(stamp.actor)] == [made.pk]


def test_a_proposal_stands_beside_the_decision_and_hears_it(town, scenario, trucks):
    person, seat = broker(town)
    give_mandate(scenario, broker=seat, stamp=town.stamp(town.city_officer))
    proposal = proposes(scenario, trucks, town.stamp(person))

    says(scenario, trucks, K.CONFIRM, town.stamp(town.owner))
    confirmed = Notice.objects.filter(person=person).latest("pk").text
    decision = Judgement.objects.get(proposal=False)
    says(
        scenario,
        trucks,
        K.REJECT,
        town.stamp(town.owner),
        reason=ReasonCode.PLACE,
        seen=decision.pk,
    )

    proposal.refresh_from_db()
    assert proposal.current
    assert "示例无人车有限公司" in confirmed
    assert Notice.objects.filter(person=person).count() == 3
    with pytest.raises(NotAllowed):
        proposes(scenario, trucks, town.stamp(person), words="仍然建议。")


def test_who_is_no_broker_proposes_nothing(town, scenario, trucks):
    with pytest.raises(NotAllowed):
        proposes(scenario, trucks, town.stamp(town.city_officer))


def test_the_office_gives_a_scenario_to_a_broker_and_takes_it_back(town, scenario):
    person, seat = broker(town)
    officer = town.stamp(town.city_officer)

    mandate = give_mandate(scenario, broker=seat, stamp=officer)
    same = give_mandate(scenario, broker=seat, stamp=officer)
    given = list(reach.matchable(town.stamp(person).actor))
    end_mandate(mandate, stamp=officer)
    end_mandate(mandate, stamp=officer)

    assert same == mandate
    assert given == [scenario]
    assert list(reach.matchable(town.stamp(person).actor)) == []
    assert verbs() == ["matchmaking.mandate.given", "matchmaking.mandate.ended"]
    assert [one.seat for one in reach.brokers(town.city)] == [seat]


def test_only_the_office_gives_and_only_to_brokers(town, scenario, trucks):
    _person, seat = broker(town)

    with pytest.raises(NotAllowed):
        give_mandate(scenario, broker=seat, stamp=town.stamp(town.owner))
    with pytest.raises(NoBroker):
        give_mandate(scenario, broker=trucks.seat, stamp=town.stamp(town.city_officer))
    assert Mandate.objects.count() == 0


def test_the_history_tells_all_of_it_to_those_who_may_see_it(
    town, scenario, trucks, django_assert_num_queries
):
    first = says(scenario, trucks, K.CONFIRM, town.stamp(town.owner))
    says(
        scenario,
        trucks,
        K.REJECT,
        town.stamp(town.owner),
        reason=ReasonCode.OTHER,
        words="改由本单位自建。",
        seen=first.pk,
    )

    actor = town.stamp(town.owner).actor
    with django_assert_num_queries(1):
        kinds = [
            (one.kind, one.made_by.username, one.organisation.name)
            for one in judgements.history(actor, scenario)
        ]

    assert kinds == [
        ("reject", "owner", "示例无人车有限公司"),
        ("confirm", "owner", "示例无人车有限公司"),
    ]
    assert not judgements.history(town.stamp(town.clerk).actor, scenario).exists()
