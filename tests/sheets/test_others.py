"""Lists of capabilities and of organisations."""

from pathlib import Path

import pytest

from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.sheets.models import ImportRow
from citystage.stages.catalogue.models import Capability, SearchDocument
from tests.conftest import Town
from tests.sheets.files import write_csv, write_jsonl
from tests.sheets.importing import bring, told

pytestmark = pytest.mark.django_db

CODE = "91370200163562681G"
SUPPLY = ("企业名称", "产品", "简介", "应用领域", "联系电话")


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def city(town: Town) -> Town:
    return town


def test_capability_brings_its_company_along(city: Town, tmp_path: Path) -> None:
    row = ("示例智能有限公司", "港口视觉系统", "识别箱号。", "港航", "0532-85912345")

    run = bring(city, write_csv(tmp_path / "a.csv", [SUPPLY, row]), "capabilities")

    capability = Capability.objects.get()
    company = Organisation.objects.get(name="示例智能有限公司")
    assert told(run) == {"imported": 1, "skipped": 1}
    assert (capability.organisation, capability.field) == (company, city.field)
    assert capability.contact == {"phone": "0532-85912345"}
    assert (company.standing, company.kind) == ("listed", "company")
    assert SearchDocument.objects.filter(kind__in=["capability", "organisation"]).count() == 2


def test_two_rows_of_one_company_make_one_company(city: Town, tmp_path: Path) -> None:
    rows = [SUPPLY, ("示例大学", "甲", "", "", ""), ("示例大学", "乙", "", "", "")]

    run = bring(city, write_csv(tmp_path / "a.csv", rows), "capabilities")

    assert told(run) == {"imported": 2, "skipped": 1}
    assert Organisation.objects.get(name="示例大学").kind == "university"


def test_capability_without_a_name_is_called_by_what_it_says(city: Town, tmp_path: Path) -> None:
    rows = [
        SUPPLY,
        ("示例公司", "", "无人机巡检。另有培训。", "", ""),
        ("另一公司", "", "", "", ""),
    ]

    run = bring(city, write_csv(tmp_path / "a.csv", rows), "capabilities")

    titles = Capability.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["无人机巡检", "另一公司"]
    assert all(ImportRow.objects.filter(run=run, outcome="imported").values_list("reason"))


def test_changed_capability_is_updated(city: Town, tmp_path: Path) -> None:
    row = {"id": "CP00001", "company": "示例公司", "product": "视觉系统", "cases": "一号码头"}
    bring(city, write_jsonl(tmp_path / "a.jsonl", [row]), "capabilities")
    changed = row | {"cases": "二号码头", "unverified_fields": ["product"], "city": "远方"}

    run = bring(city, write_jsonl(tmp_path / "b.jsonl", [changed]), "capabilities")

    capability = Capability.objects.get()
    assert told(run) == {"updated": 1}
    assert (capability.cases, capability.unverified, capability.version) == (
        "二号码头",
        ["title"],
        2,
    )
    assert capability.source["city"] == "远方"
    again = bring(city, write_jsonl(tmp_path / "c.jsonl", [changed | {"x": 1}]), "capabilities")
    assert told(again) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("name", "said", "there"),
    [
        ("示例公司", "青岛", "青岛市"),
        ("示例公司", "山东省青岛市", "青岛市"),
        ("青岛示例公司", "", "青岛市"),
        ("示例公司", "杭州", "杭州"),
        ("青岛示例公司", "杭州", "杭州"),
        ("示例公司", "", ""),
    ],
)
def test_a_company_is_where_its_row_says(city: Town, tmp_path: Path, name, said, there) -> None:
    row = {"company": name, "product": "视觉系统", "city": said}
    city.city.facts = {"centre": [36.07, 120.38]}
    city.city.save()

    bring(city, write_jsonl(tmp_path / "a.jsonl", [row]), "capabilities")

    company = Organisation.objects.get(name=name)
    document = SearchDocument.objects.get(kind="organisation", object_id=company.pk)
    assert (company.whereabouts, company.city) == (there, city.city)
    assert (document.latitude is not None) == (there == "青岛市")


