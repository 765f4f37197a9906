"""What scores come to: extremes, minimums, both orders, places, reminders by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection.actions.move_candidacy import NotYet, move_candidacy
from citystage.stages.selection.actions.remind_scorers import remind_scorers
from citystage.stages.selection.jobs.scoring import remind_late_scorers
from citystage.stages.selection.queries.scores import board, what_if
from tests.conftest import NOON
from tests.selection.scoring.marking import handed_in, panel, scored_programme, scoring

pytestmark = pytest.mark.django_db


def boarded(town, made):
    return board(town.stamp(town.city_officer).actor, made)


def filled(town, marks, **changes):
    made = scored_programme(town, **changes)
    rows = panel(town, made, cases=len(marks))
    for held, given in zip(rows, marks, strict=True):
        for one, mark in zip(held, given, strict=True):
            handed_in(one, mark, mark)
    return made


def test_the_extremes_are_left_out(town):
    made = filled(town, [(10, 60, 90)], scoring=scoring(drop_extremes=True))

    (line,) = boarded(town, made).lines

    assert line.total.total == pytest.approx(60)
    assert sorted(cell.total for cell in line.cells if cell.dropped) == [10, 90]


def test_who_is_below_the_least_total_is_out_with_the_reason(town):
    made = filled(town, [(50, 50, 50), (70, 70, 70)], scoring=scoring(minimum_total="60"))

    first, second = boarded(town, made).lines

    assert (first.candidacy.number, first.verdict.chosen) == (2, True)
    assert (second.verdict.reason, second.verdict.limit) == ("below_least", 60)


def test_districts_have_their_places(town):
    made = filled(
        town, [(90, 90, 90), (80, 80, 80)], places={"total": 2, "districts": {"laoshan": 1}}
    )

    verdicts = [line.verdict for line in boarded(town, made).lines]

    assert [(one.chosen, one.reason) for one in verdicts] == [
        (True, "in_order"),
        (False, "group_full"),
    ]


def test_a_tie_over_the_last_place_is_left_to_people(town):
    made = filled(town, [(70, 70, 70), (70, 70, 70)], places={"total": 1})

    found = boarded(town, made)

    assert found.decision.open_places == 1
    assert [line.place.tied_with for line in found.lines] == [("000002",), ("000001",)]


def test_the_calibrated_order_decides_where_the_terms_say_so_and_the_sample_allows(town):
    marks = [(90, 80, 60), (85, 75, 55), (80, 70, 52), (60, 50, 30)]
    wanted = scoring(order="calibrated", least_sheets=2, least_candidacies=3)
    used = boarded(town, filled(town, marks, scoring=wanted))

    assert (used.by, used.calibration.used, used.too_few) == ("calibrated", True, None)


def test_under_the_sample_the_raw_order_counts(town):
    made = filled(town, [(90, 80, 60)], scoring=scoring(order="calibrated"))

    found = boarded(town, made)

    assert (found.by, found.calibration.used, found.too_few) == ("raw", False, 1)


def test_other_weights_are_only_looked_at(town):
    made = scored_programme(town)
    rows = panel(town, made, cases=2, experts=1)
    handed_in(rows[0][0], 90, 10)
    handed_in(rows[1][0], 40, 60)

    moved = what_if(boarded(town, made), {"novelty": 0})

    assert [(one.case, one.place_before, one.by) for one in moved] == [
        ("000002", 2, 1),
        ("000001", 1, -1),
    ]


def test_nothing_moves_without_scores_or_by_others(town):
    made = scored_programme(town)
    case = panel(town, made)[0][0].candidacy

    with pytest.raises(NotYet):
        move_candidacy(case, step="make_ready", stamp=town.stamp(town.city_officer))
    with pytest.raises(NotAllowed):
        move_candidacy(case, step="make_ready", stamp=town.stamp(town.officer))


def test_the_applicant_is_told_of_due_diligence(town):
    made = filled(town, [(80, 80, 80)])
    case = made.candidacies.get()

    moved = move_candidacy(case, step="to_diligence", stamp=town.stamp(town.city_officer))

    assert moved.state == "diligence"
    assert "goes into due diligence" in Notice.objects.get(person=town.owner).template


def test_reminders_are_the_offices_and_only_while_scoring_lasts(town):
    made = scored_programme(town)
    panel(town, made)
    after = made.read_terms().phase("scoring").until

    with pytest.raises(NotAllowed):
        remind_scorers(made, stamp=town.stamp(town.officer))
    with pytest.raises(NotAllowed):
        remind_scorers(made, stamp=town.stamp(town.city_officer, at=after))

    assert remind_scorers(made, stamp=town.stamp(town.city_officer, at=NOON)) == 3


def test_the_clock_reminds_in_the_last_three_days(town):
    early = scored_programme(town, timezone.now() - timedelta(days=42))
    panel(town, early)
    before = remind_late_scorers.call()
    late = scored_programme(town, timezone.now() - timedelta(days=48))
    for held in early.candidacies.get().seats.all():
        held.candidacy.programme = late
        held.candidacy.save()

    assert (before, remind_late_scorers.call(), remind_late_scorers.call()) == (0, 3, 0)
