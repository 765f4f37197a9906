"""Files of released lists: what they say, that they can be imported again, that they are kept."""

import csv
import io
import json

import pytest
from django.core.files.storage import default_storage
from django.utils.translation import override

from citystage.foundation.sheets.headers import find_header, suggest
from citystage.foundation.sheets.reading import open_book
from citystage.kernel.amounts import written
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue import papers
from citystage.stages.catalogue.actions.make_addendum import make_addendum
from citystage.stages.catalogue.importing.scenario_fields import SCENARIO_FIELDS
from citystage.stages.catalogue.models import Release, ReleaseFile
from citystage.stages.catalogue.papers.listing import knowledge_of
from citystage.stages.catalogue.papers.rows import row_of
from tests.catalogue.listing import begin, released
from tests.conftest import NOON

__all__ = ["released"]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def document(release, language):
    items = list(release.items.order_by("ordinal"))
    addenda = list(release.addenda.select_related("item"))
    return papers.document_of(release, items, addenda, language=language)


def test_a_document_says_in_chinese_what_was_frozen(released):
    found = document(released, "zh-hans")

    first, second = (section.items[0] for section in found.sections)
    assert found.title == "青岛市2026年第一批场景机会清单"
    assert (first.title, first.money, first.goals) == (
        "港区无人集卡",
        "3,500万元",
        ("单箱能耗下降15%", "夜间作业率达到90%"),
    )
    assert "13800000000" not in repr(found)
    assert second.title == "=山地无人机"


def test_a_document_says_the_same_in_english(released):
    found = document(released, "en")

    assert found.title == "Opportunity list 2026-1"
    assert found.sections[0].title == "Ports and shipping"
    item = found.sections[0].items[0]
    assert (item.title, item.money) == ("Driverless trucks in the port", "CNY 35.0 m")
    assert found.letterhead == "市委改革办场景创新处 Document"
    assert found.sections[1].items[0].money == "to be agreed"


def test_a_withdrawn_item_is_marked_and_its_addendum_printed(town, released):
    item = released.items.get(ordinal=1)
    stamp = town.stamp(town.city_officer)
    make_addendum(released, kind="withdrawal", text="业主调整计划。", item=item, stamp=stamp)

    found = document(released, "en")

    assert found.sections[0].items[0].note == "Withdrawn by addendum 1."
    assert [(a.number, a.text, a.item_code) for a in found.addenda] == [
        ("1", "业主调整计划。", item.frozen["number"])
    ]


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("2026-01-01", "2026-07-01", "2026-01-01 to 2026-07-01 (end excluded)"),
        (None, "2026-07-01", "until 2026-07-01 (excluded)"),
        ("2026-01-01", None, "from 2026-01-01"),
        (None, None, ""),
    ],
)
def test_the_period_is_worded(released, start, end, period):
    items = list(released.items.order_by("ordinal"))
    items[0].frozen |= {"valid_from": start, "valid_until": end, "contact_unit": ""}

    found = papers.document_of(released, items, [], language="en")

    assert found.sections[0].items[0].period == period
    assert not found.sections[0].items[0].contact_note


def test_lists_of_a_source_say_how_much_of_them_is_known():
    dated = Release(stated_items=143, released_on=NOON.date())

    with override("en"):
        assert knowledge_of(dated, 12) == "The source states 143 items; 12 of them are known."
        assert not knowledge_of(dated, 143)
        assert knowledge_of(Release(), 3).startswith("The day of its release is not known")
        assert knowledge_of(Release(stated_items=9), 3).endswith("by its entry here.")


def test_a_list_without_a_day_or_items_is_printed_all_the_same(town):
    release = Release.objects.create(
        city=town.city, code="old", title="旧清单", made_at=NOON, stated_items=143, sha256="0" * 64
    )
    Release.objects.filter(pk=release.pk).update(state="released")
    release.refresh_from_db()

    found = papers.file_of(release, "pdf", "zh-hans")

    assert found.content.startswith(b"%PDF")
    assert papers.file_of(release, "xlsx", "en").content.startswith(b"PK")


