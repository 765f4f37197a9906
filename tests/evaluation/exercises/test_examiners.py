"""While marks come in an assessor drops out, is replaced, or one more is added."""

from dataclasses import replace

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.change_examiners import (
    CannotChange,
    Person,
    add_examiner,
    release_examiner,
)
from citystage.stages.evaluation.actions.check_own_report import drop_subject
from citystage.stages.evaluation.actions.mark_subject import hand_in_marks
from citystage.stages.evaluation.actions.prepare_exercise import choose_examiners
from citystage.stages.evaluation.actions.show_results import show_results
from citystage.stages.evaluation.keeping import NoReason
from citystage.stages.evaluation.models import Examiner, MarkSheet
from citystage.stages.evaluation.queries import examiners as queries
from citystage.stages.evaluation.queries.matrix import matrix_of
from tests.evaluation.building import experts
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import SCORING, SHOWN, again, office, scoring, subjects


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def person(expert):
    return Person(user_id=expert.user_id, expert=expert)


def sheets(exercise, **columns):
    return MarkSheet.objects.filter(subject__exercise=exercise, **columns).order_by("pk")


def mark(town, sheet, value=8):
    stamp = replace(town.stamp(sheet.examiner.user), at=SCORING)
    marks = building.marks(value, "说明。")
    return hand_in_marks(sheet, marks=marks, version=sheet.version, stamp=stamp)


def drops_out(town, examiner, successor=None, reason="因病退出。"):
    stamp = office(town, SCORING)
    return release_examiner(examiner, successor=successor, reason=reason, stamp=stamp)


def test_marks_handed_in_stay_and_open_sheets_go_to_the_successor(city):
    exercise = scoring(city)
    leaving = exercise.examiners.first()
    given, still_open = sheets(exercise, examiner=leaving)
    mark(city, given, 4)
    (heir,) = experts(city, 1)
    Notice.objects.all().delete()

    drops_out(city, leaving, person(heir))

    states = dict(sheets(exercise, examiner=leaving).values_list("pk", "state"))
    assert states == {given.pk: "handed_in", still_open.pk: "left"}
    taken = MarkSheet.objects.get(examiner__expert=heir)
    assert (taken.subject, taken.state) == (still_open.subject, "open")
    told = Entry.objects.get(verb="evaluation.exercise.examiner_left").payload
    assert (told["kept"], told["closed"], told["reason"]) == (1, 1, "因病退出。")
    assert {one.person for one in Notice.objects.all()} == {leaving.user, heir.user}


def test_the_matrix_counts_the_marks_of_both_and_says_who_came_for_whom(city):
    exercise = scoring(city)
    leaving = exercise.examiners.first()
    given, still_open = sheets(exercise, examiner=leaving)
    mark(city, given, 4)
    (heir,) = experts(city, 1)
    drops_out(city, leaving, person(heir))
    for sheet in sheets(exercise, state="open"):
        mark(city, sheet, 10)

    cells = matrix_of(exercise).cells

    assert cells[given.subject_id, "quality"].value == 7
    assert cells[still_open.subject_id, "quality"].value == 10
    (one,) = queries.changes(exercise)
    assert (one.pk, one.left_why) == (leaving.pk, "因病退出。")
    assert [each.expert for each in one.successors.all()] == [heir]


def test_nobody_drops_out_who_leaves_too_few_behind(city):
    exercise = scoring(city)
    leaving = exercise.examiners.first()

    with pytest.raises(CannotChange):
        drops_out(city, leaving)

    assert Examiner.objects.get(pk=leaving.pk).left_at is None
    assert not sheets(exercise, state="left").exists()


def test_with_enough_others_nobody_need_come(city):
    made = building.opened(city, people=experts(city, 3))
    for one in subjects(made):
        building.handed_in(city, one)
        building.checked(city, one)
    exercise = building.begin_scoring(made, stamp=office(city, SCORING))
    leaving = exercise.examiners.first()

    drops_out(city, leaving)

    assert sheets(exercise, examiner=leaving).filter(state="left").count() == 2
    assert Entry.objects.get(verb="evaluation.exercise.examiner_left").payload["successor_id"] == 0


def test_a_conflict_keeps_the_successor_away_and_does_not_fill_the_gap(city):
    exercise = scoring(city)
    (heir,) = experts(city, 1)
    city.laoshan.grants.create(role="district_officer", user=heir.user)

    with pytest.raises(CannotChange):
        drops_out(city, exercise.examiners.first(), person(heir))


def test_who_dropped_out_does_not_drop_out_again_or_come_back(city):
    exercise = scoring(city)
    first, second = exercise.examiners.select_related("expert")
    heir, other = experts(city, 2)
    drops_out(city, first, person(heir))

    with pytest.raises(CannotChange):
        drops_out(city, first, person(other))
    with pytest.raises(CannotChange):
        drops_out(city, second, person(first.expert))


def test_it_takes_a_reason_the_office_and_the_time_of_scoring(city):
    exercise = scoring(city)
    leaving = exercise.examiners.first()
    heir = person(experts(city, 1)[0])

    with pytest.raises(NoReason):
        drops_out(city, leaving, heir, reason=" ")
    with pytest.raises(NotAllowed):
        release_examiner(leaving, successor=heir, reason="退出。", stamp=city.stamp(city.officer))
    with pytest.raises(CannotChange):
        release_examiner(leaving, successor=heir, reason="退出。", stamp=office(city, SHOWN))
    show_results(exercise, stamp=office(city, SHOWN))
    with pytest.raises(NotAllowed):
        release_examiner(leaving, successor=heir, reason="退出。", stamp=office(city, SHOWN))


def test_one_more_marks_everybody_who_is_still_assessed(city):
    exercise = scoring(city)
    drop_subject(subjects(exercise)[0], reason="机构撤并。", stamp=office(city, SCORING))
    (one,) = experts(city, 1)

    added = add_examiner(
        exercise, person=person(one), reason="增加技术专家。", stamp=office(city, SCORING)
    )

    assert [each.subject for each in sheets(exercise, examiner=added)] == subjects(exercise)[1:]
    assert added.joined_why == "增加技术专家。"
    assert [each.pk for each in queries.changes(exercise)] == [added.pk]
    with pytest.raises(CannotChange):
        add_examiner(exercise, person=person(one), reason="再次。", stamp=office(city, SCORING))


def test_where_nothing_is_judged_nobody_is_lacking_and_nobody_is_added(city):
    exercise = scoring(city)
    template = exercise.terms["template"]
    template["measures"] = [one for one in template["measures"] if one["kind"] == "figure"]
    exercise.save(update_fields=["terms"])
    sheets(exercise).delete()
    (one,) = experts(city, 1)

    with pytest.raises(CannotChange):
        add_examiner(exercise, person=person(one), reason="增加专家。", stamp=office(city, SCORING))

    assert queries.short_of(exercise) == 0
    assert not exercise.examiners.filter(expert=one).exists()


def test_before_scoring_assessors_are_simply_named(city):
    made = building.opened(city)
    others = experts(city, 3)

    choose_examiners(made, experts=others, officers=[], stamp=office(city))

    assert {one.expert for one in made.examiners.all()} == set(others)
    exercise = scoring_with(city, made)
    with pytest.raises(NotAllowed):
        choose_examiners(exercise, experts=others[:2], officers=[], stamp=office(city, SCORING))


def scoring_with(town, made):
    for one in subjects(made):
        building.handed_in(town, one)
        building.checked(town, one)
    return building.begin_scoring(again(made), stamp=office(town, SCORING))
