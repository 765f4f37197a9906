"""Decisions are prepared in private and take effect together, or not at all."""

import pytest
from django.utils.translation import override

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.intake.actions.recommend import recommend
from citystage.stages.intake.actions.restore import restore
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.review import queries
from citystage.stages.review.actions.apply_decisions import EmptyBatch, MovedOn, apply_decisions
from citystage.stages.review.actions.drop_decision import drop_decision
from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.actions.prepare_decision import (
    PreparedElsewhere,
    ReasonMissing,
    prepare_decision,
)
from citystage.stages.review.models import DecisionBatch, PreparedDecision
from citystage.stages.review.states import CaseState
from tests.review.builders import case, recommended

CHOSEN, NOT_CHOSEN = PreparedDecision.Outcome.CHOSEN, PreparedDecision.Outcome.NOT_CHOSEN


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


@pytest.fixture
def batch(town, office):
    return open_batch(town.city, title="第3次联席会议", stamp=office)


def ready(town, **fields):
    opened = recommended(town, **fields)
    type(opened).objects.filter(pk=opened.pk).update(state=CaseState.READY)
    opened.refresh_from_db()
    return opened


def prepare(opened, batch, stamp, outcome=CHOSEN, reason="", **more):
    known = {"outcome": outcome, "reason": reason, "place": None} | more
    return prepare_decision(opened, batch=batch, stamp=stamp, **known)


def test_chosen_and_declined_take_effect_together(town, office, batch):
    good, poor = ready(town), ready(town)
    prepare(good, batch, office)
    prepare(poor, batch, office, NOT_CHOSEN, "资金来源未落实")

    applied = apply_decisions(batch, stamp=office)

    good.refresh_from_db()
    poor.refresh_from_db()
    assert (good.state, poor.state) == (CaseState.CHOSEN, CaseState.NOT_CHOSEN)
    assert (applied.applied_by, applied.applied_at) == (town.city_officer, office.at)
    fact = Entry.objects.get(verb="review.decisions.applied")
    assert fact.payload == {"batch_id": batch.pk, "chosen": [good.pk], "declined": [poor.pk]}


def test_owner_and_recommender_hear_when_it_takes_effect_not_before(town, office, batch):
    opened = ready(town)
    before = Notice.objects.filter(template__contains="chosen").count()
    prepare(opened, batch, office)
    assert Notice.objects.filter(template__contains="chosen").count() == before

    apply_decisions(batch, stamp=office)

    told = Notice.objects.filter(template__contains="has been chosen")
    assert set(told.values_list("person__username", flat=True)) >= {"owner", "officer"}


def test_nothing_takes_effect_when_one_has_moved_on(town, office, batch):
    stays, leaves = ready(town), ready(town, title="被撤回的需求")
    prepare(stays, batch, office)
    prepare(leaves, batch, office)
    withdraw(leaves.application, reason="不再需要", stamp=town.stamp(town.owner))

    with pytest.raises(MovedOn, match="被撤回的需求"):
        apply_decisions(batch, stamp=office)

    stays.refresh_from_db()
    batch.refresh_from_db()
    assert (stays.state, batch.applied_at) == (CaseState.READY, None)


def test_what_is_chosen_cannot_be_withdrawn_by_its_owner(town, office, batch):
    opened = ready(town)
    prepare(opened, batch, office)
    apply_decisions(batch, stamp=office)

    with pytest.raises(Refusal):
        withdraw(opened.application, reason="不再需要", stamp=town.stamp(town.owner))


def test_the_floor_of_quality_holds_release_back(town, office, batch):
    opened = ready(town)
    prepare(opened, batch, office)
    town.call.release_score = 50
    town.call.save()

    with pytest.raises(MovedOn, match="50"):
        apply_decisions(batch, stamp=office)


def test_a_batch_applies_once(town, office, batch):
    prepare(ready(town), batch, office)
    apply_decisions(batch, stamp=office)

    with pytest.raises(WrongState):
        apply_decisions(batch, stamp=office)


def test_an_empty_batch_does_not_apply(town, office, batch):
    with pytest.raises(EmptyBatch):
        apply_decisions(batch, stamp=office)


def test_declining_needs_a_reason(town, office, batch):
    with pytest.raises(ReasonMissing):
        prepare(ready(town), batch, office, NOT_CHOSEN, "  ")


def test_a_case_under_polishing_cannot_be_prepared_as_chosen(town, office, batch):
    with pytest.raises(WrongState):
        prepare(case(town), batch, office)
    assert prepare(case(town), batch, office, NOT_CHOSEN, "与规划不符").outcome == NOT_CHOSEN


