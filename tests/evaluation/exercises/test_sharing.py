"""Few assessors for each of a long list: shared out by fit and load, conflicts kept."""

from collections import Counter

import pytest

from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.actions.begin_scoring import NotClosed, begin_scoring
from citystage.stages.evaluation.actions.change_examiners import (
    CannotChange,
    Person,
    add_examiner,
    release_examiner,
)
from citystage.stages.evaluation.actions.open_exercise import BadNumber, open_exercise
from citystage.stages.evaluation.actions.prepare_exercise import choose_subjects
from citystage.stages.evaluation.models import Exercise, MarkSheet
from citystage.stages.evaluation.queries.examiners import loads, short_of
from citystage.stages.evaluation.yearly.sharing import shared_out
from tests.evaluation.building import experts
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import SCORING, office, subjects

NAMES = ("港口调度区", "医疗康养区", "农业种植区", "智慧工厂区", "海洋牧场区", "城市照明区")


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def begun(town, people, each=2):
    """Six districts more, nobody reports, scoring begins on its day."""
    made = building.prepared(town, people=people)
    units = [town.unit(Unit.Kind.DISTRICT, name, f"d{at}") for at, name in enumerate(NAMES)]
    choose_subjects(made, chosen=[one.pk for one in units], stamp=office(town))
    open_exercise(made, sheets_each=each, stamp=office(town))
    return begin_scoring(made, stamp=office(town, SCORING))


def sheets(exercise, **columns):
    return list(MarkSheet.objects.filter(subject__exercise=exercise, **columns))


def test_each_has_its_assessors_and_loads_are_even(city):
    exercise = begun(city, experts(city, 4))

    made = sheets(exercise, state="open")

    assert set(Counter(one.subject_id for one in made).values()) == {2}
    assert set(Counter(one.examiner_id for one in made).values()) == {3}
    assert {one.open for one in loads(exercise)} == {3}
    assert short_of(exercise) == 0


def test_whoever_knows_the_field_marks_it_and_the_sheet_says_why(city):
    people = experts(city, 4)
    people[2].expertise = "港口调度、港口装卸与航运"
    people[2].save(update_fields=["expertise"])

    exercise = begun(city, people)

    port = next(one for one in subjects(exercise) if one.name == NAMES[0])
    found = MarkSheet.objects.get(subject=port, examiner__expert=people[2])
    assert (found.chosen["place"], found.chosen["of"], found.chosen["load"]) == (1, 4, 3)
    assert found.chosen["fit"] > 0


def test_conflicts_are_kept_and_shown(city):
    people = experts(city, 4)
    made = building.prepared(city, people=people)
    city.laoshan.grants.create(role="district_officer", user=people[0].user)
    open_exercise(made, sheets_each=2, stamp=office(city))

    exercise = begin_scoring(made, stamp=office(city, SCORING))

    (kept,) = sheets(exercise, state="barred")
    assert (kept.subject.unit, kept.examiner.expert) == (city.laoshan, people[0])
    assert len(sheets(exercise, state="open")) == 4


def test_nobody_has_more_than_they_take(city):
    people = experts(city, 4)
    people[1].most_cases = 1
    people[1].save(update_fields=["most_cases"])

    exercise = begun(city, people)

    counted = Counter(one.examiner.expert_id for one in sheets(exercise, state="open"))
    assert counted[people[1].pk] == 1
    assert sum(counted.values()) == 12


def test_what_all_take_together_may_be_too_little(city):
    people = experts(city, 3)
    for one in people:
        one.most_cases = 2
        one.save(update_fields=["most_cases"])

    with pytest.raises(NotClosed):
        begun(city, people)

    assert Exercise.objects.get().state == "reporting"


@pytest.mark.parametrize("each", [1, 3, 9])
def test_the_number_lies_between_what_is_needed_and_who_is_there(city, each):
    made = building.prepared(city)

    with pytest.raises(BadNumber):
        open_exercise(made, sheets_each=each, stamp=office(city))


def test_without_a_number_everybody_marks_everybody(city):
    exercise = building.scoring(city)

    assert exercise.sheets_each is None
    assert len(sheets(exercise, state="open")) == 4
    assert all(one.chosen == {} for one in sheets(exercise))


def test_another_assessor_of_the_same_takes_over_and_gaps_are_filled(city):
    exercise = begun(city, experts(city, 4))
    leaving, heir = exercise.examiners.order_by("pk")[:2]
    stamp = office(city, SCORING)

    with pytest.raises(CannotChange):
        add_examiner(exercise, person=Person(user_id=heir.user_id), reason="补充。", stamp=stamp)
    new = Person(user_id=city.city_officer.pk)
    release_examiner(leaving, successor=new, reason="出国。", stamp=stamp)

    assert short_of(exercise) == 0
    assert exercise.examiners.get(user=city.city_officer).sheets.filter(state="open").count() == 3


def test_nothing_can_be_shared_out_where_conflicts_leave_too_few(city):
    exercise = building.opened(city)
    rows, people = subjects(exercise), list(exercise.examiners.select_related("expert"))

    found = shared_out(rows, people, each=2, barred={(rows[0].pk, people[0].pk)})

    assert found is None
