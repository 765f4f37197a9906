"""Panels: computed within all limits, applied once, changed by hand with the effect seen."""

import pytest

from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.selection.actions.compose_panel import (
    NoSuchSeat,
    SitsAlready,
    ask_experts,
    name_chair,
    pin_seat,
    remove_expert,
    seat_expert,
)
from citystage.stages.selection.actions.plan_panels import (
    NothingToPlan,
    PlanOutrun,
    apply_plan,
    plan_panels,
)
from citystage.stages.selection.models import Candidacy, Conflict, Preference, Seat
from citystage.stages.selection.queries import panels
from tests.conftest import NOON
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(town):
    return programme(
        town,
        panel={
            "seats": 2,
            "benches": [{"kind": "finance", "least": 1}],
            "max_load": 3,
            "alternates": 1,
        },
    )


@pytest.fixture
def cases(town, made):
    return [candidacy(town, made, state="reviewing") for _ in range(3)]


@pytest.fixture
def judges(town):
    kinds = ["science", "science", "science", "finance", "finance"]
    return [expert(town, f"专家{at}", kind=kind) for at, kind in enumerate(kinds, start=1)]


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


def bar(case, judge, standing="bars"):
    return Conflict.objects.create(
        candidacy=case, expert=judge, kind="kin", origin="pinned", standing=standing, made_at=NOON
    )


def test_a_plan_keeps_every_limit_and_becomes_seats_once(made, cases, judges, office):
    bar(cases[0], judges[3])
    bar(cases[1], judges[0], standing="flagged")
    run = plan_panels(made, seed=7, stamp=office)

    number = apply_plan(run, stamp=office)
    again = apply_plan(run, stamp=office)

    seats = Seat.objects.filter(state="planned").select_related("expert")
    by_case = {case.pk: [one for one in seats if one.candidacy_id == case.pk] for case in cases}
    assert [len(panel) for panel in by_case.values()] == [2, 2, 2]
    assert all("finance" in {one.expert.kind for one in panel} for panel in by_case.values())
    pairs = set(Seat.objects.values_list("candidacy_id", "expert_id"))
    assert not pairs & {(cases[0].pk, judges[3].pk), (cases[1].pk, judges[0].pk)}
    assert (number, again) == (Seat.objects.count(), 0)


def test_the_same_seed_gives_the_same_plan(made, cases, judges, office):
    first, second = (plan_panels(made, seed=3, stamp=office) for _ in range(2))

    assert first.result["panels"] == second.result["panels"]


def test_what_cannot_be_is_told_with_the_conflicts_that_cause_it(made, cases, judges, office):
    for judge in judges[3:]:
        bar(cases[0], judge)

    run = plan_panels(made, seed=1, stamp=office)

    told = panels.obstacles_of(made, run, at=NOON)
    assert run.result["status"] == "infeasible"
    assert len(told) == 1
    assert {one.expert_id for one in told[0].conflicts} <= {one.pk for one in judges[3:]}
    with pytest.raises(PlanOutrun):
        apply_plan(run, stamp=office)


def test_a_plan_is_outrun_by_a_new_conflict(made, cases, judges, office):
    run = plan_panels(made, seed=1, stamp=office)
    chosen = run.result["panels"][0][0]
    bar(cases[0], next(one for one in judges if one.pk == chosen))

    with pytest.raises(PlanOutrun):
        apply_plan(run, stamp=office)


def test_a_plan_needs_both_sides(town, made, office):
    with pytest.raises(NothingToPlan):
        plan_panels(made, seed=1, stamp=office)
    candidacy(town, made)
    with pytest.raises(NothingToPlan):
        plan_panels(made, seed=1, stamp=office)


def test_who_declined_is_not_planned_again_and_the_asked_stay(made, cases, judges, office):
    seat(cases[0], judges[0], "declined")
    seat(cases[0], judges[4], "asked")
    Preference.objects.create(candidacy=cases[1], expert=judges[1], wish=1, made_at=NOON)

    apply_plan(plan_panels(made, seed=1, stamp=office), stamp=office)

    held = dict(Seat.objects.filter(candidacy=cases[0]).values_list("expert_id", "state"))
    assert held[judges[0].pk] == "declined"
    assert held[judges[4].pk] == "asked"
    assert len([state for state in held.values() if state in {"asked", "planned"}]) == 2


def test_a_pinned_seat_outlives_a_new_plan(made, cases, judges, office):
    kept = seat(cases[0], judges[2], "planned")
    pin_seat(kept, pinned=True, stamp=office)

    apply_plan(plan_panels(made, seed=1, stamp=office), stamp=office)

    assert Seat.objects.get(pk=kept.pk).pinned


