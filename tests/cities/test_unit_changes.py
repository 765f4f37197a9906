"""What became of units, from the pack: a split is a row for each of its parts, once."""

import pytest

from citystage.cities.loading import load_city
from citystage.cities.loading.report import Outcome
from citystage.foundation.tenancy.models import UnitChange

pytestmark = pytest.mark.django_db
SPLIT = """
[[units]]
code = "south"
kind = "district"
name = {zh = "示例南区", en = "South"}

[[changes]]
unit = "north"
kind = "split"
on = 2026-07-01
name = {zh = "示例老北区", en = "Old North"}
parts = ["north", "south"]
"""


def loaded(folder):
    report = load_city(str(folder), dry_run=False)
    return [one.outcome for one in report.changes if one.kind == "unit change"]


def test_a_split_is_kept_for_each_part_and_once(write):
    folder = write()
    units = folder / "units.toml"
    units.write_text(units.read_text() + SPLIT)

    first, again = loaded(folder), loaded(folder)

    kept = UnitChange.objects.select_related("unit", "into").order_by("pk")
    assert first == [Outcome.CREATED, Outcome.CREATED]
    assert again == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [(one.unit.code, one.into.code, one.name) for one in kept] == [
        ("north", "north", "示例老北区"),
        ("north", "south", "示例老北区"),
    ]
