"""The list of scenarios: facets in the address, cards and table, files, feed; queries pinned."""

import csv
import io
import json
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.states import ScenarioState
from tests.web.public.making import organisation

WAN = 1_000_000


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'class="card-title-line"><a href="[^"]*">(.*?)</a>', page)


@pytest.fixture
def shelf(town):
    """Four scenarios that differ in everything a facet divides."""
    ai = Term.objects.create(scheme=Scheme.FIELD, code="ai", name="人工智能", name_en="AI")
    port = organisation(town, "示例港口集团")
    town.scenario(
        title="港区无人集卡", owner=port, budget=300 * WAN, tier="narrow", side="industry"
    )
    town.scenario(title="景区无人机", district=town.jimo, year=2025, budget=9000 * WAN)
    town.scenario(
        title="智能客服", summary="", field=ai, state=ScenarioState.LANDED, side="government"
    )
    town.scenario(title="应急方向", summary="", field=ai, source={"level": "policy_direction"})
    scenarios.forget_counts()


def test_a_visitor_sees_what_is_public(town, shelf, visitor):
    town.scenario(title="储备中的场景", state=ScenarioState.RESERVE)
    scenarios.forget_counts()

    page = read(visitor, "/scenarios/")

    assert titles(page) == ["应急方向", "智能客服", "景区无人机", "港区无人集卡"]
    assert "<strong>4</strong> scenarios" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("field=ai", ["应急方向", "智能客服"]),
        ("field=ai&grain=need", ["智能客服"]),
        ("grain=direction", ["应急方向"]),
        ("status=landed", ["智能客服"]),
        ("district=jimo", ["景区无人机"]),
        ("tier=narrow&side=industry", ["港区无人集卡"]),
        ("money=100_500", ["港区无人集卡"]),
        ("money=open", ["应急方向", "智能客服"]),
        ("year=2025", ["景区无人机"]),
        ("city=qingdao&field=port&sort=title", ["景区无人机", "港区无人集卡"]),
        ("q=無人", ["景区无人机", "港区无人集卡"]),
        ("q=无人&sort=budget", ["景区无人机", "港区无人集卡"]),
        ("q=无人&sort=-budget", ["港区无人集卡", "景区无人机"]),
        ("field=nothing", []),
        ("field=%00&year=x&money=x&status=x&grain=x&page=99999999999999999999", None),
    ],
)
def test_the_address_filters(shelf, visitor, query, found):
    page = read(visitor, f"/scenarios/?{query}")

    shown = [re.sub(r"</?mark>", "", title) for title in titles(page)]
    assert shown == ([] if found is None else found) or found is None


def test_words_that_are_too_long_are_cut_and_the_list_says_so(shelf, visitor):
    cut = "Only the first 200 characters were looked for"

    fitting, long = ("/scenarios/?q=" + "港" * length for length in (200, 201))

    assert cut not in read(visitor, fitting)
    assert cut in read(visitor, long)


def test_the_owner_is_a_facet(town, shelf, visitor):
    owner = organisation(town, "另一家单位")
    town.scenario(title="另一家的场景", owner=owner)
    scenarios.forget_counts()

    page = read(visitor, f"/scenarios/?owner={owner.pk}")

    assert titles(page) == ["另一家的场景"]
    assert "Owner: 另一家单位" in page


def test_nothing_found_says_what_to_loosen(shelf, visitor):
    page = read(visitor, "/scenarios/?field=ai&year=1999")

    assert "No scenario matches all of this" in page
    assert "Field: AI" in page
    assert 'href="/scenarios/?year=1999"' in page


def test_a_table_has_the_columns_that_were_chosen(shelf, visitor):
    usual = read(visitor, "/scenarios/?view=table")
    chosen = read(
        visitor, "/scenarios/?view=table&cols=number&cols=until&cols=published&cols=chain"
    )

    assert 'scope="col" aria-sort="none"><a href="/scenarios/?view=table&amp;sort=title"' in usual
    assert "QD-2026-00001" in re.sub(r'href="[^"]*"', "", chosen)
    assert "Cooperation" not in chosen


def test_a_card_tells_days_left_and_the_day_or_year_of_publishing(town, visitor):
    town.scenario(valid_until=date(2026, 12, 1), budget_text="面议或年付")
    town.scenario(published_on=None, year=2024)
    town.scenario(published_on=None, year=None)

    page = read(visitor, "/scenarios/")

    notes = re.findall(r'<p class="card-notes">(.*?)</p>', page)
    assert notes == [
        "<span>9 days left</span><span>21 Nov 2026</span>",
        "<span>2024</span>",
    ]
    assert "面议或年付" in page


