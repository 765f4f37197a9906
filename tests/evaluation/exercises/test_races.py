"""Two at once: an assessment closes once; late reports and marks meet the step exactly once."""

from collections import Counter
from dataclasses import replace
from types import NoneType

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.begin_scoring import NotClosed, begin_scoring
from citystage.stages.evaluation.actions.change_examiners import Person, release_examiner
from citystage.stages.evaluation.actions.decide_exercise import decide_exercise
from citystage.stages.evaluation.actions.mark_subject import hand_in_marks, save_marks
from citystage.stages.evaluation.actions.set_weights import set_weights
from citystage.stages.evaluation.actions.show_results import show_results
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import MarkSheet, Weighting
from tests.conftest import Town
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import DECIDED, LATE, SCORING, SHOWN, office
from tests.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(transactional_db):
    town = Town()
    building.ruled(town)
    return town


def test_two_officers_close_the_scoring_once(busy):
    exercise = building.scoring(busy)
    building.marked(busy, exercise)
    stamp = office(busy, SCORING)

    refused = refusals(*[lambda: show_results(exercise, stamp=stamp)] * 2)

    assert Counter(map(type, refused)) == {NotAllowed: 1, NoneType: 1}
    assert Entry.objects.filter(verb="evaluation.subject.shown").count() == 2


def test_two_officers_decide_once_and_each_letter_goes_once(busy):
    exercise = building.shown(busy)
    building.graded(busy, exercise)
    stamp = office(busy, DECIDED)

    refused = refusals(*[lambda: decide_exercise(exercise, stamp=stamp)] * 2)

    assert Counter(map(type, refused)) == {NotAllowed: 1, NoneType: 1}
    assert Entry.objects.filter(verb="evaluation.subject.decided").count() == 2


def test_a_late_report_is_in_or_missed_and_never_both(busy):
    exercise = building.opened(busy)
    first, second = building.subjects(exercise)
    building.handed_in(busy, second)
    building.checked(busy, second)

    report, begun = refusals(
        lambda: building.handed_in(busy, first, LATE),
        lambda: begin_scoring(exercise, stamp=office(busy, LATE)),
    )

    state = building.fresh(first).state
    if report is None:
        assert (type(begun), state) == (NotClosed, "handed_in")
    else:
        assert (type(report), begun, state) == (NotAllowed, None, "missed")


def test_a_mark_while_the_scoring_closes_is_in_or_refused(busy):
    exercise = building.scoring(busy)
    sheet = MarkSheet.objects.filter(state="open").first()
    stamp = busy.stamp(sheet.examiner.user)
    before = exercise.score_until

    mark, closed = refusals(
        lambda: save_marks(sheet, marks=building.marks(), version=0, stamp=stamp),
        lambda: show_results(exercise, stamp=office(busy, SHOWN)),
    )

    assert closed is None
    assert before < SHOWN
    assert type(mark) in {NoneType, NotAllowed}
    assert MarkSheet.objects.get(pk=sheet.pk).version == (1 if mark is None else 0)


def test_weights_set_by_two_are_one_version_each_or_refused(busy):
    exercise = building.prepared(busy)
    weights = {one.code: "1" for one in exercise.read_terms().measures}

    refused = refusals(
        *[lambda: set_weights(exercise, weights=weights, reason="", number=1, stamp=office(busy))]
        * 2
    )

    assert Counter(map(type, refused)) == {Outrun: 1, NoneType: 1}
    assert Weighting.objects.filter(exercise=exercise).count() == 2


def test_marks_are_in_or_their_sheet_is_closed_and_never_both(busy):
    exercise = building.scoring(busy)
    leaving = exercise.examiners.first()
    sheet = MarkSheet.objects.filter(examiner=leaving).first()
    heir = Person(user_id=busy.city_officer.pk)

    handed, released = refusals(
        lambda: hand_in_marks(
            sheet,
            marks=building.marks(8),
            version=0,
            stamp=replace(busy.stamp(leaving.user), at=SCORING),
        ),
        lambda: release_examiner(
            leaving, successor=heir, reason="退出。", stamp=office(busy, SCORING)
        ),
    )

    sheet.refresh_from_db()
    taken = MarkSheet.objects.filter(subject=sheet.subject, examiner__user=busy.city_officer)
    assert released is None
    assert (sheet.state, taken.exists()) == (
        ("handed_in", False) if handed is None else ("left", True)
    )
