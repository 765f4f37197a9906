"""Lists of scenarios: new, changed, unchanged, twice, refused; and the real lists."""

import shutil
from pathlib import Path

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.sheets.models import ImportRow
from citystage.foundation.sheets.writing import FORMATS
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.catalogue import exporting
from citystage.stages.catalogue.models import Scenario, ScenarioVersion, SearchDocument
from citystage.stages.catalogue.queries.exporting import exportable
from citystage.stages.catalogue.states import ScenarioState
from tests.conftest import Town
from tests.sheets.files import HEADINGS, ROWS, SHARED, needs_shared, write_csv, write_jsonl
from tests.sheets.importing import bring, outcomes, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def city(town: Town) -> Town:
    return town


def test_rows_become_public_scenarios_with_their_source(city: Town, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "清单.csv", [HEADINGS, *ROWS])

    run = bring(city, path)

    first = Scenario.objects.get(title="港区无人巡检")
    assert told(run) == {"imported": 3, "skipped": 1}
    assert (first.state, first.budget, first.owner_name) == (
        ScenarioState.OPEN,
        65_000_000,
        "示例港口集团",
    )
    assert (first.source["file"], first.source["row"]) == ("清单.csv", 2)
    assert first.original == dict(zip(HEADINGS, ROWS[0], strict=True))
    assert first.number == "QI-2026-00001"
    assert ScenarioVersion.objects.filter(scenario=first).count() == 1
    assert SearchDocument.objects.get(kind="scenario", object_id=first.pk).public


def test_words_without_an_amount_stay_beside_an_open_budget(city: Town, tmp_path: Path) -> None:
    bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS]))

    scenario = Scenario.objects.get(title="景区智能客服")

    assert (scenario.budget, scenario.budget_text) == (None, "面议")


def test_every_record_has_its_facts_and_the_run_its_own(city: Town, tmp_path: Path) -> None:
    run = bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, ROWS[0]]))

    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))

    assert verbs == [
        "sheets.import.uploaded",
        "sheets.import.started",
        "catalogue.scenario.entered",
        "catalogue.scenario.published",
        "sheets.import.finished",
    ]
    assert Entry.objects.last().payload["counts"] == run.counts  # type: ignore[union-attr]


def test_reserve_pool_keeps_entries_from_the_public(city: Town, tmp_path: Path) -> None:
    bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, ROWS[0]]), release="reserve")

    assert Scenario.objects.get().state == ScenarioState.RESERVE
    assert not Scenario.objects.public().exists()


def test_same_file_twice_changes_nothing(city: Town, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS])
    bring(city, path)
    before = list(Scenario.objects.order_by("pk").values())

    run = bring(city, path)

    assert told(run) == {"unchanged": 3, "skipped": 1}
    assert list(Scenario.objects.order_by("pk").values()) == before


def test_what_people_corrected_here_survives_the_same_file(city: Town, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, ROWS[0]])
    bring(city, path)
    Scenario.objects.update(summary="经办人改写。")

    run = bring(city, path)

    assert told(run) == {"unchanged": 1, "skipped": 1}
    assert Scenario.objects.get().summary == "经办人改写。"


def test_changed_row_updates_and_says_what_changed(city: Town, tmp_path: Path) -> None:
    bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS]))
    changed = (*ROWS[0][:3], "80", "码头需要昼夜无人巡检。")

    run = bring(city, write_csv(tmp_path / "b.csv", [HEADINGS, changed, *ROWS[1:]]))

    scenario = Scenario.objects.get(title="港区无人巡检")
    fact = Entry.objects.filter(verb="catalogue.scenario.corrected").get()
    assert told(run) == {"updated": 1, "unchanged": 2, "skipped": 1}
    assert (scenario.budget, scenario.version) == (80_000_000, 2)
    assert sorted(fact.payload["fields"]) == ["budget", "summary"]
    assert "预算金额" in ImportRow.objects.get(run=run, outcome="updated").reason


def test_blank_cells_erase_nothing(city: Town, tmp_path: Path) -> None:
    bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, ROWS[0]]))
    blank = (*ROWS[0][:3], "", "")

    run = bring(city, write_csv(tmp_path / "b.csv", [HEADINGS, blank]))

    assert told(run) == {"unchanged": 1, "skipped": 1}
    assert Scenario.objects.get().budget == 65_000_000


def test_second_row_for_the_same_scenario_is_told(city: Town, tmp_path: Path) -> None:
    again = ("9", " 港区无人巡检 ", "示例港口集团", "65", "码头需要无人巡检。")

    run = bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS, again]))

    row = ImportRow.objects.get(run=run, outcome="duplicate")
    assert row.number == 5
    assert "2" in row.reason


def test_scenario_that_the_catalogue_holds_is_a_duplicate(city: Town, tmp_path: Path) -> None:
    held = city.scenario(title="港区无人巡检", owner_name="示例港口集团")

    run = bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, ROWS[0]]))

    assert told(run) == {"duplicate": 1, "skipped": 1}
    assert ImportRow.objects.get(run=run, outcome="duplicate").subject == (
        f"catalogue.scenario:{held.pk}"
    )


