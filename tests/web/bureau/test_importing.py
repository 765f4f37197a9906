"""Lists are brought in through the browser: upload, columns, check, run, report."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from citystage.foundation.sheets import jobs
from citystage.foundation.sheets.models import ImportRow, ImportRun
from citystage.foundation.sheets.reading import open_book
from citystage.foundation.sheets.states import ImportState
from citystage.stages.catalogue.models import Scenario
from tests.sheets.files import HEADINGS, ROWS, write_csv, write_xlsx
from tests.sheets.importing import bring
from tests.web.bureau.people import browser

IMPORT = "/bureau/import/"
# Session, person, hats, once for the frame; then the list itself.
HISTORY_QUERIES, REPORT_QUERIES = 7, 8


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    # Nothing is run behind the test's back.
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def officer(town):
    return browser(town.city_officer)


def page_of(response) -> str:
    return response.content.decode()


def send(officer, town, path: Path, **changes):
    known = {
        "file": SimpleUploadedFile(path.name, path.read_bytes()),
        "target": "scenarios",
        "release": "publish",
        "city": str(town.city.pk),
    }
    return officer.post(IMPORT, known | changes)


@pytest.fixture
def run(officer, town, tmp_path):
    path = write_csv(tmp_path / "清单.csv", [HEADINGS, *ROWS, ("4", "", "示例集团", "", "")])
    send(officer, town, path)
    return ImportRun.objects.get()


def test_import_is_for_the_city(town):
    stranger = browser(town.officer)

    assert stranger.get(IMPORT).status_code == 404


def test_upload_leads_to_the_columns(officer, town, tmp_path):
    path = write_xlsx(tmp_path / "清单.xlsx", [["机会清单"], HEADINGS, *ROWS])

    response = send(officer, town, path)

    run = ImportRun.objects.get()
    assert (response.status_code, response.url) == (303, f"{IMPORT}{run.pk}/")
    assert (run.file_name, run.header_row) == ("清单.xlsx", 2)
    assert Path(run.file.path).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "空"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04broken", "")],
)
def test_file_that_is_no_list_is_answered_in_the_form(officer, town, tmp_path, content, words):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    response = send(officer, town, path)

    assert response.status_code == 422
    assert not ImportRun.objects.exists()


def test_too_large_file_is_answered_in_the_form(officer, town, tmp_path, settings):
    settings.SHEETS_LIMITS = {"file_bytes": 10}

    response = send(officer, town, write_csv(tmp_path / "a.csv", [HEADINGS]))

    assert response.status_code == 422


def test_large_upload_comes_from_its_own_file(officer, town, tmp_path, settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

    response = send(officer, town, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS]))

    assert response.status_code == 303


def test_columns_page_shows_mapping_and_preview(officer, run):
    page = page_of(officer.get(f"{IMPORT}{run.pk}/"))

    assert '<option value="title" selected>' in page
    assert "港区无人巡检" in page
    assert "<option selected>万元</option>" in page


def test_mapping_is_kept_and_shown_again(officer, run):
    posted = {
        "column-1": "owner",
        "column-2": "title",
        "column-3": "nonsense",
        "release": "reserve",
    }

    response = officer.post(f"{IMPORT}{run.pk}/columns/", posted)

    run.refresh_from_db()
    assert response.url == f"{IMPORT}{run.pk}/"
    assert (run.mapping, run.release) == (["", "owner", "title", "", ""], "reserve")


def test_one_field_for_two_columns_is_refused_with_what_was_chosen(officer, run):
    posted = {"column-1": "title", "column-2": "title", "release": "publish"}

    response = officer.post(f"{IMPORT}{run.pk}/columns/", posted)

    run.refresh_from_db()
    assert response.status_code == 422
    assert run.mapping[2] == "owner"


def test_missing_title_is_told_before_anything_runs(officer, run):
    officer.post(f"{IMPORT}{run.pk}/columns/", {"release": "publish"})

    page = page_of(officer.get(f"{IMPORT}{run.pk}/"))

    assert "notice-warn" in page


def test_another_header_row_can_be_chosen(officer, run):
    officer.post(f"{IMPORT}{run.pk}/sheet/", {"sheet": "1", "header_row": "2"})

    run.refresh_from_db()
    assert (run.header_row, run.names[1]) == (2, "港区无人巡检")


def test_row_that_holds_no_header_is_refused(officer, run):
    response = officer.post(f"{IMPORT}{run.pk}/sheet/", {"sheet": "1", "header_row": "99"})

    assert response.status_code == 409


def test_check_tells_all_and_writes_nothing(officer, run):
    mapping = {f"column-{n}": code for n, code in enumerate(run.mapping)}

    sent = officer.post(f"{IMPORT}{run.pk}/columns/", mapping | {"check": "1"})
    page = page_of(officer.get(sent.url))

    assert sent.url == f"{IMPORT}{run.pk}/check/"
    assert "Missing: Title." in page
    assert not Scenario.objects.exists()


def test_run_is_started_shown_and_reported(officer, run):
    address = f"{IMPORT}{run.pk}/"

    started = officer.post(f"{address}start/")
    running = page_of(officer.get(address))
    part = page_of(officer.get(f"{address}progress/", headers={"HX-Request": "true"}))
    jobs.run_import.func(run.pk)
    ended = officer.get(f"{address}progress/", headers={"HX-Request": "true"})
    report = page_of(officer.get(address))

    assert started.status_code == 303
    assert "<progress" in running
    assert part.strip().startswith('<div id="progress"')
    assert ended.headers["HX-Refresh"] == "true"
    assert report.count("<tr>") == 6
    assert "rejected.xlsx" in report
    assert officer.get(f"{address}progress/").status_code == 303


def test_report_is_filtered_by_outcome(officer, town, tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS, ("4", "", "示例集团", "", "")])
    done = bring(town, path)

    some = page_of(officer.get(f"{IMPORT}{done.pk}/?outcome=rejected"))
    none = page_of(officer.get(f"{IMPORT}{done.pk}/?outcome=updated"))

    assert some.count("<tr>") == 2
    assert none.count("<tr>") == 0


def test_rejected_rows_are_given_back_as_a_workbook(officer, town, tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS, ("4", "", "示例集团", "=1", "需求")])
    done = bring(town, path)

    response = officer.get(f"{IMPORT}{done.pk}/rejected.xlsx")

    copy = tmp_path / "rejected.xlsx"
    copy.write_bytes(response.content)
    head, row = open_book(copy).lines("Sheet1")
    assert head.cells[:5] == HEADINGS
    assert row.cells[:6] == ("4", "", "示例集团", "=1", "需求", "5")
    assert row.cells[6] == ImportRow.objects.get(outcome="rejected").reason


def test_put_right_rows_come_in(officer, town, tmp_path):
    done = bring(
        town, write_csv(tmp_path / "a.csv", [HEADINGS, ("4", "", "示例集团", "5", "需求")])
    )
    response = officer.get(f"{IMPORT}{done.pk}/rejected.xlsx")
    copy = tmp_path / "rejected.xlsx"
    copy.write_bytes(response.content)
    head, row = [list(line.cells) for line in open_book(copy).lines("Sheet1")]
    row[1] = "补上的名称"

    again = bring(town, write_xlsx(tmp_path / "fixed.xlsx", [head, row]))

    assert again.counts["imported"] == 1


def test_running_import_is_cancelled(officer, run):
    officer.post(f"{IMPORT}{run.pk}/start/")

    officer.post(f"{IMPORT}{run.pk}/cancel/")
    jobs.run_import.func(run.pk)

    run.refresh_from_db()
    assert run.state == ImportState.CANCELLED
    page = page_of(officer.get(f"{IMPORT}{run.pk}/"))
    assert f'action="{IMPORT}{run.pk}/start/"' in page


def test_silent_run_is_given_to_another_worker(officer, run):
    officer.post(f"{IMPORT}{run.pk}/start/")
    ImportRun.objects.update(pulse_at="2020-01-01T00:00Z")

    officer.get(f"{IMPORT}{run.pk}/progress/", headers={"HX-Request": "true"})

    run.refresh_from_db()
    assert run.pulse_at.year > 2020


def test_ended_import_is_not_started_again(officer, town, tmp_path):
    done = bring(town, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS]))

    assert officer.post(f"{IMPORT}{done.pk}/start/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_history_takes_the_same_queries_for_one_row_and_three(
    officer, town, tmp_path, rows, django_assert_num_queries
):
    for n in range(rows):
        send(officer, town, write_csv(tmp_path / f"{n}.csv", [HEADINGS, *ROWS]))
    officer.get(IMPORT)

    with django_assert_num_queries(HISTORY_QUERIES):
        officer.get(IMPORT)


@pytest.mark.parametrize("rows", [1, 3])
def test_report_takes_the_same_queries_for_one_row_and_three(
    officer, town, tmp_path, rows, django_assert_num_queries
):
    done = bring(town, write_csv(tmp_path / "a.csv", [HEADINGS, *ROWS[:rows]]))
    officer.get(f"{IMPORT}{done.pk}/")

    with django_assert_num_queries(REPORT_QUERIES):
        officer.get(f"{IMPORT}{done.pk}/")


def test_english_page_is_english(officer, town):
    page = page_of(officer.get(IMPORT, headers={"Accept-Language": "en"}))

    assert "Upload a list" in page


def test_upload_needs_a_file(officer, town):
    response = officer.post(IMPORT, {"target": "scenarios", "city": town.city.pk})

    assert response.status_code == 422
    assert io.BytesIO(response.content).read()
