"""What later stages tell of a scenario: kept once, counted by the funnel, learned from."""

from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.docking.actions.keep_agreement import enter_agreement
from citystage.stages.docking.actions.note_progress import (
    Reached,
    note_progress,
    take_back_progress,
)
from citystage.stages.docking.agreeing import Terms, side_named
from citystage.stages.docking.funnel import STEPS
from citystage.stages.docking.models import Introduction, Progress
from citystage.stages.docking.queries import funnel, introductions
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import DealKind, Force
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.docking.writing import NoWords
from citystage.stages.matchmaking.models import Outcome
from tests.conftest import NOON
from tests.docking import tracking

pytestmark = pytest.mark.usefixtures("english")


def _reached(step=ProgressStep.LANDED, **changes):
    known = {"step": step, "at": NOON - timedelta(days=2), "label": "示例项目"}
    return Reached(**(known | changes))


def _agreement(town, scenario, *names):
    maker = tracking.company(town)[1]
    terms = Terms(kind=DealKind.TRIAL, title="试用", scenario=scenario)
    signed = Signature(force=Force.BINDING, signed_on=tracking.TODAY)
    sides = [side_named(name) for name in names]
    return enter_agreement(
        town.city, terms=terms, signature=signed, sides=sides, stamp=town.stamp(maker)
    )


def _outcomes():
    return set(Outcome.objects.values_list("organisation__name", "kind"))


def test_a_landing_is_kept_once_and_becomes_an_outcome(town):
    scenario, organisation = town.scenario(), tracking.company(town)[0]
    told = _reached(organisation=organisation)

    first = note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())
    again = note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())

    assert again == first
    assert (first.source, first.organisation) == (f"catalogue.scenario:{scenario.pk}", organisation)
    assert _outcomes() == {("示例机器人公司", "landed")}
    assert Entry.objects.filter(verb="docking.progress.noted").count() == 1


def test_a_trial_is_no_outcome_and_a_failure_is_one(town):
    scenario, organisation = town.scenario(), tracking.company(town)[0]

    for step in (ProgressStep.TRIAL, ProgressStep.FAILED):
        told = _reached(step, organisation=organisation)
        note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())

    assert _outcomes() == {("示例机器人公司", "failed")}


def test_the_parties_of_an_agreement_are_its_suppliers_without_the_owner(town):
    scenario = town.scenario()
    deal = _agreement(town, scenario, "示例机器人公司", "没有登记的公司")

    kept = note_progress(
        scenario, source=deal, reached=_reached(agreement=deal), stamp=town.stamp()
    )

    assert kept.organisation.name == "示例机器人公司"
    assert ("示例机器人公司", "landed") in _outcomes()


def test_what_was_told_wrongly_is_forgotten_and_may_be_told_anew(town):
    scenario, organisation = town.scenario(), tracking.company(town)[0]
    told = _reached(organisation=organisation)
    note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())
    landed = ProgressStep.LANDED

    with pytest.raises(NoWords):
        take_back_progress(scenario, step=landed, reason=" ", stamp=town.stamp())
    kept = take_back_progress(scenario, step=landed, reason="证据撤回", stamp=town.stamp())

    assert (kept.taken_back_reason, _outcomes()) == ("证据撤回", set())
    assert take_back_progress(scenario, step=landed, reason="再次", stamp=town.stamp()) is None
    assert list(funnel.records(town.stamp(town.city_officer).actor, step="landing")) == []
    note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())
    assert _outcomes() == {("示例机器人公司", "landed")}
    assert Progress.objects.standing().count() == 1


def test_another_record_of_the_same_pair_keeps_the_outcome(town):
    scenario, organisation = town.scenario(), tracking.company(town)[0]
    told = _reached(organisation=organisation)
    for source in (scenario, organisation):
        note_progress(scenario, source=source, reached=told, stamp=town.stamp())

    step = ProgressStep.LANDED
    take_back_progress(organisation, step=step, reason="重复登记", stamp=town.stamp())

    assert _outcomes() == {("示例机器人公司", "landed")}


def test_the_funnel_counts_trials_and_landings_with_the_time_between(town):
    scenario, organisation = town.scenario(), tracking.company(town)[0]
    town.scenario(title="另一场景")
    for step, days in ((ProgressStep.TRIAL, 30), (ProgressStep.LANDED, 2)):
        told = _reached(step, organisation=organisation, at=NOON - timedelta(days=days))
        note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())
    actor = town.stamp(town.city_officer).actor

    whole = funnel.funnel(actor, by="field").whole

    reached = dict(zip((step.code for step in STEPS), whole.reached, strict=True))
    took = dict(zip((step.code for step in STEPS), whole.took, strict=True))
    assert (reached["trial"], reached["landing"]) == (1, 1)
    assert took["landing"] == timedelta(days=28)
    assert list(funnel.records(actor, step="landing")) == [scenario]


def test_a_broker_hears_of_it_and_is_counted_when_it_lands(town):
    scenario, organisation = town.scenario(), tracking.company(town)[0]
    unit = plant(parent=town.city, kind=Unit.Kind.ORGANISATION, name="示例经理人", code="")
    broker = town.person("broker", Role.BROKER, unit)
    Introduction.objects.create(
        scenario=scenario,
        organisation=organisation,
        state="introduced",
        begun_as="broker",
        begun_at=NOON,
        introducer=unit,
        owner_agreed_at=NOON,
        supplier_agreed_at=NOON,
    )
    actor = town.stamp(broker).actor
    before = introductions.credits_of(actor)[0].landed

    told = _reached(organisation=organisation)
    note_progress(scenario, source=scenario, reached=told, stamp=town.stamp())

    assert (before, introductions.credits_of(actor)[0].landed) == (0, 1)
    assert Notice.objects.get().person == broker
