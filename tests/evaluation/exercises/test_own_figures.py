"""Figures of scenarios and labs: their own evidence, counted in the year, opening into it."""

from datetime import date

import pytest

from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.criteria import ExerciseTerms, Template
from citystage.stages.evaluation.models import Subject
from citystage.stages.evaluation.own_sources import BY_RECORD, countable
from citystage.stages.evaluation.queries.matrix import matrix_of
from citystage.stages.evaluation.queries.own_figures import evidence_of, reach_own_measure
from citystage.stages.evaluation.queries.own_standing import own_standing
from citystage.stages.evaluation.sources import SOURCES
from tests.conftest import NOON
from tests.evaluation.building import firm
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import office
from tests.evaluation.figures.counted import row
from tests.trials.trying import Tried

YEAR = 2026


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


@pytest.fixture
def scenario(city):
    return city.scenario()


def assessed(town, template, **what):
    """One that is assessed this year by a template of the pack."""
    made = building.prepare_exercise(
        town.city,
        template=template,
        year=YEAR,
        title="年度评估",
        schedule=building.DAYS,
        stamp=office(town),
    )
    return Subject.objects.create(exercise=made, name="评估对象", **what)


def told(subject, source, unit, on, number=1, **other):
    return row(
        subject.exercise.city,
        source,
        unit,
        on,
        record=f"{SOURCES[source].record}:{number}",
        **other,
    )


def cells(subject):
    found = matrix_of(subject.exercise).cells
    return {code: cell.value for (pk, code), cell in found.items() if pk == subject.pk}


def test_answers_and_landings_of_this_very_scenario_count_in_the_year(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)
    own = f"scenario:{scenario.pk}"
    told(mine, "scenario_answered", own, date(2026, 2, 1), 1)
    told(mine, "scenario_answered", own, date(2026, 5, 1), 2)
    told(mine, "scenario_answered", own, date(2025, 12, 31), 3)
    told(mine, "scenario_answered", "scenario:999999", date(2026, 5, 1), 4)
    told(mine, "project_landed", own, date(2026, 6, 1), 5)
    told(mine, "project_landed", own, date(2026, 7, 1), 6, proven=False)

    found = cells(mine)

    assert (found["answers"], found["landed"], found["trials"]) == (2, 1, 0)


def test_days_go_from_publication_to_the_first_landing_of_the_year(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)
    own = f"scenario:{scenario.pk}"
    told(mine, "scenario_opened", own, date(2025, 12, 1), 1)
    told(mine, "project_landed", own, date(2026, 1, 10), 2)
    told(mine, "project_landed", own, date(2026, 9, 1), 3)

    assert cells(mine)["speed"] == 40
    measure = reach_own_measure(mine, "speed")
    assert [one.source for one in evidence_of(mine, measure)] == [
        "project_landed",
        "scenario_opened",
    ]


def test_without_a_landing_days_count_as_the_terms_say_and_it_is_said(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)
    told(mine, "scenario_opened", f"scenario:{scenario.pk}", date(2026, 1, 1))

    cell = matrix_of(mine.exercise).cells[mine.pk, "speed"]

    assert (cell.value, cell.count) == (730, 0)
    assert cell.why
    assert evidence_of(mine, reach_own_measure(mine, "speed")) == []


def test_trials_of_a_scenario_are_found_by_their_record(city):
    trial = Tried(city).begun()
    mine = assessed(city, "scenarios", scenario=trial.scenario)
    told(mine, "trial_signed", f"trial:{trial.pk}", date(2026, 3, 1), trial.pk)
    told(mine, "trial_signed", "trial:999999", date(2026, 3, 1), 999_999)

    assert cells(mine)["trials"] == 1


def test_a_lab_has_the_trials_and_events_of_its_builder(city):
    builder = firm(city)
    lab = Lab.objects.create(
        city=city.city, name="示例实验室", batch=1, builder=builder, created_at=NOON
    )
    mine = assessed(city, "labs", lab=lab)
    told(mine, "trial_party", f"organisation:{builder.pk}", date(2026, 3, 1), 1)
    told(mine, "event_visit", f"organisation:{builder.pk}", date(2026, 4, 1), 2)
    told(mine, "event_visit", f"organisation:{builder.pk}", date(2026, 5, 1), 3)
    told(mine, "event_visit", "organisation:999999", date(2026, 5, 1), 4)

    found = cells(mine)

    assert (found["trials"], found["events"]) == (1, 2)


def test_before_anything_was_counted_there_is_no_reading(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)

    assert cells(mine)["answers"] is None


def test_what_is_known_later_changes_nothing_once_scoring_began(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)
    own = f"scenario:{scenario.pk}"
    told(mine, "scenario_answered", own, date(2026, 2, 1), 1)
    exercise = mine.exercise
    exercise.opened_at = NOON
    exercise.save(update_fields=["opened_at"])
    type(exercise).objects.filter(pk=exercise.pk).update(
        state="scoring", scoring_at=building.SCORING
    )
    mine.figures = {"answers": {"value": 1.0, "evidence": 1, "claimed": 1.0, "made_at": ""}}
    mine.save(update_fields=["figures"])
    told(mine, "scenario_answered", own, date(2026, 12, 24), 2, since_at=building.SHOWN)
    mine = Subject.objects.get(pk=mine.pk)

    assert cells(mine)["answers"] == 1
    assert len(evidence_of(mine, reach_own_measure(mine, "answers"))) == 1


def test_only_its_own_figures_open_into_evidence(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)

    for code in ("advanced", "none"):
        with pytest.raises(NotFound):
            reach_own_measure(mine, code)


def test_a_district_sees_its_own_figures_as_they_stand(city):
    exercise = building.opened(city)
    building.counted(city, laoshan=3, jimo=5)
    mine = exercise.subjects.get(unit=city.laoshan)
    actor = city.stamp(city.officer).actor

    found = {one.measure.code: one for one in own_standing(actor, mine)}

    assert found["opened"].read.value == 3
    assert (found["opened"].by, found["opened"].key) == ("district", "laoshan")
    assert found["landed"].read.value is None


def test_a_template_counts_only_what_can_be_counted_of_one():
    words = {"zh": "甲", "en": "a"}

    def template(subject, **figure):
        judged = {"code": "a", "name": words, "kind": "judged"}
        measure = {"code": "b", "name": words, "kind": "figure"} | figure
        grades = [{"code": "x", "name": words}, {"code": "y", "name": words}]
        return {
            "code": "t",
            "subject": subject,
            "name": words,
            "measures": [judged, measure],
            "grades": grades,
        }

    for subject, figure in (
        ("scenario", {"counts": ["event_visit"]}),
        ("scenario", {"indicator": "scenarios-opened"}),
        ("scenario", {"counts": ["scenario_answered"], "since": "nothing"}),
        ("scenario", {"counts": ["scenario_answered"], "none_as": "3"}),
        ("district", {"counts": ["scenario_answered"]}),
        ("lab", {}),
    ):
        with pytest.raises(ValueError, match="validation error"):
            Template.model_validate(template(subject, **figure))
    assert Template.model_validate(template("lab", counts=["event_visit"])).measures[1].counts
    assert "trial_signed" in countable("scenario")
    assert countable("district") == frozenset()
    assert set(BY_RECORD) <= set(SOURCES)


def test_terms_kept_before_are_still_read(city, scenario):
    mine = assessed(city, "scenarios", scenario=scenario)
    kept = dict(mine.exercise.terms)
    del kept["version"]

    assert ExerciseTerms.model_validate(kept).version == 0
