"""Assessments: who is asked, who is kept away, scores, outcomes together, the second look."""

from datetime import date, timedelta

import pytest

from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.actions.label import withdraw_label
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.queries import labs as catalogue
from citystage.stages.evaluation.actions.decide_round import (
    NotDecided,
    apply_round,
    propose_outcome,
)
from citystage.stages.evaluation.actions.fill_sheet import (
    bar_assessor,
    hand_in_sheet,
    recuse_from_sheet,
    save_sheet,
)
from citystage.stages.evaluation.actions.improve import NoProof, give_proof, look_again
from citystage.stages.evaluation.actions.open_round import NotReady, open_round
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.prepare_round import (
    CannotJoin,
    cancel_round,
    choose_assessors,
    choose_labs,
    prepare_round,
)
from citystage.stages.evaluation.actions.remind_labs import remind_labs
from citystage.stages.evaluation.applying import BadOutcome
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Assessment, Paper, Report, Sheet
from citystage.stages.evaluation.queries import rounds
from citystage.stages.evaluation.ruling import NoTerms
from citystage.stages.selection.evidence import Evidence, WrongFile
from citystage.stages.selection.marking import BadMarks, Marks
from citystage.stages.selection.models import Relation, Shareholding
from tests.conftest import HOUSE, NOON
from tests.evaluation import building
from tests.evaluation.building import GOOD, at, label_of, member, ruled

PDF = Evidence("整改证明.pdf", b"%PDF-1.7 ...")
SOON = date(2027, 2, 1)


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


@pytest.fixture
def made(town):
    ruled(town)
    return building.lab(town)


@pytest.fixture
def person(town, made):
    return member(town)


def sheets(round_, **wanted):
    return list(Sheet.objects.filter(assessment__round=round_, **wanted).order_by("pk"))


def of(round_):
    return Assessment.objects.get(round=round_)


def improving(town, made, office):
    round_ = building.opened(town, made)
    building.scored(town, round_)
    building.proposed(town, round_, "improve", SOON)
    apply_round(round_, stamp=office)
    return of(round_)


def test_a_round_needs_terms_and_an_officer(town, office):
    with pytest.raises(NoTerms):
        prepare_round(town.city, title="评估", stamp=office)
    ruled(town)
    with pytest.raises(NotAllowed):
        prepare_round(town.city, title="评估", stamp=town.stamp(town.officer))


def test_labs_and_people_are_chosen_until_it_opens(town, made, office):
    other = building.lab(town, "第二实验室")
    round_ = building.prepared(town, made, other)
    choose_labs(round_, labs=[made], stamp=office)
    kept = round_.assessors.first()
    choose_assessors(round_, experts=[kept.expert], officers=[town.city_officer], stamp=office)

    assert [one.lab for one in round_.assessments.all()] == [made]
    assert {one.user for one in round_.assessors.all()} == {kept.user, town.city_officer}
    open_round(round_, stamp=office)
    with pytest.raises(WrongState):
        choose_labs(round_, labs=[], stamp=office)


def test_a_lab_is_in_one_assessment_at_a_time(town, made, office):
    building.prepared(town, made)

    with pytest.raises(CannotJoin):
        building.prepared(town, made, people=[])
    second = building.rounds_of(town)[0]
    assert rounds.candidates(second) == []


def test_a_lab_without_recognition_is_not_assessed(town, made, office):
    Label.objects.update(until=date(2026, 1, 1), state="expired")

    with pytest.raises(CannotJoin):
        building.prepared(town, made)


def test_assessors_need_accounts_and_must_be_enough(town, made, office):
    (lonely,) = building.experts(town, 1)
    round_ = building.prepared(town, made, people=[lonely])

    with pytest.raises(NotReady):
        open_round(round_, stamp=office)
    lonely.user = None
    with pytest.raises(CannotJoin):
        choose_assessors(round_, experts=[lonely], officers=[], stamp=office)
    empty = prepare_round(town.city, title="空", stamp=office)
    with pytest.raises(NotReady):
        open_round(empty, stamp=office)


def test_an_expert_of_the_builder_gets_no_sheet_to_write(town, made, office):
    free = building.experts(town, 2)
    (own,) = building.experts(town, 1, employer=made.builder, name="本单位专家")

    round_ = building.opened(town, made, people=[*free, own])

    (barred,) = sheets(round_, state="barred")
    assert (barred.assessor.expert, barred.tie) == (own, "employer")
    with pytest.raises(NotAllowed):
        save_sheet(barred, marks=GOOD, version=0, stamp=town.stamp(own.user))
    asked = Notice.objects.filter(template__contains="asked to assess")
    assert {one.person_id for one in asked} == {one.user_id for one in free}