@pytest.mark.parametrize("language", papers.LANGUAGES)
@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_tables_are_read_again_column_by_column(released, tmp_path, kind, language):
    paper = papers.file_of(released, kind, language)
    path = tmp_path / paper.file_name
    path.write_bytes(paper.content)

    book = open_book(path)
    header = find_header(book, SCENARIO_FIELDS)

    codes = suggest(header.names, SCENARIO_FIELDS)
    expected = "number title description owner side tier field mode district budget goals place"
    assert set(expected.split()) <= set(codes)
    assert "" not in codes


def test_a_row_holds_what_an_import_reads(released):
    frozen = released.items.get(ordinal=1).frozen | {"valid_until": "2026-07-01"}

    row = row_of(frozen, english=False)

    assert (row["valid_until"], row["budget"]) == ("2026-06-30", "3500万元")
    assert (row["sme_reserved"], row["contact_unit"]) == ("是", "示例港口集团信息部")
    assert row_of({"answers": {"data_open": ["甲", "乙"]}}, english=True)["data_open"] == "甲、乙"


def test_formulas_are_defused_in_tables(released):
    paper = papers.file_of(released, "csv", "zh-hans")

    rows = list(csv.DictReader(io.StringIO(paper.content.decode("utf-8-sig"))))
    assert [row["场景名称"] for row in rows] == ["港区无人集卡", "'=山地无人机"]


def test_json_carries_the_hash_and_the_addenda(town, released):
    stamp = town.stamp(town.city_officer)
    make_addendum(released, kind="addition", text="延长十日。", item=None, stamp=stamp)

    whole = json.loads(papers.file_of(released, "json", "en").content)

    assert whole["list"]["sha256"] == released.sha256
    assert [one["text"] for one in whole["list"]["addenda"]] == ["延长十日。"]
    assert [one["budget"] for one in whole["items"]] == ["3500万元", ""]


def test_all_files_are_kept_once_and_anew_after_an_addendum(town, released):
    first, again = papers.keep_all(released), papers.keep_all(released)
    stamp = town.stamp(town.city_officer)
    make_addendum(released, kind="addition", text="延长十日。", item=None, stamp=stamp)

    assert (first, again, papers.keep_all(released)) == (10, 0, 10)
    assert ReleaseFile.objects.filter(release=released).count() == 20


def test_a_kept_file_is_handed_out_and_a_lost_or_damaged_one_made_anew(released):
    made = papers.file_of(released, "csv", "zh-hans")
    kept = ReleaseFile.objects.get()
    with default_storage.open(kept.path, "wb") as file:
        file.write(b"something else")

    repaired = papers.file_of(released, "csv", "zh-hans")
    default_storage.delete(kept.path)
    found_again = papers.file_of(released, "csv", "zh-hans")

    assert made == repaired == found_again == papers.file_of(released, "csv", "zh-hans")
    assert made.file_name == "qingdao-2026-1.csv"


def test_the_canonical_file_has_the_hash_of_the_list(released):
    assert papers.file_of(released, papers.CANONICAL, "en").sha256 == released.sha256


def test_nothing_is_handed_out_of_a_list_in_preparation(town, released):
    with pytest.raises(NotFound):
        papers.file_of(begin(town, "2026-2"), "pdf", "zh-hans")
    with pytest.raises(NotFound):
        papers.file_of(released, "exe", "zh-hans")
    with pytest.raises(NotFound):
        papers.file_of(released, "pdf", "fr")


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (350_000_000_000_00, "3,500亿元", "CNY 350.00 bn"),
        (12_345_00, "1.23万元", "CNY 12,345"),
        (99_50, "99.5元", "CNY 99.5"),
        (1_500_000_00, "150万元", "CNY 1.5 m"),
    ],
)
def test_amounts_are_written_for_readers(fen, chinese, english):
    assert (written(fen, english=False), written(fen, english=True)) == (chinese, english)