def test_row_without_a_title_is_rejected_with_its_reason_and_original(
    city: Town, tmp_path: Path
) -> None:
    run = bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, ("1", "", "示例集团", "5", "需求")]))

    row = ImportRow.objects.get(run=run, outcome="rejected")
    assert "场景名称" in row.reason
    assert row.original["需求单位"] == "示例集团"


def test_words_of_lists_become_the_words_of_the_house(city: Town, tmp_path: Path) -> None:
    row = {
        "id": "XH-0001",
        "title": "港区无人巡检",
        "owner": "示例港口集团",
        "owner_type": "国企",
        "domain": "港航",
        "district": "崂山区",
        "lead_department": "市交通运输局",
        "mode": "揭榜挂帅(高校团队)",
        "budget": "近4000万元",
        "published": "2025",
        "status": "已落地",
        "city": "青岛",
        "有效期至": "2026-06",
        "层级": "高价值小切口",
        "联系人": "张工",
    }

    bring(city, write_jsonl(tmp_path / "a.jsonl", [row]))

    scenario = Scenario.objects.get()
    assert (scenario.side, scenario.tier, scenario.mode) == ("enterprise", "narrow", "challenge")
    assert (scenario.field, scenario.district) == (city.field, city.laoshan)
    assert scenario.lead_department == city.transport
    assert (scenario.budget, scenario.budget_text) == (4_000_000_000, "近4000万元")
    assert (scenario.year, scenario.published_on) == (2025, None)
    assert scenario.state == ScenarioState.LANDED
    assert scenario.valid_until.isoformat() == "2026-07-01"  # type: ignore[union-attr]
    assert scenario.contact == {"name": "张工"}
    assert scenario.import_key == "id:xh-0001"


def test_running_numbers_are_no_identity(city: Town, tmp_path: Path) -> None:
    bring(city, write_csv(tmp_path / "a.csv", [("编号", "场景名称"), ("1", "甲场景")]))

    run = bring(city, write_csv(tmp_path / "b.csv", [("编号", "场景名称"), ("1", "乙场景")]))

    assert told(run) == {"imported": 1, "skipped": 1}


def test_entry_of_another_city_goes_there_or_is_kept_with_a_note(
    city: Town, tmp_path: Path
) -> None:
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    rows = [("场景名称", "城市"), ("锦江夜游导游", "成都"), ("远方场景", "远方市")]

    run = bring(city, write_csv(tmp_path / "a.csv", rows))

    assert Scenario.objects.get(title="锦江夜游导游").city == chengdu
    assert Scenario.objects.get(title="远方场景").source["city"] == "远方市"
    assert "远方市" in ImportRow.objects.get(run=run, label="远方场景").reason


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_exported_comes_in_unchanged(city: Town, tmp_path: Path, kind: str) -> None:
    bring(city, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS]))
    city.scenario(title="=cmd|' /C calc'!A0", mode="lease", tier="major", side="industry")
    city.scenario(
        title="实施中的场景",
        state=ScenarioState.MATCHED,
        valid_until="2027-01-01",
        answers={"place": "崂山区", "sme_reserved": True},
    )
    before = list(Scenario.objects.order_by("pk").values())
    path = tmp_path / f"out.{kind}"
    FORMATS[kind].write(path, exporting.COLUMNS, exporting.rows(exportable(city_code="qingdao")))

    run = bring(city, path)

    assert {n for n in told(run) if n != "skipped"} == {"unchanged"}
    assert list(Scenario.objects.order_by("pk").values()) == before


def test_number_of_records_does_not_matter_for_queries(
    city: Town, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    rows = [(str(n), f"场景{n}", f"单位{n}", str(n), "需求") for n in range(200)]
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *rows])

    with django_assert_max_num_queries(75):  # type: ignore[operator]
        run = bring(city, path)

    assert told(run) == {"imported": 200, "skipped": 1}


@needs_shared
@pytest.mark.parametrize("name", ["scenarios.jsonl", "capabilities.jsonl"])
def test_real_records_come_in_whole_and_only_once(city: Town, tmp_path: Path, name: str) -> None:
    path = Path(shutil.copy(SHARED / "data" / name, tmp_path))
    kind = path.stem

    first, second = bring(city, path, kind), bring(city, path, kind)

    rows = sum(1 for line in path.read_text().splitlines() if line)
    assert told(first) == {"imported": rows}
    assert told(second) == {"unchanged": rows}


@needs_shared
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("intentions-0d25576b.xlsx", {"imported": 36, "skipped": 28}),
        ("intentions-4ef25c0a.xlsx", {"imported": 22, "duplicate": 22, "skipped": 1}),
        ("intentions-8214d9f9.xlsx", {"imported": 21, "skipped": 1}),
        ("intentions-summary.xlsx", {"imported": 45, "skipped": 35}),
    ],
)
def test_real_workbooks_leave_no_row_unaccounted_for(
    city: Town, name: str, counts: dict[str, int]
) -> None:
    run = bring(city, SHARED / "data" / "xlsx" / name)

    rows = outcomes(run)
    assert told(run) == counts
    assert [number for number, _outcome in rows] == list(range(1, len(rows) + 1))
    assert not Scenario.objects.filter(title__regex=r"^[\d.]+$|^是$|^否$|采购需求概况").exists()
    reasons = ImportRow.objects.filter(run=run, outcome="rejected").values_list("reason", flat=True)
    assert all(reasons)
