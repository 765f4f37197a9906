"""Taking up, giving to an officer, returning, making ready; one by one and many at once."""

from functools import partial

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import steps
from citystage.stages.review.actions.act_on_many import act_on_many
from citystage.stages.review.actions.assign import assign
from citystage.stages.review.actions.back_to_polishing import back_to_polishing
from citystage.stages.review.actions.make_ready import make_ready
from citystage.stages.review.actions.return_case import return_case
from citystage.stages.review.actions.take_up import take_up
from citystage.stages.review.models import Case, Opinion
from citystage.stages.review.states import CaseState, OpinionState
from tests.review.builders import case, recommended


def verbs(record):
    subject = f"{record._meta.label_lower}:{record.pk}"
    return list(Entry.objects.filter(subject=subject).order_by("pk").values_list("verb", flat=True))


def test_take_up_puts_the_case_into_the_officers_hands(town):
    opened = recommended(town)

    taken = take_up(opened, stamp=town.stamp(town.city_officer))

    assert (taken.state, taken.officer) == (CaseState.POLISHING, town.city_officer)
    assert verbs(opened) == ["review.case.opened", "review.case.taken_up"]


def test_take_up_is_refused_when_another_was_faster(town):
    opened = case(town, CaseState.TRIAGE)
    take_up(opened, stamp=town.stamp(town.city_officer))

    with pytest.raises(WrongState):
        take_up(opened, stamp=town.stamp(town.city_officer))


@pytest.mark.parametrize(
    "act",
    [
        partial(take_up),
        partial(make_ready),
        partial(return_case, reason="请补充"),
        partial(back_to_polishing, reason="再改"),
    ],
)
def test_acts_of_the_office_are_not_a_districts(town, act):
    opened = case(town, CaseState.TRIAGE)

    with pytest.raises(NotAllowed):
        act(opened, stamp=town.stamp(town.officer))


def test_assign_gives_the_case_to_a_colleague_once(town):
    colleague = town.person("colleague", Role.CITY_OFFICER, town.city)
    opened = case(town, CaseState.TRIAGE)

    assign(opened, officer=colleague, stamp=town.stamp(town.city_officer))
    given = assign(opened, officer=colleague, stamp=town.stamp(town.city_officer))

    assert given.officer == colleague
    assert verbs(opened) == ["review.case.assigned"]


def test_assign_to_somebody_outside_the_office_is_refused(town):
    with pytest.raises(Refusal):
        assign(case(town), officer=town.officer, stamp=town.stamp(town.city_officer))


def test_assign_a_closed_case_is_refused(town):
    closed = case(town, CaseState.NOT_CHOSEN)

    with pytest.raises(WrongState):
        assign(closed, officer=town.city_officer, stamp=town.stamp(town.city_officer))


def test_return_reopens_the_application_and_keeps_its_place(town):
    opened = recommended(town)

    returned = return_case(opened, reason="请写明目标", stamp=town.stamp(town.city_officer))

    application = opened.application
    application.refresh_from_db()
    assert (returned.state, application.state) == (CaseState.RETURNED, ApplicationState.RETURNED)
    assert application.recommendation.place == 1


def test_resubmission_resumes_the_case(town):
    opened = recommended(town)
    return_case(opened, reason="请写明目标", stamp=town.stamp(town.city_officer))

    submit(opened.application, version=1, stamp=town.stamp(town.owner))

    opened.refresh_from_db()
    assert opened.state == CaseState.POLISHING
    assert verbs(opened)[-1] == "review.case.resumed"


def test_resubmission_without_recommendation_resumes_the_case(town):
    town.call.needs_recommendation = False
    town.call.save()
    application = town.application(state=ApplicationState.DRAFT, recommender=town.city)
    submit(application, version=1, stamp=town.stamp(town.owner))
    opened = case_of(application)
    return_case(opened, reason="请写明目标", stamp=town.stamp(town.city_officer))

    submit(application, version=1, stamp=town.stamp(town.owner))

    opened.refresh_from_db()
    assert opened.state == CaseState.POLISHING


def case_of(application):

    return Case.objects.get(application=application)


def test_return_breaks_off_the_round_of_opinions(town):
    asked = case(town, CaseState.OPINIONS)
    opinion = Opinion.objects.create(case=asked, unit=town.health, state=OpinionState.ASKED)

    return_case(asked, reason="请补充", stamp=town.stamp(town.city_officer))

    opinion.refresh_from_db()
    assert opinion.state == OpinionState.WAIVED


def test_make_ready_asks_the_floor_of_the_call(town):
    town.call.release_score = 60
    town.call.save()
    weak, fair = case(town, quality=59), case(town, quality=60)

    with pytest.raises(WrongState, match="59"):
        make_ready(weak, stamp=town.stamp(town.city_officer))
    ready = make_ready(fair, stamp=town.stamp(town.city_officer))

    assert ready.state == CaseState.READY


def test_back_to_polishing_from_ready(town):
    ready = case(town, CaseState.READY)

    back = back_to_polishing(ready, reason="数字有误", stamp=town.stamp(town.city_officer))

    assert back.state == CaseState.POLISHING


def test_a_bulk_act_reports_each_row_for_itself(town):
    fresh, late = case(town, CaseState.TRIAGE), case(town, CaseState.READY)

    outcomes = act_on_many(
        [late.pk, fresh.pk, fresh.pk, 10**9],
        step=steps.take_up,
        stamp=town.stamp(town.city_officer),
    )

    fresh.refresh_from_db()
    late.refresh_from_db()
    assert [(one.case_id, not one.refusal) for one in outcomes] == [
        (late.pk, False),
        (fresh.pk, True),
        (10**9, False),
    ]
    assert (fresh.state, late.state) == (CaseState.POLISHING, CaseState.READY)


def test_a_bulk_act_does_not_name_what_lies_out_of_reach(town):
    theirs = case(town, CaseState.TRIAGE)

    (outcome,) = act_on_many([theirs.pk], step=steps.take_up, stamp=town.stamp(town.jimo_officer))

    assert (outcome.title, bool(outcome.refusal)) == ("", True)


def test_bulk_return_gives_every_owner_the_reason(town):
    one, other = recommended(town), recommended(town)

    step = partial(steps.send_back, reason="请补充落地地点")
    outcomes = act_on_many([one.pk, other.pk], step=step, stamp=town.stamp(town.city_officer))

    assert [str(outcome.refusal) for outcome in outcomes] == ["", ""]
    reasons = Entry.objects.filter(verb="intake.application.reopened")
    assert [row.payload["reason"] for row in reasons] == ["请补充落地地点"] * 2
