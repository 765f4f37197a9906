"""Runs survive whatever happens to them, and do nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from citystage.foundation.sheets import jobs, queries, running
from citystage.foundation.sheets.actions.cancel import cancel
from citystage.foundation.sheets.actions.choose_sheet import NoSuchRow, choose_sheet
from citystage.foundation.sheets.actions.end import end
from citystage.foundation.sheets.actions.keep_chunk import keep_chunk
from citystage.foundation.sheets.actions.map_columns import map_columns
from citystage.foundation.sheets.actions.revive import revive
from citystage.foundation.sheets.actions.start import start
from citystage.foundation.sheets.models import ImportRow, ImportRun, Layout, layout_of
from citystage.foundation.sheets.reading import open_book
from citystage.foundation.sheets.targets import target
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.models import Scenario
from tests.conftest import NOON, Town
from tests.sheets.files import HEADINGS, ROWS, write_csv, write_xlsx
from tests.sheets.importing import CLI, bring, outcomes, told, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def city(town: Town) -> Town:
    return town


@pytest.fixture
def open_city(transactional_db: None) -> Town:
    """A town that other threads see."""
    return Town()


def many(path: Path, count: int) -> Path:
    rows = [(str(n), f"场景{n}", "示例集团", str(n + 1), "需求") for n in range(count)]
    return write_csv(path, [HEADINGS, *rows])


def chunk(run: ImportRun, first: int, last: int) -> list[object]:
    book = open_book(Path(run.file.path))
    found = running.read(book, layout_of(run), target(run.target))
    return [entry for entry in found if first <= entry.number <= last]


def test_killed_run_goes_on_and_brings_nothing_in_twice(city: Town, tmp_path: Path) -> None:
    run = start(uploaded(city, many(tmp_path / "a.csv", 9)), stamp=CLI)
    run = keep_chunk(run, entries=chunk(run, 1, 5), stamp=CLI)  # type: ignore[arg-type]

    done = running.bring_in(queries.run_by_id(run.pk), stamps=lambda: CLI)

    assert told(done) == {"imported": 9, "skipped": 1}
    assert [number for number, _ in outcomes(done)] == list(range(1, 11))
    assert Scenario.objects.count() == 9


def test_same_rows_given_twice_count_once(city: Town, tmp_path: Path) -> None:
    run = start(uploaded(city, many(tmp_path / "a.csv", 4)), stamp=CLI)

    keep_chunk(run, entries=chunk(run, 1, 5), stamp=CLI)  # type: ignore[arg-type]
    again = keep_chunk(run, entries=chunk(run, 1, 5), stamp=CLI)  # type: ignore[arg-type]

    assert told(again) == {"imported": 4, "skipped": 1}


def test_duplicate_is_found_across_a_restart(city: Town, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS, ROWS[0]])
    run = start(uploaded(city, path), stamp=CLI)
    run = keep_chunk(run, entries=chunk(run, 1, 3), stamp=CLI)  # type: ignore[arg-type]

    done = running.bring_in(run, stamps=lambda: CLI)

    assert told(done) == {"imported": 3, "duplicate": 1, "skipped": 1}


def test_two_workers_with_one_run_do_it_once(open_city: Town, tmp_path: Path) -> None:
    run = start(uploaded(open_city, many(tmp_path / "a.csv", 60)), stamp=CLI)

    def work(_n: int) -> None:
        try:
            running.bring_in(queries.run_by_id(run.pk), stamps=lambda: CLI)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    done = queries.run_by_id(run.pk)
    assert (done.state, told(done)) == ("done", {"imported": 60, "skipped": 1})
    assert Scenario.objects.count() == 60


def test_two_files_with_the_same_entries_at_once_make_one_record_each(
    open_city: Town, tmp_path: Path
) -> None:
    runs = [
        start(uploaded(open_city, many(tmp_path / f"{name}.csv", 30)), stamp=CLI) for name in "abc"
    ]

    def work(run: ImportRun) -> ImportRun:
        try:
            return running.bring_in(run, stamps=lambda: CLI)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(work, runs))

    assert Scenario.objects.count() == 30
    assert sum(run.counts["imported"] for run in done) == 30
    assert sum(run.counts["unchanged"] for run in done) == 60


def test_cancelled_run_stops_and_may_go_on(city: Town, tmp_path: Path) -> None:
    stamp = city.stamp(city.city_officer)
    run = start(uploaded(city, many(tmp_path / "a.csv", 9), stamp=stamp), stamp=stamp)
    run = keep_chunk(run, entries=chunk(run, 1, 4), stamp=stamp)  # type: ignore[arg-type]
    cancel(run, stamp=stamp)

    stopped = running.bring_in(run, stamps=lambda: stamp)

    assert (stopped.state, told(stopped)) == ("cancelled", {"imported": 3, "skipped": 1})
    done = running.bring_in(start(stopped, stamp=stamp), stamps=lambda: stamp)
    assert (done.state, told(done)) == ("done", {"imported": 9, "skipped": 1})


def test_lost_file_fails_the_run_with_its_reason(city: Town, tmp_path: Path) -> None:
    run = start(uploaded(city, many(tmp_path / "a.csv", 2)), stamp=CLI)
    Path(run.file.path).unlink()

    failed = running.bring_in(run, stamps=lambda: CLI)

    assert (failed.state, bool(failed.failure)) == ("failed", True)
    assert end(failed, failure="again", stamp=CLI).failure == failed.failure


def test_file_of_a_store_without_paths_is_read(
    city: Town, tmp_path: Path, settings: object
) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}  # type: ignore[attr-defined]

    run = bring(city, many(tmp_path / "a.csv", 2))

    assert (run.state, told(run)) == ("done", {"imported": 2, "skipped": 1})


def test_finished_run_does_not_start_again(city: Town, tmp_path: Path) -> None:
    run = bring(city, many(tmp_path / "a.csv", 1))

    with pytest.raises(WrongState):
        start(run, stamp=CLI)
    with pytest.raises(NotAllowed):
        start(run, stamp=city.stamp(city.city_officer))
    with pytest.raises(NotAllowed):
        cancel(run, stamp=city.stamp(city.city_officer))


def test_job_runs_in_the_name_of_the_one_who_uploaded(city: Town, tmp_path: Path) -> None:
    stamp = city.stamp(city.city_officer)
    run = start(uploaded(city, many(tmp_path / "a.csv", 2), stamp=stamp), stamp=stamp)

    counts = jobs.run_import.func(run.pk)

    assert counts["imported"] == 2


def test_silent_run_is_taken_up_once(city: Town, tmp_path: Path, settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}  # type: ignore[attr-defined]
    run = start(uploaded(city, many(tmp_path / "a.csv", 2)), stamp=CLI)
    ImportRun.objects.update(pulse_at=NOON - timedelta(minutes=5))
    stamp = city.stamp(city.city_officer)

    assert jobs.take_up_stranded() == 1
    assert [revive(run, stamp=stamp), revive(run, stamp=stamp)] == [True, False]


def test_only_the_city_imports(city: Town, tmp_path: Path) -> None:
    path = many(tmp_path / "a.csv", 1)

    with pytest.raises(NotAllowed):
        uploaded(city, path, stamp=city.stamp(city.officer))
    assert queries.importable_cities(city.stamp(city.officer).actor) == []
    assert queries.importable_cities(city.stamp(city.city_officer).actor) == [city.city]
    with pytest.raises(NotFound):
        queries.reach_run(city.stamp(city.officer).actor, uploaded(city, path).pk)


def test_mapping_is_kept_for_the_next_file_of_the_layout(city: Town, tmp_path: Path) -> None:
    stamp = city.stamp(city.city_officer)
    table = [("甲列", "乙列"), ("港区无人巡检", "示例集团")]
    run = uploaded(city, write_csv(tmp_path / "a.csv", table), stamp=stamp)

    map_columns(run, mapping=["title", "owner"], units=["", ""], release="reserve", stamp=stamp)

    second = uploaded(city, write_csv(tmp_path / "b.csv", [*table, ("景区客服", "集团")]))
    assert second.mapping == ["title", "owner"]
    assert Layout.objects.count() == 1


def test_columns_do_not_change_once_rows_came_in(city: Town, tmp_path: Path) -> None:
    run = bring(city, many(tmp_path / "a.csv", 1))

    with pytest.raises(NotAllowed):
        map_columns(
            run, mapping=[], units=[], release="publish", stamp=city.stamp(city.city_officer)
        )


def test_person_may_choose_another_sheet_or_header(city: Town, tmp_path: Path) -> None:
    stamp = city.stamp(city.city_officer)
    path = write_xlsx(tmp_path / "a.xlsx", [HEADINGS, *ROWS], [["甲", "乙"], ["丙", "丁"]])
    run = uploaded(city, path, stamp=stamp)

    run = choose_sheet(run, sheet="Sheet2", header_row=2, stamp=stamp)

    assert (run.sheet, run.header_row, run.names) == ("Sheet2", 2, ["丙", "丁"])
    with pytest.raises(NoSuchRow):
        choose_sheet(run, sheet="Sheet2", header_row=9, stamp=stamp)


def test_report_keeps_every_row(city: Town, tmp_path: Path) -> None:
    run = bring(city, many(tmp_path / "a.csv", 3))

    assert queries.report(run).count() == 4
    assert queries.report(run, "imported").count() == 3
    assert str(ImportRow.objects.order_by("pk")[0]) == "1 skipped"