def test_where_a_company_is_may_be_told_later(city: Town, tmp_path: Path) -> None:
    names = ("单位名称", "城市")
    for at, said in enumerate(("", "杭州", "苏州", "青岛")):
        rows = [names, ("示例重工", said)]
        bring(city, write_csv(tmp_path / f"{at}.csv", rows), "organisations")
        company = Organisation.objects.get(name="示例重工")
        assert company.whereabouts == ("", "杭州", "杭州", "青岛市")[at]


FIRMS = ("单位名称", "统一社会信用代码", "类型", "曾用名", "所在区市", "官网", "联系人", "简介")


def test_organisation_is_found_by_code_or_name_and_completed(city: Town, tmp_path: Path) -> None:
    bring(
        city,
        write_csv(tmp_path / "a.csv", [("单位名称", "备注"), ("示例重工", "x")]),
        "organisations",
    )
    full = (
        "示例重工",
        CODE,
        "国有企业",
        "示例机械厂",
        "崂山区",
        "www.example.invalid",
        "王工",
        "制造。",
    )

    run = bring(city, write_csv(tmp_path / "b.csv", [FIRMS, full]), "organisations")

    organisation = Organisation.objects.get(name="示例重工")
    fact = Entry.objects.get(verb="catalogue.organisation.completed")
    assert told(run) == {"updated": 1, "skipped": 1}
    assert (organisation.uscc, organisation.district) == (CODE, city.laoshan)
    assert organisation.website == "https://www.example.invalid"
    assert organisation.contact == {"name": "王工"}
    assert sorted(fact.payload["fields"]) == [
        "aliases", "contact", "district", "in_city", "introduction", "uscc", "website",
    ]  # fmt: skip
    assert organisation.whereabouts == "青岛市 · 崂山区"
    again = bring(city, write_csv(tmp_path / "c.csv", [FIRMS, full]), "organisations")
    assert told(again) == {"unchanged": 1, "skipped": 1}


def test_what_an_organisation_says_itself_stays(city: Town, tmp_path: Path) -> None:
    Organisation.objects.create(
        city=city.city,
        name="示例重工",
        folded_name="示例重工",
        introduction="自述。",
        standing="approved",
        contact={"name": "李工"},
    )
    rows = [("单位名称", "简介", "联系人", "电话"), ("示例重工", "他述。", "王工", "0532-85912345")]

    bring(city, write_csv(tmp_path / "a.csv", rows), "organisations")

    organisation = Organisation.objects.get()
    assert organisation.introduction == "自述。"
    assert organisation.contact == {"name": "李工", "phone": "0532-85912345"}


def test_same_name_under_another_code_is_another_organisation(city: Town, tmp_path: Path) -> None:
    Organisation.objects.create(
        city=city.city, name="示例重工", folded_name="示例重工", uscc="91110000100000000X"
    )
    rows = [("单位名称", "统一社会信用代码"), ("示例重工", CODE)]

    run = bring(city, write_csv(tmp_path / "a.csv", rows), "organisations")

    assert told(run) == {"imported": 1, "skipped": 1}


@pytest.mark.parametrize(
    "code",
    ["123", f"{CODE[:-1]}A", f"{CODE[:5]}O{CODE[6:]}", f"Z{CODE[1:]}", f"91{'99' * 3}{CODE[8:]}"],
)
def test_wrong_credit_code_is_rejected_with_the_place(
    city: Town, tmp_path: Path, code: str
) -> None:
    rows = [("单位名称", "统一社会信用代码"), ("示例重工", code)]

    run = bring(city, write_csv(tmp_path / "a.csv", rows), "organisations")

    row = ImportRow.objects.get(run=run, outcome="rejected")
    assert row.reason
    assert not Organisation.objects.exists()
