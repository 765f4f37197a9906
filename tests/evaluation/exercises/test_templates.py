"""Templates as a city writes them: versions, what begins by them, and the dry run."""

from collections import Counter
from types import NoneType

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.prepare_exercise import prepare_exercise
from citystage.stages.evaluation.actions.write_template import CannotWrite, write_template
from citystage.stages.evaluation.criteria import WrittenTemplate
from citystage.stages.evaluation.keeping import NoReason, Outrun
from citystage.stages.evaluation.models import TemplateVersion, Weighting
from citystage.stages.evaluation.queries.dry_run import dry_run, last_assessed
from citystage.stages.evaluation.yearly.templates import templates_of, versions_of
from tests.conftest import Town
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import DAYS, again, office, shown, subjects
from tests.racing import refusals


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def offered(town, code="districts"):
    return next(one for one in templates_of(town.city) if one.template.code == code)


def changed(town, *, without=(), more=(), weights=None, **days):
    """The districts' template with criteria taken out or put in, other weights, other days."""
    now = offered(town).written.model_dump(mode="json")
    measures = [one for one in now["template"]["measures"] if one["code"] not in without]
    now["template"]["measures"] = [*measures, *more]
    codes = [one["code"] for one in now["template"]["measures"]]
    now["weights"] = {code: str((weights or {}).get(code, 1)) for code in codes}
    return WrittenTemplate.model_validate(now | days)


def judged(code, name="新指标"):
    return {"code": code, "name": {"zh": name, "en": code}, "kind": "judged"}


def kept(town, written, number=0, reason="经办公会研究。", stamp=None):
    stamp = stamp or office(town)
    return write_template(town.city, written=written, reason=reason, number=number, stamp=stamp)


def test_the_pack_counts_until_the_city_writes_its_own(city):
    before = offered(city)

    made = kept(city, changed(city, weights={"quality": 3}, report_days=15))

    assert (before.number, set(before.weights.values())) == (0, {"1"})
    now = offered(city)
    assert (now.number, now.weights["quality"], now.common.report_days) == (1, "3", 15)
    assert (made.made_by, made.reason) == (city.city_officer, "经办公会研究。")
    assert offered(city, "labs").number == 0
    told = Entry.objects.get(verb="evaluation.template.changed").payload
    assert (told["code"], told["number"]) == ("districts", 1)


def test_a_new_assessment_begins_by_it_and_an_old_one_keeps_its_own(city):
    old = building.prepared(city)
    kept(city, changed(city, without=["service"], weights={"quality": 3}, reply_days=9))

    new = prepare_exercise(
        city.city,
        template="districts",
        year=2027,
        title="2027年区市评估",
        schedule=DAYS,
        stamp=office(city),
    )

    terms = new.read_terms()
    assert (terms.version, terms.common.reply_days) == (1, 9)
    assert "service" not in [one.code for one in terms.measures]
    first = Weighting.objects.get(exercise=new)
    assert (first.number, first.equal, first.weights["quality"]) == (1, False, "3")
    assert "service" in [one.code for one in again(old).read_terms().measures]


def test_versions_stay_and_the_latest_counts(city):
    kept(city, changed(city, weights={"quality": 3}))
    kept(city, changed(city, weights={"quality": 5}), number=1)

    assert [one.number for one in versions_of(city.city, "districts")] == [2, 1]
    assert offered(city).weights["quality"] == "5"


def test_nobody_writes_over_another_without_reason_or_right(city):
    with pytest.raises(CannotWrite):
        kept(city, offered(city).written)
    with pytest.raises(NoReason):
        kept(city, changed(city, weights={"quality": 3}), reason=" ")
    with pytest.raises(NotAllowed):
        kept(city, changed(city, weights={"quality": 3}), stamp=city.stamp(city.officer))
    kept(city, changed(city, weights={"quality": 3}))
    with pytest.raises(Outrun):
        kept(city, changed(city, weights={"quality": 4}))
    assert TemplateVersion.objects.count() == 1


def test_a_template_of_no_such_code_or_of_another_subject_is_refused(city):
    written = changed(city, weights={"quality": 3}).model_dump(mode="json")
    strange = written | {"template": written["template"] | {"code": "none"}}

    with pytest.raises(CannotWrite):
        kept(city, WrittenTemplate.model_validate(strange))
    other = written | {"template": written["template"] | {"subject": "department"}}
    with pytest.raises(CannotWrite):
        kept(city, WrittenTemplate.model_validate(other))


def test_a_dry_run_counts_last_years_marks_by_the_new_weights(city):
    exercise = shown(city, {city.laoshan.name: 6, city.jimo.name: 10})
    laoshan, jimo = subjects(exercise)
    only = dict.fromkeys([one.code for one in exercise.read_terms().measures], 0)

    figures = dry_run(changed(city, weights=only | {"opened": 1}), exercise)
    marks = dry_run(changed(city, weights=only | {"quality": 1}), exercise)

    assert [one.subject for one in figures.lines] == [laoshan, jimo]
    assert [(one.subject, one.place) for one in marks.lines] == [(jimo, 1), (laoshan, 2)]
    assert marks.lines[0].score == pytest.approx(1.0)
    assert [one.was for one in marks.lines] == [jimo.place, laoshan.place]
    assert {one.subject.pk: one.moved for one in marks.lines} == {
        jimo.pk: jimo.place - 1,
        laoshan.pk: laoshan.place - 2,
    }
    assert TemplateVersion.objects.count() == 0


def test_a_dry_run_leaves_out_what_nobody_marked_and_reads_other_figures(city):
    exercise = shown(city, {city.laoshan.name: 6, city.jimo.name: 10})
    building.counted(city, "scenarios-answered", laoshan=9, jimo=1)
    figure = {
        "code": "c1",
        "name": {"zh": "应答", "en": "answered"},
        "kind": "figure",
        "indicator": "scenarios-answered",
    }
    written = changed(
        city, more=[figure, judged("c2")], weights={"c1": 1, "c2": 9} | dict.fromkeys(
            ["opened", "landed", "organising", "quality", "effect", "service"], 0
        )
    )  # fmt: skip

    found = dry_run(written, exercise)

    assert [one.code for one in found.without] == ["c2"]
    assert [one.subject.unit for one in found.lines] == [city.laoshan, city.jimo]


def test_nothing_left_to_weigh_gives_nobody_a_place(city):
    exercise = shown(city)
    only = dict.fromkeys([one.code for one in exercise.read_terms().measures], 0)
    written = changed(city, more=[judged("c1")], weights=only | {"c1": 1})

    found = dry_run(written, exercise)

    assert [(one.place, one.moved) for one in found.lines] == [(None, 0)] * 2


def test_it_is_tried_on_the_last_one_with_results(city):
    assert last_assessed(city.city, "districts") is None

    exercise = shown(city)

    assert last_assessed(city.city, "districts") == exercise
    assert last_assessed(city.city, "labs") is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_write_one_version(transactional_db):
    town = Town()
    building.ruled(town)
    other = town.person("second", Role.CITY_OFFICER, town.city)
    stamps = office(town), town.stamp(other)
    written = [changed(town, weights={"quality": weight}) for weight in (3, 4)]

    refused = refusals(
        *[
            lambda one=one, stamp=stamp: kept(town, one, stamp=stamp)
            for one, stamp in zip(written, stamps, strict=True)
        ]
    )

    assert Counter(map(type, refused)) == {Outrun: 1, NoneType: 1}
    assert TemplateVersion.objects.count() == 1
