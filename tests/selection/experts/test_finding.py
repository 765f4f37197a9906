"""Conflicts found from what is on record: each with its path; judgements stand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotAllowed
from citystage.stages.intake.models import Editor
from citystage.stages.selection.actions.find_conflicts import Looked, find_conflicts
from citystage.stages.selection.actions.record_conflict import judge_conflict
from citystage.stages.selection.models import Conflict, Relation, Shareholding
from tests.conftest import NOON
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, organisation, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(town):
    return programme(town)


@pytest.fixture
def case(town, made):
    return candidacy(town, made, organisation=organisation(town, "示例港口集团", seat=town.firm))


def look(town, made):
    return find_conflicts(made, stamp=town.stamp(town.city_officer))


def tie(judge, kind, name="示例港口集团", **fields):
    return Relation.objects.create(
        expert=judge, kind=kind, organisation_name=name, source="年报", made_at=NOON, **fields
    )


def test_an_employee_of_the_applicant_is_barred(town, made, case):
    judge = expert(town, employer_name="示例港口集团")

    looked = look(town, made)

    found = Conflict.objects.get()
    assert looked == Looked(found=1, new=1)
    assert (found.expert, found.kind, found.origin, found.standing) == (
        judge,
        "employer",
        "found",
        "bars",
    )
    assert [step["to"] for step in found.path] == ["示例港口集团"]


def test_looked_for_again_nothing_is_new_and_a_judgement_stands(town, made, case):
    expert(town, employer_name="示例港口集团")
    look(town, made)
    office = town.stamp(town.city_officer)
    judge_conflict(Conflict.objects.get(), standing_now="noted", words="同名企业", stamp=office)

    looked = look(town, made)

    assert looked == Looked(found=1, new=0)
    assert Conflict.objects.get().standing == "noted"


def test_an_investor_is_found_over_the_employers_share(town, made, case):
    expert(town, kind="investment", employer_name="示例资本")
    Shareholding.objects.create(
        holder_name="示例资本",
        held_name="示例港口集团",
        percent=Decimal(12),
        source="登记信息",
        made_at=NOON,
    )

    look(town, made)

    found = Conflict.objects.get()
    assert (found.kind, found.standing) == ("investor", "bars")
    assert [(step["kind"], step["source"]) for step in found.path] == [
        ("employed", "register"),
        ("owns", "登记信息"),
    ]
    assert found.path[1]["share"] == "12.00%"


def test_over_a_third_party_an_officer_judges_first(town, made, case):
    expert(town, employer_name="示例母公司")
    Shareholding.objects.create(
        holder_name="示例母公司",
        held_name="示例港口集团",
        percent=Decimal(60),
        source="登记信息",
        made_at=NOON,
    )

    look(town, made)

    employer = Conflict.objects.get(kind="employer")
    assert (employer.transitive, employer.standing) == (True, "flagged")


@pytest.mark.parametrize(
    ("kind", "standing"),
    [("adviser", "bars"), ("kin", "bars"), ("co_work", "noted"), ("competitor", "noted")],
)
def test_declared_ties_count_by_the_terms(town, made, case, kind, standing):
    tie(expert(town), kind)

    look(town, made)

    assert list(Conflict.objects.values_list("kind", "standing")) == [(kind, standing)]


def test_a_tie_counts_for_as_many_years_as_the_terms_say(town, made, case):
    tie(expert(town, "刘工"), "adviser", until=(NOON - timedelta(days=4 * 366)).date())
    tie(expert(town, "陈工"), "kin", until=(NOON - timedelta(days=4 * 366)).date())
    lately = expert(town, "孙工")
    tie(lately, "adviser", until=(NOON - timedelta(days=300)).date())

    look(town, made)

    assert [one.expert for one in Conflict.objects.all()] == [lately]


def test_an_ended_entry_is_not_counted(town, made, case):
    tie(expert(town), "adviser", ended_at=NOON)

    assert look(town, made) == Looked(found=0, new=0)


def test_the_applicants_own_people_judge_nothing_of_it(town, made, case):
    judge = expert(town)
    Editor.objects.create(
        application=case.application,
        email=judge.email,
        user=judge.user,
        invited_by=town.owner,
        invited_at=NOON,
    )
    Grant.objects.create(user=town.city_officer, role=Role.DEMAND_OWNER, unit=town.firm)

    look(town, made)

    assert {(one.expert_id, one.user_id, one.kind) for one in Conflict.objects.all()} >= {
        (judge.pk, None, "applicant"),
        (None, town.city_officer.pk, "applicant"),
    }


def test_a_found_conflict_takes_the_seat(town, made, case):
    judge = expert(town, employer_name="示例港口集团")
    held = seat(case, judge, "planned")

    look(town, made)

    held.refresh_from_db()
    assert held.state == "removed"


def test_who_judged_together_is_noted(town, made, case):
    before = candidacy(town, programme(town))
    judge, colleague = expert(town, "刘工"), expert(town, "陈工")
    for one in (judge, colleague):
        seat(before, one, "scored", answered_at=NOON - timedelta(days=100))
    Editor.objects.create(
        application=case.application,
        email=colleague.email,
        user=colleague.user,
        invited_by=town.owner,
        invited_at=NOON,
    )

    look(town, made)

    assert Conflict.objects.filter(expert=judge, kind="co_work", standing="noted").exists()


def test_only_the_office_looks(town, made, case):
    with pytest.raises(NotAllowed):
        find_conflicts(made, stamp=town.stamp(town.officer))


def test_an_agent_of_many_makes_nobody_a_colleague(town, made, case):
    expert(town, employer_name="示例甲公司")
    for name in ("示例甲公司", "示例乙公司", "示例丙公司"):
        unit = town.unit(Unit.Kind.ORGANISATION, name, "", town.laoshan)
        organisation(town, name, seat=unit)
        Grant.objects.create(user=town.owner, role=Role.COMPANY_MEMBER, unit=unit)

    assert look(town, made) == Looked(found=0, new=0)