def test_nobody_in_conflict_or_unconfirmed_is_seated_by_hand(town, made, cases, judges, office):
    bar(cases[0], judges[0])
    stale = expert(town, "旧专家", state="stale")

    for judge in (judges[0], stale):
        with pytest.raises(NotAllowed):
            seat_expert(cases[0], expert=judge, stamp=office)


def test_one_comes_for_another_and_no_alternate_is_asked(made, cases, judges, office):
    leaving = seat(cases[0], judges[0], "asked")
    spare = seat(cases[0], judges[1], "reserve", reserve_place=1)

    came = seat_expert(cases[0], expert=judges[2], instead_of=leaving, stamp=office)

    leaving.refresh_from_db()
    spare.refresh_from_db()
    assert (came.state, came.pinned, came.replaces) == ("planned", True, leaving)
    assert (leaving.state, spare.state) == ("removed", "reserve")


def test_who_was_taken_off_can_be_seated_again(made, cases, judges, office):
    held = seat(cases[0], judges[0], "planned")
    remove_expert(held, words="换人", stamp=office)

    again = seat_expert(cases[0], expert=judges[0], stamp=office)

    assert (again.pk, again.state) == (held.pk, "planned")
    with pytest.raises(SitsAlready):
        seat_expert(cases[0], expert=judges[0], stamp=office)


def test_an_alternate_can_be_seated_by_hand(made, cases, judges, office):
    seat(cases[0], judges[1], "reserve", reserve_place=1)

    assert seat_expert(cases[0], expert=judges[1], stamp=office).state == "planned"


def test_taking_off_somebody_who_was_asked_asks_the_alternate(made, cases, judges, office):
    held = seat(cases[0], judges[0], "accepted")
    spare = seat(cases[0], judges[1], "reserve", reserve_place=1)

    remove_expert(held, words="撤换", stamp=office)

    spare.refresh_from_db()
    assert spare.state == "asked"


def test_a_seat_that_a_plan_replaced_is_gone(made, cases, judges, office):
    held = seat(cases[0], judges[0], "planned")
    Seat.objects.all().delete()

    with pytest.raises(NoSuchSeat):
        remove_expert(held, words="", stamp=office)


def test_a_panel_has_one_chair(made, cases, judges, office):
    first, second = seat(cases[0], judges[0], "asked"), seat(cases[0], judges[1], "asked")

    for one in (first, second, second):
        name_chair(one, stamp=office)

    assert list(Seat.objects.filter(chairs=True)) == [second]


def test_everybody_planned_is_asked_once_and_an_officer_in_conflict_asks_nobody_there(
    town, made, cases, judges, office
):
    seat(cases[0], judges[0], "planned")
    seat(cases[1], judges[1], "planned")
    Conflict.objects.create(
        candidacy=cases[1],
        user=town.city_officer,
        kind="kin",
        origin="declared",
        standing="bars",
        made_at=NOON,
    )

    asked = [ask_experts(made, stamp=office) for _ in range(2)]

    assert asked == [1, 0]
    with pytest.raises(NotAllowed):
        seat_expert(cases[1], expert=judges[2], stamp=office)


def test_a_panel_is_not_changed_after_it_judged(made, cases, judges, office):
    Candidacy.objects.filter(pk=cases[0].pk).update(state="ready")

    with pytest.raises(NotAllowed):
        seat_expert(cases[0], expert=judges[0], stamp=office)


def test_the_desk_explains_seats_and_shows_what_a_change_does(town, made, cases, judges, office):
    seat(cases[0], judges[0], "planned")
    seat(cases[0], judges[3], "planned")
    found = panels.reach_panel(office.actor, made, cases[0].number)

    desk = panels.PanelDesk(made, found, at=NOON)
    change = desk.change(into=judges[1].pk, out=judges[3].pk)

    assert [one.why.kind for one in desk.seats()] == ["science", "finance"]
    assert {one.pk for one in desk.experts()} == {judges[at].pk for at in (1, 2, 4)}
    assert [(one.pk, before, after) for one, before, after in change.loads] == [
        (judges[3].pk, 1, 0),
        (judges[1].pk, 0, 1),
    ] or len(change.loads) == 2
    assert len(change.broken) == 1
    with pytest.raises(NotFound):
        desk.change(into=0)


def test_only_the_office_reaches_a_panel(town, made, cases):
    with pytest.raises(NotFound):
        panels.reach_panel(town.stamp(town.officer).actor, made, cases[0].number)
    with pytest.raises(NotAllowed):
        plan_panels(made, seed=1, stamp=town.stamp(town.officer))