def test_a_tie_over_a_third_party_is_shown_and_an_officer_judges(town, made, office):
    free = building.experts(town, 2)
    fund = building.other_firm(town, "某基金")
    (tied,) = building.experts(town, 1, name="基金专家")
    Relation.objects.create(
        expert=tied,
        kind="investor",
        organisation=fund,
        organisation_name=fund.name,
        source="本人申明",
        made_at=NOON,
    )
    Shareholding.objects.create(
        holder=fund,
        holder_name=fund.name,
        held=made.builder,
        held_name=made.builder.name,
        percent="10",
        source="登记",
        made_at=NOON,
    )
    round_ = building.opened(town, made, people=[*free, tied])
    (sheet,) = sheets(round_, assessor__expert=tied)

    assert (sheet.state, bool(sheet.tie), len(sheet.path)) == ("open", True, 2)
    bar_assessor(sheet, reason="出资的基金持股。", stamp=office)
    sheet.refresh_from_db()
    assert sheet.state == "barred"
    assert Notice.objects.filter(person=tied.user, template__contains="no longer assess").exists()


def test_an_officer_who_acts_for_the_lab_neither_scores_nor_decides(town, made, office):
    town.city_officer.grants.create(role="company_member", unit=town.firm)
    free = building.experts(town, 2)
    round_ = building.prepared(town, made, people=free)
    choose_assessors(round_, experts=free, officers=[town.city_officer], stamp=office)
    open_round(round_, stamp=office)

    (barred,) = sheets(round_, state="barred")
    assert barred.assessor.user == town.city_officer
    with pytest.raises(NotAllowed):
        propose_outcome(
            of(round_), outcome="keep", reason="好。", improve_by=None, version=1, stamp=office
        )
    (line,) = rounds.board(office.actor, round_)
    assert (line.away, line.sheets, line.mean) == ("applicant", (), None)


def test_a_sheet_is_drafted_then_handed_in_with_words_for_low_marks(town, made, office):
    round_ = building.opened(town, made)
    sheet = sheets(round_)[0]
    stamp = town.stamp(sheet.assessor.user)

    save_sheet(sheet, marks=Marks(values={"proof": "8"}), version=0, stamp=stamp)
    with pytest.raises(Outrun):
        save_sheet(sheet, marks=GOOD, version=0, stamp=stamp)
    low = Marks(values=dict(GOOD.values) | {"use": "5"})
    with pytest.raises(BadMarks) as refused:
        hand_in_sheet(sheet, marks=low, version=1, stamp=stamp)
    assert set(refused.value.errors) == {"use"}
    told = Marks(values=low.values, reasons={"use": "只有一家使用单位。"}, remark="总体可行。")
    hand_in_sheet(sheet, marks=told, version=1, stamp=stamp)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.remark) == ("handed_in", "总体可行。")
    with pytest.raises(NotAllowed):
        hand_in_sheet(sheet, marks=told, version=2, stamp=stamp)


def test_nobody_writes_on_the_sheet_of_another_or_after_the_end(town, made, office):
    round_ = building.opened(town, made)
    first, second = sheets(round_)

    with pytest.raises(NotAllowed):
        save_sheet(first, marks=GOOD, version=0, stamp=town.stamp(second.assessor.user))
    late = town.stamp(first.assessor.user, at=at(2026, 12, 6, 0))
    with pytest.raises(NotAllowed):
        save_sheet(first, marks=GOOD, version=0, stamp=late)
    early = town.stamp(first.assessor.user, at=late.at - timedelta(seconds=1))
    assert save_sheet(first, marks=GOOD, version=0, stamp=early).version == 1


def test_the_board_shows_the_mean_and_what_it_suggests(town, made, office):
    round_ = building.opened(town, made)
    building.scored(town, round_)

    (line,) = rounds.board(office.actor, round_)

    assert (line.handed, line.mean, line.suggested) == (2, pytest.approx(80), "keep")


def test_outcomes_wait_for_proposals_and_enough_sheets(town, made, office):
    round_ = building.opened(town, made)
    with pytest.raises(NotDecided):
        apply_round(round_, stamp=office)
    building.proposed(town, round_)
    with pytest.raises(NotDecided):
        apply_round(round_, stamp=office)
    recuse_from_sheet(
        sheets(round_)[0], reason="另有合作。", stamp=town.stamp(sheets(round_)[0].assessor.user)
    )
    building.scored(town, round_)
    with pytest.raises(NotDecided):
        apply_round(round_, stamp=office)


