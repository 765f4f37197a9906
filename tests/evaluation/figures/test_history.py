"""A bad day: units renamed and merged, borders moved, records re-worded; the past stays true."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from citystage.engines.indicators.periods import period
from citystage.foundation.tenancy.models import UnitChange
from citystage.stages.evaluation.figure_settings import terms_of
from citystage.stages.evaluation.models import Evidence, Reading
from citystage.stages.evaluation.queries import figures
from citystage.stages.evaluation.queries.figure_reasons import reasons
from tests.evaluation.figures.counted import arrival, at, counts, indicator, rebuild


@pytest.fixture
def city(town):
    counts(town.city, only={"firms-brought-in"})
    return town.city


def parts(city, by="department", word="2026"):
    return {
        one.key: (one.label, one.figure.value)
        for one in figures.split(city, "firms-brought-in", word, by)
    }


def test_a_merged_department_goes_on_under_its_successor(town, city):
    UnitChange.objects.create(
        city=city,
        unit=town.transport,
        kind="merged",
        into=town.health,
        on=date(2026, 7, 1),
        name=town.transport.name,
    )
    arrival(town, "before", arrived_on=date(2026, 6, 30))
    arrival(town, "after", arrived_on=date(2026, 7, 1))

    rebuild()

    assert parts(city) == {"transport": ("市交通运输局", 1), "health": ("市卫生健康委", 1)}


def test_records_moved_to_the_successor_leave_the_past_where_it_was(town, city):
    old = arrival(town, "before", arrived_on=date(2026, 6, 30))
    rebuild()
    UnitChange.objects.create(
        city=city,
        unit=town.transport,
        kind="merged",
        into=town.health,
        on=date(2026, 7, 1),
        name=town.transport.name,
    )
    old.department = town.health
    old.save()

    made = rebuild(1)

    assert made.readings == 0
    assert parts(city) == {"transport": ("市交通运输局", 1)}


def test_a_moved_border_moves_the_later_only(town, city):
    old = arrival(town, "old", arrived_on=date(2026, 6, 30))
    new = arrival(town, "new", arrived_on=date(2026, 8, 1))
    rebuild()
    UnitChange.objects.create(
        city=city,
        unit=town.laoshan,
        kind="border",
        into=town.jimo,
        on=date(2026, 7, 1),
        name=town.laoshan.name,
    )
    for one in (old, new):
        one.district = town.jimo
        one.save()

    rebuild(1)

    assert parts(city, "district") == {"laoshan": ("崂山区", 1), "jimo": ("即墨区", 1)}


def test_a_corrected_place_is_a_correction_and_moves(town, city):
    wrong = arrival(town, "firm")
    rebuild()
    wrong.district = town.jimo
    wrong.save()

    rebuild(1)

    assert parts(city, "district") == {"jimo": ("即墨区", 1)}
    assert figures.value(city, "firms-brought-in", "2026").number == 1


def test_a_renamed_unit_is_shown_by_its_name_then(town, city, english):
    arrival(town, "firm", arrived_on=date(2025, 3, 1))
    arrival(town, "other", arrived_on=date(2026, 3, 1))
    UnitChange.objects.create(
        city=city, unit=town.transport, kind="renamed", on=date(2026, 1, 1), name="市交通委"
    )

    rebuild()

    assert parts(city, word="2025") == {"transport": ("市交通委", 1)}
    assert parts(city, word="2026") == {"transport": ("市交通运输局", 1)}


def test_a_record_that_is_reworded_makes_no_new_evidence(town, city):
    firm = arrival(town, "firm")
    rebuild()
    firm.name = "Another name"
    firm.save()

    made = rebuild(1)

    assert made.readings == 0
    assert [(one.title, one.until_at) for one in Evidence.objects.all()] == [("Another name", None)]


def test_what_was_read_stays_and_says_why_it_changed(town, city):
    gone = arrival(town, "gone")
    rebuild()
    gone.state = "withdrawn"
    gone.reason = "迁出"
    gone.save()
    arrival(town, "late", arrived_on=date(2026, 1, 5))
    moved = arrival(town, "moved")
    rebuild(1)
    moved.amount = 100
    moved.save()
    rebuild(2)

    kept = figures.history(city, "firms-brought-in", "2026")
    told = reasons(city, terms_of(city.pk).find("firms-brought-in"), period("2026"), kept)

    assert [one.value for one in kept] == [2, 1]
    assert [(len(one.came), len(one.went), one.late) for one in told] == [(2, 1, 2), (0, 0, 0)]
    assert told[1].reading.kind == Reading.Kind.FIRST


def test_a_definition_that_changes_is_counted_anew_and_said(town, city):
    arrival(town, "proven")
    arrival(town, "claimed", state="claimed")
    rebuild()
    counts(
        city,
        indicator("firms-brought-in", "count units of arrival where claimed"),
        only={"firms-brought-in"},
    )

    rebuild(1)

    kept = figures.history(city, "firms-brought-in", "2026")
    assert [(one.kind, one.value, one.claimed) for one in kept] == [
        ("redefined", 0, 1),
        ("first", 1, 2),
    ]


def test_the_database_refuses_to_change_a_reading(town, city):
    arrival(town, "firm")
    rebuild()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Reading.objects.update(value=7)


def test_evidence_is_known_as_it_was(town, city):
    firm = arrival(town, "firm")
    rebuild()
    firm.arrived_on = date(2025, 1, 1)
    firm.save()
    rebuild(2)

    then = Evidence.objects.known_at(at(1)).get()
    now = Evidence.objects.current().get()

    assert (then.happened_on, now.happened_on) == (date(2026, 3, 1), date(2025, 1, 1))
    assert figures.value(city, "firms-brought-in", "2026").value == 0
    assert figures.value(city, "firms-brought-in", "2025").value == 1