def test_script_gets_the_results_alone(shelf, visitor):
    response = visitor.get("/scenarios/", headers={"hx-request": "true"})

    assert response.content.decode().strip().startswith('<div id="results">')


@pytest.fixture
def placed(town):
    """Two districts with a place on the map."""
    for unit, column in ((town.laoshan, 1), (town.jimo, 2)):
        Unit.objects.filter(pk=unit.pk).update(tile_column=column, tile_row=1)


def tiles(page: str) -> dict[str, tuple[str, str]]:
    """Of each tile its count and where pressing it leads."""
    found = re.findall(r'<a href="([^"]*)"[^>]* class="tile[^>]*>\s*<title>(.*?) · (.*?)<', page)
    return {name: (count, unescape(address)) for address, name, count in found}


def test_the_map_counts_by_district_and_a_tile_narrows_the_list(town, shelf, placed, visitor):
    page = read(visitor, "/scenarios/?view=map&field=ai&district=jimo")
    whole = read(visitor, "/scenarios/?view=map")

    assert {name: count for name, (count, _) in tiles(whole).items()} == {
        "崂山区": "3",
        "即墨区": "1",
    }
    assert tiles(whole)["即墨区"][1] == "/scenarios/?view=map&district=jimo"
    assert tiles(page)["即墨区"] == ("0", "/scenarios/?view=map&field=ai")
    assert titles(read(visitor, tiles(whole)["即墨区"][1])) == ["景区无人机"]
    assert 'aria-current="true" class="tile' in page


def test_a_map_without_places_says_so_above_the_list(town, shelf, visitor):
    page = read(visitor, "/scenarios/?view=map")

    assert "No city here has a map yet" in page
    assert len(titles(page)) == 4


def test_the_map_keeps_to_the_cities_of_the_filter(town, shelf, placed, visitor):
    page = read(visitor, "/scenarios/?view=map&city=elsewhere")

    assert tiles(page) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_map_costs_one_query_more_than_the_cards(
    town, placed, visitor, rows, django_assert_num_queries
):
    for number in range(rows):
        town.scenario(title=f"场景{number}", owner=organisation(town, f"单位{number}"))

    with django_assert_num_queries(VISITOR + 1):
        visitor.get("/scenarios/?view=map")


def test_a_table_names_its_columns_for_the_widths_one_gives_them(shelf, visitor):
    page = read(visitor, "/scenarios/?view=table&cols=owner&cols=money")

    assert re.findall(r'<col data-column="(\w+)">', page) == ["title", "owner", "money"]
    assert 'data-widths="scenarios"' in page


def test_pages_keep_the_filter(town, visitor):
    for number in range(25):
        town.scenario(title=f"场景{number}")

    page = read(visitor, "/scenarios/?city=qingdao&page=2")

    assert len(titles(page)) == 1
    assert 'href="/scenarios/?city=qingdao&amp;page=1" rel="prev"' in page


# Cities; what changed for the counts, owners; ids and rows of the page; labels of facets twice.
VISITOR = 7


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_queries_for_any_number_of_rows(
    town, visitor, rows, django_assert_num_queries
):
    for number in range(rows):
        town.scenario(title=f"场景{number}", owner=organisation(town, f"单位{number}"))

    with django_assert_num_queries(VISITOR):
        visitor.get("/scenarios/")


def test_a_page_of_remembered_counts_stays_within_twelve_queries(
    town, member, django_assert_max_num_queries
):
    town.scenario(owner=organisation(town))
    member.get("/scenarios/")

    with django_assert_max_num_queries(12):
        member.get("/scenarios/")


def test_the_table_of_one_sees_comes_along_as_files(shelf, visitor):
    other = visitor.get("/scenarios/export.exe")
    table = visitor.get("/scenarios/export.csv?field=ai")
    lines = visitor.get("/scenarios/export.jsonl?field=ai&grain=need")
    book = visitor.get("/scenarios/export.xlsx?field=ai")

    text = b"".join(table.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    kept = b"".join(lines.streaming_content).decode().splitlines()
    assert other.status_code == 404
    assert len(rows) == 3
    assert [json.loads(line)["title"] for line in kept] == ["智能客服"]
    assert b"".join(book.streaming_content)[:2] == b"PK"
    book.close()
    lines.close()


def test_the_feed_of_a_filter_has_what_fits(shelf, visitor):
    feed = read(visitor, "/scenarios/feed.atom?field=ai")

    assert re.findall(r"<entry><title>(.*?)</title>", feed) == ["应急方向", "智能客服"]
    assert 'href="http://127.0.0.1:8000/scenarios/?field=ai"' in feed
