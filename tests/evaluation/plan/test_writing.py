"""Plans are written, targets revised: the old figure stays with its reason, nobody else writes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.set_target import drop_target, revise_target
from citystage.stages.evaluation.actions.write_plan import change_plan, write_plan
from citystage.stages.evaluation.models import Plan, Revision, Target
from citystage.stages.evaluation.plan_writing import (
    NotAPlan,
    PlanChangedMeanwhile,
    PlanWords,
    plain,
)
from citystage.stages.evaluation.queries.plan import in_force
from tests.evaluation.plan.building import WORDS, asked, planned, targeted
from tests.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    from tests.conftest import Town  # noqa: PLC0415 -- with real transactions

    return Town()


def revise(town, target, worth, *, reason="资金追加"):
    return revise_target(
        target,
        asked=asked(worth, on=date(2027, 1, 1)),
        reason=reason,
        version=1,
        stamp=town.stamp(town.city_officer),
    )


def test_a_revised_target_keeps_the_old_one_and_its_reason(town):
    target = targeted(town, planned(town), 100)

    revise(town, target, 150)

    first, second = Revision.objects.order_by("number")
    assert (first.at_least, second.at_least) == (100, 150)
    assert (first.why, second.why) == ("", "资金追加")
    kept = Target.objects.get()
    assert in_force(kept, date(2026, 12, 31)).at_least == 100
    assert in_force(kept, date(2027, 1, 1)).at_least == 150
    assert in_force(kept, date(2020, 1, 1)).at_least == 100
    told = Entry.objects.get(verb="evaluation.target.revised").payload
    assert (told["before"], told["at_least"], told["reason"]) == ("100", "150", "资金追加")


def test_only_the_coordinating_office_writes(town):
    plan = planned(town)
    target = targeted(town, plan)
    officer = town.stamp(town.officer)

    with pytest.raises(NotAllowed):
        write_plan(town.city, words=WORDS, stamp=officer)
    with pytest.raises(NotAllowed):
        change_plan(plan, words=WORDS, version=1, stamp=officer)
    with pytest.raises(NotAllowed):
        drop_target(target, reason="不再统计", stamp=officer)
    with pytest.raises(NotAllowed):
        revise_target(target, asked=asked(9), reason="x", version=1, stamp=officer)


@pytest.mark.parametrize(
    "asked_for",
    [asked(0), asked(-1), asked(10, y2025=5), asked(10, y2026=11), asked(10, y2026=6, y2027=5)],
)
def test_figures_that_cannot_be_are_refused(town, asked_for):
    target = targeted(town, planned(town))

    with pytest.raises(NotAPlan):
        revise_target(
            target,
            asked=asked_for,
            reason="x",
            version=1,
            stamp=town.stamp(town.city_officer),
        )

    assert Revision.objects.count() == 1


def test_a_revision_needs_a_reason(town):
    with pytest.raises(NotAPlan):
        revise(town, targeted(town, planned(town)), 120, reason="  ")


def test_a_dropped_target_stays_and_is_revised_no_more(town):
    target = targeted(town, planned(town))

    drop_target(target, reason="并入另一目标", stamp=town.stamp(town.city_officer))

    target.refresh_from_db()
    assert target.drop_reason == "并入另一目标"
    with pytest.raises(NotAllowed):
        revise(town, target, 120)


def test_of_two_who_revise_at_once_one_is_told(town):
    target = targeted(town, planned(town))

    told = refusals(
        lambda: revise(town, target, 120),
        lambda: revise(town, target, 130),
    )

    assert [type(one) for one in told if one] == [PlanChangedMeanwhile]
    assert Revision.objects.count() == 2


def test_a_plan_is_put_right_and_the_ledger_tells_what(town):
    plan = planned(town)
    words = PlanWords(name="新名称", name_en="Three years", from_year=2026, until_year=2028)
    stamp = town.stamp(town.city_officer)

    changed = change_plan(plan, words=words, version=1, stamp=stamp)

    assert (changed.name, changed.version) == ("新名称", 2)
    told = Entry.objects.get(verb="evaluation.plan.changed").payload
    assert told["fields"] == {"name": ["三年计划", "新名称"]}
    assert change_plan(changed, words=words, version=2, stamp=stamp).version == 2
    with pytest.raises(PlanChangedMeanwhile):
        change_plan(plan, words=WORDS, version=1, stamp=stamp)


@pytest.mark.parametrize(
    "words",
    [PlanWords(name=" ", from_year=2026), PlanWords(name="x", from_year=2027, until_year=2026)],
)
def test_a_plan_has_a_name_and_runs_forward(town, words):
    with pytest.raises(NotAPlan):
        write_plan(town.city, words=words, stamp=town.stamp(town.city_officer))


def test_the_database_holds_what_matters(town):
    plan = planned(town)
    target = targeted(town, plan)

    for broken in (
        lambda: Plan.objects.filter(pk=plan.pk).update(until_year=2000),
        lambda: Revision.objects.filter(target=target).update(at_least=0),
        lambda: Target.objects.filter(pk=target.pk).update(dropped_at=plan.made_at),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


@pytest.mark.parametrize(
    ("worth", "text"), [("100.00", "100"), ("6.50", "6.5"), ("100", "100"), ("0.05", "0.05")]
)
def test_a_figure_is_written_without_idle_zeros(worth, text):
    assert plain(Decimal(worth)) == text
