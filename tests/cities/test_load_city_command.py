"""`citystage load-city` says what it did, and says no with the reason."""

import json

import pytest

from citystage.config.cli import run_within
from tests.cities.conftest import Write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_load_city_prints_every_change_and_the_count(write: Write, capsys) -> None:
    assert run_within(["load-city", str(write())]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "+ city exampleton"
    assert lines[-1] == "exampleton: 68 created, 0 changed, 0 unchanged, 0 kept as changed here."


def test_load_city_dry_run_prints_old_and_new(write: Write, capsys) -> None:
    run_within(["load-city", str(write())])
    capsys.readouterr()

    assert run_within(["load-city", str(write("units.toml", "North", "N" * 80)), "--dry-run"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "~ unit north",
        f'    name_en: "North" -> "{"N" * 58}…',
        "exampleton: 0 created, 1 changed, 67 unchanged, 0 kept as changed here.",
        "Dry run: nothing was kept.",
    ]


def test_load_city_json_is_one_line(write: Write, capsys) -> None:
    run_within(["load-city", str(write())])
    capsys.readouterr()

    run_within(["load-city", str(write("calls.toml", "north = 5", "north = 6")), "--json"])

    assert json.loads(capsys.readouterr().out) == {
        "city": "exampleton",
        "dry_run": False,
        "created": 0,
        "changed": 1,
        "unchanged": 67,
        "kept": 0,
        "changes": [
            {
                "kind": "quota",
                "key": "needs/north",
                "outcome": "changed",
                "fields": {"places": [5, 6]},
            }
        ],
    }


def test_load_city_of_a_broken_pack_names_the_places(write: Write, capsys) -> None:
    folder = write("city.toml", "colour", 'motto = "x"\ncolour')

    assert run_within(["load-city", str(folder)]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "The city pack has 1 fault:",
        "  exampleton/city.toml, line 8, city.motto: This key is not known here.",
    ]


def test_load_city_of_no_pack_names_those_there_are(capsys) -> None:
    assert run_within(["load-city", "atlantis"]) == 1

    assert capsys.readouterr().err == (
        "There is no city pack “atlantis”. Known packs: chengdu, qingdao.\n"
    )
