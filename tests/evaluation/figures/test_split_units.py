"""A department split in mid-year: each part counts what is its own, and says where it came from."""

from datetime import date

import pytest

from citystage.foundation.tenancy.models import Unit, UnitChange, plant
from citystage.stages.evaluation.queries import figures
from citystage.web.steering.figures.shown import turn_words
from tests.evaluation.figures.counted import arrival, counts, rebuild

ON = date(2026, 7, 1)


@pytest.fixture
def city(town):
    counts(town.city, only={"firms-brought-in"})
    return town.city


@pytest.fixture
def ports(town):
    """A part of the former transport department."""
    return plant(parent=town.city, kind=Unit.Kind.DEPARTMENT, name="市港口局", code="ports")


def split(town, *parts, name=None):
    for part in parts:
        UnitChange.objects.create(
            city=town.city,
            unit=town.transport,
            kind="split",
            into=part,
            on=ON,
            name=name or town.transport.name,
        )


def told(city, word="2026"):
    return {
        one.key: (one.label, one.figure.value, [turn_words(turn) for turn in one.turns])
        for one in figures.split(city, "firms-brought-in", word, "department")
    }


def test_figures_of_the_year_name_the_parts(town, city, ports, english):
    arrival(town, "before", arrived_on=date(2026, 6, 30))
    arrival(town, "after", arrived_on=ON, department=ports)
    split(town, ports, town.health)

    rebuild()

    assert told(city) == {
        "transport": ("市交通运输局", 1, ["split on 1 Jul 2026 into 市港口局, 市卫生健康委"]),
        "ports": ("市港口局", 1, ["until 30 Jun 2026 part of 市交通运输局"]),
    }


def test_figures_of_other_years_name_what_still_stood_or_nothing(town, city, ports, english):
    arrival(town, "before", arrived_on=date(2025, 6, 30))
    arrival(town, "after", arrived_on=date(2027, 2, 1), department=ports)
    split(town, ports, town.health)

    rebuild()

    assert told(city, "2025")["transport"][2] == ["split on 1 Jul 2026 into 市港口局, 市卫生健康委"]
    assert told(city, "2027") == {"ports": ("市港口局", 1, [])}


def test_a_unit_that_goes_on_under_a_new_name_keeps_the_old_one_for_the_past(town, city, ports):
    arrival(town, "before", arrived_on=date(2025, 6, 30))
    split(town, ports, town.transport, name="市交通委")

    rebuild()

    assert told(city, "2025")["transport"][0] == "市交通委"


def test_records_given_to_a_part_leave_the_past_where_it_was(town, city, ports):
    old = arrival(town, "before", arrived_on=date(2026, 6, 30))
    new = arrival(town, "after", arrived_on=date(2026, 8, 1))
    rebuild()
    split(town, ports, town.transport)
    for one in (old, new):
        one.department = ports
        one.save()

    rebuild(1)

    assert {key: value for key, (_name, value, _turns) in told(city).items()} == {
        "transport": 1,
        "ports": 1,
    }


def test_a_merger_in_mid_year_is_told_on_both_sides(town, city, english):
    arrival(town, "before", arrived_on=date(2026, 6, 30))
    arrival(town, "after", arrived_on=ON)
    UnitChange.objects.create(
        city=city,
        unit=town.transport,
        kind="merged",
        into=town.health,
        on=ON,
        name=town.transport.name,
    )

    rebuild()

    assert told(city) == {
        "transport": ("市交通运输局", 1, ["merged into 市卫生健康委 on 1 Jul 2026"]),
        "health": ("市卫生健康委", 1, ["with 市交通运输局 since 1 Jul 2026"]),
    }
