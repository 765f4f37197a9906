"""`citystage import` and `citystage export`: one line of JSON whose parts add up."""

import json
from pathlib import Path

import pytest

from citystage.config.cli import run_within
from citystage.stages.catalogue.models import Scenario
from tests.conftest import Town
from tests.sheets.files import HEADINGS, ROWS, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The last line of the output."""
    told: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return told


def table(tmp_path: Path) -> str:
    return str(write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS, ("4", "", "示例集团", "", "")]))


@pytest.mark.parametrize("options", [["--dry-run"], [], ["--city", "qingdao", "--reserve"]])
def test_import_ends_with_a_line_whose_parts_add_up(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    code = run_within(["import", table(tmp_path), "--as", "scenarios", "--json", *options])

    outcome = said(capsys)
    rejected = outcome["rejected"]
    assert code == 0
    assert (outcome["rows"], outcome["imported"], outcome["skipped"]) == (5, 3, 1)
    assert isinstance(rejected, list)
    assert [row["row"] for row in rejected] == [5]
    assert Scenario.objects.count() == (0 if "--dry-run" in options else 3)


def test_import_tells_people_in_words(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_within(["import", table(tmp_path), "--as", "scenarios"])

    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("row 5: ")
    assert lines[-1] == (
        "rows 5: imported 3, updated 0, unchanged 0, duplicate 0, skipped 1, rejected 1"
    )


def test_file_that_cannot_be_read_ends_with_two(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04broken")

    code = run_within(["import", str(path), "--as", "scenarios", "--json"])

    output = capsys.readouterr()
    assert code == 2
    assert json.loads(output.out)["error"] == "broken"
    assert output.err.startswith("citystage: ")


@pytest.mark.parametrize("city", [[], ["--city", "atlantis"]])
def test_unknown_city_ends_with_two(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], city: list[str]
) -> None:
    code = run_within(["import", table(tmp_path), "--as", "scenarios", *city])

    assert code == 2
    assert "city" in capsys.readouterr().err


def test_file_lost_in_the_middle_ends_with_two(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    settings.SHEETS_LIMITS = {"rows": 3}  # type: ignore[attr-defined]

    code = run_within(["import", table(tmp_path), "--as", "scenarios", "--json"])

    assert code == 2
    assert "reason" in said(capsys)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl", "json"])
def test_export_can_be_imported_again(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    town.scenario()
    out = tmp_path / f"out.{kind}"

    code = run_within(["export", "scenarios", "--format", kind, "--out", str(out)])
    run_within(["import", str(out), "--as", "scenarios", "--json"])

    assert code == 0
    assert said(capsys)["unchanged"] == 1


def test_export_into_nowhere_says_so(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "none" / "out.csv"

    code = run_within(["export", "scenarios", "--format", "csv", "--out", str(out)])

    assert code == 1
    assert str(out) in capsys.readouterr().err