def test_preparing_again_changes_the_line(town, office, batch):
    opened = ready(town)
    prepare(opened, batch, office, place=3)

    prepare(opened, batch, office, NOT_CHOSEN, "名额已满", place=5)

    (line,) = queries.lines(queries.decisions(batch))
    assert (line.prepared.outcome, line.our_place, line.their_place) == (NOT_CHOSEN, 5, 1)


def test_a_case_is_prepared_in_one_batch(town, office, batch):
    opened = ready(town)
    prepare(opened, batch, office)
    other = open_batch(town.city, title="另一批", stamp=office)

    with pytest.raises(PreparedElsewhere):
        prepare(opened, other, office)


def test_a_case_of_another_city_is_not_prepared(town, office):
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    foreign = DecisionBatch.objects.create(
        city=chengdu, title="外市", made_by=town.city_officer, made_at=office.at
    )

    with pytest.raises(NotAllowed):
        prepare(ready(town), foreign, office)
    with pytest.raises(NotAllowed):
        apply_decisions(foreign, stamp=office)
    with pytest.raises(NotAllowed):
        open_batch(chengdu, title="外市", stamp=office)


def test_a_dropped_decision_leaves_the_case_as_it_was(town, office, batch):
    opened = ready(town)
    prepared = prepare(opened, batch, office)

    drop_decision(prepared, stamp=office)

    opened.refresh_from_db()
    assert (opened.state, batch.decisions.count()) == (CaseState.READY, 0)


def test_nothing_is_dropped_from_a_batch_in_effect(town, office, batch):
    prepared = prepare(ready(town), batch, office)
    apply_decisions(batch, stamp=office)

    with pytest.raises(WrongState):
        drop_decision(prepared, stamp=office)


def test_outside_the_office_nothing_prepared_is_seen(town, office, batch):
    opened = ready(town)
    prepare(opened, batch, office)

    for person in (town.officer, town.owner, town.clerk):
        actor = town.stamp(person).actor
        assert list(queries.batches(actor)) == []
        with pytest.raises(NotFound):
            queries.reach_batch(actor, batch.pk)
    told = [entry.verb for entry in queries.happened(opened, [])]
    assert not [verb for verb in told if verb.startswith("review.decisions")]


def test_orders_that_disagree_are_marked_within_one_recommender(town, office, batch):
    first, second = ready(town), ready(town)
    other = ready(town, recommender=town.jimo, place_taker=town.jimo_officer)
    prepare(first, batch, office, place=2)
    prepare(second, batch, office, place=1)
    prepare(other, batch, office, place=3)

    lines = queries.lines(queries.decisions(batch))

    assert [(line.our_place, line.differs) for line in lines] == [(1, True), (2, True), (3, False)]


def test_candidates_are_ready_and_not_prepared_yet(town, office, batch):
    prepared, free = ready(town), ready(town)
    case(town, CaseState.POLISHING)
    prepare(prepared, batch, office)

    assert list(queries.candidates(office.actor, batch)) == [free]


def test_one_letter_tells_an_owner_of_all_their_needs(town, office, batch):
    good, poor = ready(town, title="甲需求"), ready(town, title="乙需求")
    prepare(poor, batch, office, NOT_CHOSEN, "资金来源未落实")
    prepare(good, batch, office)
    town.owner.language = "en"
    town.owner.save()

    (letter,) = queries.letters(queries.decisions(batch))

    assert (letter.owner, letter.to) == ("示例港口集团", town.owner)
    assert letter.lines == (
        "“甲需求” has been chosen and will be published in the opportunity list.",
        "“乙需求” has not been chosen this time. Reason: 资金来源未落实",
    )


def test_what_is_sent_is_what_the_batch_page_showed(town, office, batch):
    good, poor = ready(town, title="甲需求"), ready(town, title="乙需求")
    prepare(poor, batch, office, NOT_CHOSEN, "资金来源未落实")
    prepare(good, batch, office)
    town.owner.language = "en"
    town.owner.save()
    (letter,) = queries.letters(queries.decisions(batch))

    apply_decisions(batch, stamp=office)

    with override("en"):
        told = {one.text for one in Notice.objects.filter(person=town.owner, at=office.at)}
    assert set(letter.lines) <= told
    mailed = Mail.objects.filter(person=town.owner).values_list("subject", flat=True)
    assert set(letter.lines) <= set(mailed)


def test_a_declined_need_filed_again_opens_its_case_again(town, office, batch):
    opened = ready(town)
    owner = town.stamp(town.owner)
    withdraw(opened.application, reason="暂不需要", stamp=owner)
    restore(opened.application, stamp=owner)
    submit(opened.application, version=1, stamp=owner)

    recommend(opened.application, opinion="再次推荐，已完善。", place=None, stamp=town.stamp())

    opened.refresh_from_db()
    assert (opened.state, opened.closed_at) == (CaseState.TRIAGE, None)
