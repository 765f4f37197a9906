"""What is decided on the suppliers of a draft holds for the scenario it becomes."""

from threading import Thread

import pytest
from django.db import connection, transaction

from citystage.foundation.ledger import journal
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.facts import ScenarioEntered
from citystage.stages.intake.states import ApplicationState
from citystage.stages.matchmaking.actions.judge import judge
from citystage.stages.matchmaking.actions.judge_draft import judge_draft, withdraw_from_draft
from citystage.stages.matchmaking.deciding import JudgedMeanwhile, NoReason
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.queries import judgements
from citystage.stages.matchmaking.queries.suppliers import (
    able_suppliers,
    able_suppliers_of_draft,
)
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode
from tests.matchmaking.builders import PHARMACY, matching, supplier

K = JudgementKind
NEED = "码头前沿至堆场之间的水平运输由外包司机完成，希望以无人驾驶集卡替代，实现自动接驳。"


@pytest.fixture
def draft(town):
    matching(town)
    return town.application(
        state=ApplicationState.DRAFT, answers={"title": "港区无人集卡", "need": NEED}
    )


@pytest.fixture
def owner(town):
    return town.stamp(town.owner)


def said(draft, organisation, kind, stamp, *, seen=None, reason="", words=""):  # noqa: PLR0913
    return judge_draft(
        draft,
        organisation=organisation,
        kind=kind,
        reason=reason,
        words=words,
        capability=None,
        seen=seen,
        stamp=stamp,
    )


def entered(town, draft):
    scenario = town.scenario(application=draft, summary=NEED, owner_unit=town.firm)
    with transaction.atomic():
        told = ScenarioEntered(scenario_id=scenario.pk, origin="case")
        journal.record(told, subject=scenario, stamp=town.stamp(town.city_officer))
    return scenario


def test_a_decision_on_a_draft_lies_over_its_ranking(town, draft, owner):
    trucks = supplier(town)
    weak = supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    said(draft, trucks.organisation, K.REJECT, owner, reason=ReasonCode.SIZE)
    said(draft, weak.organisation, K.PIN, owner)

    found = able_suppliers_of_draft(draft, draft.answers)

    assert [row.organisation for row in found.out] == [trucks.organisation]
    assert [(row.organisation, row.pinned) for row in found.rows] == [(weak.organisation, True)]
    assert found.good == 0
    assert list(Entry.objects.values_list("verb", flat=True)) == ["matchmaking.draft.judged"] * 2


def test_the_same_decision_again_changes_nothing(town, draft, owner):
    trucks = supplier(town).organisation
    made = said(draft, trucks, K.CONFIRM, owner)

    assert said(draft, trucks, K.CONFIRM, owner) == made
    with pytest.raises(JudgedMeanwhile):
        said(draft, trucks, K.PIN, owner)
    with pytest.raises(NoReason):
        said(draft, trucks, K.REJECT, owner, seen=made.pk)
    assert said(draft, trucks, K.PIN, owner, seen=made.pk).current


def test_a_decision_on_a_draft_is_taken_back_once(town, draft, owner):
    trucks = supplier(town).organisation
    nothing = withdraw_from_draft(draft, organisation=trucks, seen=None, stamp=owner)
    made = said(draft, trucks, K.CONFIRM, owner)

    back = withdraw_from_draft(draft, organisation=trucks, seen=made.pk, stamp=owner)
    again = withdraw_from_draft(draft, organisation=trucks, seen=None, stamp=owner)

    assert (nothing, back) == (None, again)
    assert back.kind == K.WITHDRAW
    assert able_suppliers_of_draft(draft, draft.answers).rows[0].judgement is None


def test_decisions_go_with_the_draft_into_the_catalogue(town, draft, owner):
    trucks = supplier(town).organisation
    made = said(draft, trucks, K.REJECT, owner, reason=ReasonCode.PLACE, words="不服务本港区")

    scenario = entered(town, draft)

    (out,) = able_suppliers(town.stamp(town.city_officer).actor, scenario).out
    assert out.judgement == made
    assert out.judgement.words == "不服务本港区"
    assert list(judgements.history(owner.actor, scenario)) == [made]
    carried = Entry.objects.get(verb="matchmaking.draft.judgements_carried").payload
    assert carried["decisions"] == 1
    replaced = judge(
        scenario,
        organisation=trucks,
        kind=K.CONFIRM,
        reason="",
        words="",
        capability=None,
        seen=made.pk,
        stamp=owner,
    )
    assert Judgement.objects.get(current=True) == replaced


def test_a_draft_in_the_catalogue_is_decided_on_there(english, town, draft, owner):
    trucks = supplier(town).organisation
    entered(town, draft)

    with pytest.raises(NotAllowed, match="stands in the catalogue"):
        said(draft, trucks, K.CONFIRM, owner)


def test_a_draft_nobody_decided_on_carries_nothing(town, draft):
    entered(town, draft)

    assert not Entry.objects.filter(verb="matchmaking.draft.judgements_carried").exists()


def test_only_the_owner_and_its_officers_decide_on_a_draft(town, draft):
    trucks = supplier(town).organisation

    with pytest.raises(NotAllowed):
        said(draft, trucks, K.CONFIRM, town.stamp(town.jimo_officer))
    assert said(draft, trucks, K.CONFIRM, town.stamp(town.officer)).current


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_comes_with_the_release_is_not_lost(town, draft, owner):
    trucks = supplier(town).organisation
    held = []

    def late():
        try:
            held.append(said(draft, trucks, K.CONFIRM, owner))
        except NotAllowed as refusal:
            held.append(refusal)
        finally:
            connection.close()

    with transaction.atomic():
        scenario = town.scenario(application=draft, summary=NEED, owner_unit=town.firm)
        told = ScenarioEntered(scenario_id=scenario.pk, origin="case")
        journal.record(told, subject=scenario, stamp=town.stamp(town.city_officer))
        thread = Thread(target=late)
        thread.start()
        thread.join(timeout=0.5)
        waited = thread.is_alive()
    thread.join()

    assert waited
    assert isinstance(held[0], NotAllowed)
    assert not Judgement.objects.filter(scenario__isnull=True).exists()
