"""A yearly assessment is prepared, weighed and opened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.open_exercise import (
    NotPrepared,
    cancel_exercise,
    open_exercise,
)
from citystage.stages.evaluation.actions.prepare_exercise import (
    CannotPrepare,
    change_exercise,
    choose_examiners,
    choose_subjects,
    prepare_exercise,
)
from citystage.stages.evaluation.actions.remind_assessed import remind_assessed
from citystage.stages.evaluation.actions.set_weights import BadWeights, set_weights
from citystage.stages.evaluation.keeping import NoReason, Outrun
from citystage.stages.evaluation.models import Exercise, Weighting
from citystage.stages.evaluation.yearly.ruling import NoYearlyTerms
from citystage.stages.evaluation.yearly.subjects import candidates
from tests.evaluation.building import experts
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import DAYS, again, office, opened, prepared


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def even(exercise, **changes):
    known = {one.code: "1" for one in exercise.read_terms().measures}
    return known | changes


def test_it_begins_with_equal_weights_that_nobody_set(city):
    made = prepared(city)

    first = Weighting.objects.get(exercise=made)
    assert (first.number, first.equal, set(first.weights.values())) == (1, True, {"1"})
    assert made.report_until == building.at(2026, 12, 11, 0)


def test_only_the_office_prepares_and_only_from_a_template(city):
    told = {"template": "districts", "year": 2026, "title": "评估", "schedule": DAYS}

    with pytest.raises(NotAllowed):
        prepare_exercise(city.city, **told, stamp=city.stamp(city.officer))
    with pytest.raises(CannotPrepare):
        prepare_exercise(city.city, **told | {"template": "none"}, stamp=office(city))
    backwards = replace(DAYS, check_by=date(2026, 12, 1))
    with pytest.raises(CannotPrepare):
        prepare_exercise(city.city, **told | {"schedule": backwards}, stamp=office(city))
    assert Exercise.objects.count() == 0


def test_a_city_without_templates_says_so(town):
    with pytest.raises(NoYearlyTerms):
        prepare_exercise(
            town.city, template="x", year=2026, title="评估", schedule=DAYS, stamp=office(town)
        )


def test_subjects_of_another_kind_or_city_are_refused(city):
    made = prepared(city)

    with pytest.raises(CannotPrepare):
        choose_subjects(made, chosen=[city.transport.pk], stamp=office(city))
    choose_subjects(made, chosen=[city.jimo.pk], stamp=office(city))
    assert [one.unit for one in made.subjects.all()] == [city.jimo]


def test_the_office_that_holds_it_is_not_assessed(city):
    city.transport.coordinates = True
    city.transport.save()

    made = prepare_exercise(
        city.city,
        template="departments",
        year=2026,
        title="评估",
        schedule=DAYS,
        stamp=office(city),
    )

    assert city.transport not in candidates(made)


def test_assessors_need_an_account(city):
    made = prepared(city)
    (nobody,) = experts(city, 1)
    nobody.user = None
    nobody.save()

    with pytest.raises(CannotPrepare):
        choose_examiners(made, experts=[nobody], officers=[], stamp=office(city))
    choose_examiners(made, experts=[], officers=[city.city_officer], stamp=office(city))
    assert [one.user for one in made.examiners.all()] == [city.city_officer]


def test_other_days_are_kept_once_by_version(city):
    made = prepared(city)
    other = replace(DAYS, report_by=date(2026, 12, 5))
    now = again(made)

    change_exercise(now, title="新标题", schedule=other, version=now.version, stamp=office(city))

    assert again(made).report_until == building.at(2026, 12, 6, 0)
    with pytest.raises(Outrun):
        change_exercise(now, title="再改", schedule=DAYS, version=now.version, stamp=office(city))


def test_weights_are_versions_and_need_a_reason_once_scoring_began(city):
    made = prepared(city)
    set_weights(made, weights=even(made, quality="2.50"), reason="", number=1, stamp=office(city))

    kept = Weighting.objects.filter(exercise=made).order_by("number")
    assert [one.weights["quality"] for one in kept] == ["1", "2.5"]
    assert [one.equal for one in kept] == [True, False]
    with pytest.raises(Outrun):
        set_weights(made, weights=even(made), reason="", number=1, stamp=office(city))
    Exercise.objects.filter(pk=made.pk).update(state="scoring")
    with pytest.raises(NoReason):
        set_weights(made, weights=even(made), reason=" ", number=2, stamp=office(city))
    third = set_weights(made, weights=even(made), reason="会议决定。", number=2, stamp=office(city))
    assert (third.number, third.reason) == (3, "会议决定。")


@pytest.mark.parametrize("weight", ["", "-1", "many", "1001", "NaN"])
def test_a_weight_that_is_none_is_refused(city, weight):
    made = prepared(city)

    with pytest.raises(BadWeights) as refused:
        set_weights(
            made, weights=even(made, quality=weight), reason="", number=1, stamp=office(city)
        )

    assert set(refused.value.errors) == {"quality"}


def test_all_noughts_are_refused(city):
    made = prepared(city)

    none = dict.fromkeys(even(made), "0")
    with pytest.raises(BadWeights):
        set_weights(made, weights=none, reason="", number=1, stamp=office(city))


def test_opening_tells_the_assessed_and_asks_for_enough(city):
    made = prepared(city)
    choose_subjects(made, chosen=[city.laoshan.pk], stamp=office(city))
    with pytest.raises(NotPrepared):
        open_exercise(made, stamp=office(city))
    choose_subjects(made, chosen=[city.laoshan.pk, city.jimo.pk], stamp=office(city))
    choose_examiners(made, experts=[], officers=[], stamp=office(city))
    with pytest.raises(NotPrepared):
        open_exercise(made, stamp=office(city))
    choose_examiners(made, experts=experts(city), officers=[], stamp=office(city))
    with pytest.raises(NotPrepared):
        open_exercise(made, stamp=office(city, building.LATE))

    open_exercise(made, stamp=office(city))

    assert again(made).state == "reporting"
    told = Notice.objects.filter(subject__startswith="evaluation.subject")
    assert {one.person for one in told} == {city.officer, city.jimo_officer}
    assert Mail.objects.count() == 2
    with pytest.raises(NotAllowed):
        open_exercise(made, stamp=office(city))


def test_cancelling_tells_everybody_who_was_asked(city):
    made = opened(city)
    Notice.objects.all().delete()

    cancel_exercise(made, reason="今年不再开展。", stamp=office(city))

    assert again(made).state == "cancelled"
    assert {one.person for one in Notice.objects.all()} == {city.officer, city.jimo_officer}
    with pytest.raises((NotAllowed, WrongState)):
        cancel_exercise(made, reason="再次。", stamp=office(city))


def test_the_assessed_are_reminded_once_at_each_mark(city):
    made = opened(city)
    near = office(city, made.report_until - timedelta(hours=20))

    assert remind_assessed(made, stamp=near) == 2
    assert remind_assessed(made, stamp=near) == 0
    assert remind_assessed(made, stamp=office(city)) == 0
    assert Entry.objects.filter(verb="evaluation.subject.reminded").count() == 2
    after = office(city, made.report_until + timedelta(days=1, hours=1))
    building.handed_in(city, building.subjects(made)[0])
    assert remind_assessed(made, stamp=after) == 1
