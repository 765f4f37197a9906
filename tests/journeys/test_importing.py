"""A real list comes in by the browser: columns, check, import, report; twice changes nothing."""

from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.steps import own, press


def workbook(titles: list[str]) -> bytes:
    """A sheet as offices make them: a title above the header, one row without a name."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("清单")
        sheet.write(0, 0, "场景需求清单（测试）")
        sheet.write_row(1, 0, ["序号", "场景名称", "需求单位", "需求内容", "联系人"])
        for at, title in enumerate(titles, start=1):
            words = f"{title}：每日人工记录36次，希望自动采集，误差不超过1%。"
            sheet.write_row(at + 1, 0, [at, title, "示例水务有限公司", words, "示例联系人"])
        sheet.write_row(len(titles) + 2, 0, [len(titles) + 1, "", "示例水务有限公司", "缺名称", ""])
    return made.getvalue()


def bring_in(page: Page, way: Way, name: str, content: bytes) -> None:
    """Upload, look at the columns, check, start, and wait for the report."""
    page.goto("/bureau/import/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("[name=file]", {"name": name, "mimeType": kind, "buffer": content})
    page.locator("[name=target]").first.select_option("scenarios")
    press(page, way, "Upload and look at the columns")
    expect(page.locator("select[name='column-1']")).to_have_value("title")
    press(page, way, "Keep the columns and check all rows")
    press(page, way, "Start the import")
    expect(page.locator("#report")).to_be_visible()
    expect(page.locator("#progress")).to_have_count(0, timeout=60_000)


def outcomes(site: Site, name: str) -> list[tuple[object, ...]]:
    query = "SELECT counts FROM sheets_importrun WHERE file_name = %s ORDER BY id"
    return site.rows(query, name)


@both
def test_a_list_is_imported_once_however_often_it_is_sent(way: Way, visit: Visit, site: Site):
    titles = [own("取水口水质自动采集"), own("加压站振动监测")]
    name = f"{own('list')}.xlsx"
    officer = visit("demo-city-officer", way=way)

    for _ in range(2):
        bring_in(officer, way, name, workbook(titles))

    (first,), (second,) = outcomes(site, name)
    count = "SELECT count(*) FROM catalogue_scenario WHERE title = ANY(%s)"
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (first["imported"], first["rejected"]) == (2, 1)
    assert second.get("imported", 0) == 0
    assert second["rejected"] == 1
    assert site.rows(count, titles) == [(2,)]