def test_a_proposal_is_whole_and_the_second_of_two_looks_again(town, made, office):
    round_ = building.opened(town, made)
    one = of(round_)

    def propose(outcome, *, day=None, version=1, reason="理由。"):
        return propose_outcome(
            one, outcome=outcome, reason=reason, improve_by=day, version=version, stamp=office
        )

    for day in (None, NOON.date()):
        with pytest.raises(BadOutcome):
            propose("improve", day=day)
    propose("improve", day=SOON)
    with pytest.raises(Outrun):
        propose("keep")
    one.refresh_from_db()
    assert one.improve_until == at(2027, 2, 2, 0)


def test_kept_improved_and_withdrawn_take_effect_together(town, made, office, person):
    others = [
        building.lab(town, name, builder=building.other_firm(town, name)) for name in ("乙", "丙")
    ]
    round_ = building.opened(town, made, *others)
    building.scored(town, round_)
    wanted = {
        made.pk: ("keep", None),
        others[0].pk: ("improve", SOON),
        others[1].pk: ("withdraw", None),
    }
    for one in Assessment.objects.filter(round=round_):
        outcome, day = wanted[one.lab_id]
        propose_outcome(
            one, outcome=outcome, reason="理由。", improve_by=day, version=1, stamp=office
        )
    plan_reports(town.city, stamp=HOUSE)
    assert not Notice.objects.filter(person=person, template__contains="keeps its").exists()

    apply_round(round_, stamp=office)

    states = Assessment.objects.filter(round=round_).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["kept", "improving", "withdrawn"]
    assert Notice.objects.filter(person=person, template__contains="keeps its").count() == 1
    gone = catalogue.coded(label_of(others[1]).code)
    assert (gone.state, gone.reason) == ("withdrawn", "理由。")
    assert set(Report.objects.filter(lab=others[1]).values_list("state", flat=True)) == {"closed"}
    with pytest.raises(WrongState):
        apply_round(round_, stamp=office)


def test_an_improvement_is_proved_and_looked_at_again(town, made, office, person):
    one = improving(town, made, office)
    with pytest.raises(NotAllowed):
        look_again(one, outcome="keep", reason="好。", improve_by=None, stamp=office)
    with pytest.raises(NoProof):
        give_proof(one, words=" ", files=[], stamp=town.stamp(person))
    with pytest.raises(WrongFile):
        give_proof(one, words="见附件", files=[Evidence("a.pdf", b"MZ")], stamp=town.stamp(person))
    give_proof(one, words="已补测三项。", files=[PDF], stamp=town.stamp(person))

    assert Paper.objects.get().name == "整改证明.pdf"
    look_again(
        one, outcome="improve", reason="仍缺一项。", improve_by=date(2027, 3, 1), stamp=office
    )
    give_proof(one, words="已补齐。", files=[], stamp=town.stamp(person))
    look_again(one, outcome="keep", reason="整改到位。", improve_by=None, stamp=office)

    one.refresh_from_db()
    assert (one.state, one.second_look) == ("kept", "整改到位。")
    assert label_of(made).state == "valid"


def test_who_proves_nothing_may_lose_the_label_after_the_day(town, made, office, person):
    one = improving(town, made, office)
    after = town.stamp(town.city_officer, at=at(2027, 2, 2, 0))

    with pytest.raises(NotAllowed):
        look_again(one, outcome="keep", reason="算了。", improve_by=None, stamp=after)
    look_again(one, outcome="withdraw", reason="逾期未整改。", improve_by=None, stamp=after)

    assert catalogue.coded(label_of(made).code).state == "withdrawn"


def test_the_lab_is_reminded_of_its_improvement_each_time_once(town, made, office, person):
    Label.objects.update(until=None)
    improving(town, made, office)

    def remind(moment):
        return remind_labs(town.city, stamp=building.later(HOUSE, moment))

    assert [remind(at(2027, 1, 10)), remind(at(2027, 1, 10)), remind(at(2027, 2, 4))] == [1, 0, 1]
    assert Notice.objects.filter(person=town.city_officer, template__contains="was due").exists()


def test_a_cancelled_round_sets_its_labs_free(town, made, office):
    round_ = building.opened(town, made)

    cancel_round(round_, reason="评估办法调整。", stamp=office)

    assert of(round_).state == "cancelled"
    expert = sheets(round_)[0].assessor.user
    assert Notice.objects.filter(person=expert, template__contains="was cancelled").exists()
    building.prepared(town, made)


def test_a_label_withdrawn_elsewhere_ends_the_assessment(town, made, office):
    round_ = building.opened(town, made)
    withdraw_label(label_of(made), reason="停办。", stamp=office)

    assert of(round_).state == "cancelled"
    with pytest.raises(NotDecided):
        apply_round(round_, stamp=office)
