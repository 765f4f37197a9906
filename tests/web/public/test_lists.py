"""Released lists: frozen items, what is known of what is stated, files, addenda, proof."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.catalogue.actions.make_addendum import make_addendum
from citystage.stages.catalogue.models import Addendum, Release
from tests.conftest import NOON
from tests.web.public.making import released

PAGE = "/lists/qingdao/2026-1/"


@pytest.fixture
def release(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    one = town.scenario(title="港区无人集卡", budget=350_000_000)
    two = town.scenario(title="无领域的场景", field=None, title_en="Without a field")
    return released(town, one, two)


def test_a_list_has_its_items_under_their_fields(release, visitor):
    page = visitor.get(PAGE).content.decode()

    assert "Opportunity list 2026-1" in page
    assert "Ports and shipping" in page
    assert "Without a field" in page
    assert release.sha256 in page


def test_an_addendum_stands_on_the_list(town, release, visitor):
    item = release.items.first()
    make_addendum(
        release,
        kind=Addendum.Kind.CORRECTION,
        text="联系单位更正。",
        item=item,
        stamp=town.stamp(town.city_officer),
    )

    page = visitor.get(PAGE).content.decode()

    assert "Addendum 1: correction" in page
    assert "联系单位更正。" in page


def test_what_a_source_states_and_what_is_known_are_told_apart(town, visitor):
    Release.objects.create(
        city=town.city,
        code="2024-1",
        title="第一批场景清单",
        stated_items=63,
        state="released",
        sha256="0" * 64,
        made_at=NOON,
        source={"title": "某报", "url": "https://example.invalid/"},
    )

    page = visitor.get("/lists/qingdao/2024-1/").content.decode()
    index = visitor.get("/lists/").content.decode()

    assert "The source states 63 items; 0 of them are known here, 63 are not." in page
    assert "None of its items is known here yet" in page
    assert "0 known of 63 stated" in index


def test_lists_are_divided_by_city_and_kind(town, release, visitor):
    plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")

    index = visitor.get("/lists/?city=qingdao&kind=opportunity").content.decode()
    other = visitor.get("/lists/?city=chengdu").content.decode()

    assert PAGE in index
    assert "No list has been released here yet" in other


def test_a_list_in_preparation_is_for_its_office(town, visitor):
    Release.objects.create(city=town.city, code="2026-2", title="编制中的清单", made_at=NOON)
    address = "/lists/qingdao/2026-2/"

    before = visitor.get(address).status_code
    visitor.force_login(
        town.city_officer, backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert before == 404
    assert "in preparation" in visitor.get(address).content.decode()


@pytest.mark.parametrize(
    ("kind", "start"), [("xlsx", b"PK"), ("json", b"{"), ("csv", b"\xef\xbb\xbf")]
)
def test_a_list_comes_along_as_a_file(release, visitor, kind, start):
    response = visitor.get(f"{PAGE}file.{kind}")

    assert response.content.startswith(start)
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'


def test_there_are_no_other_files(release, visitor):
    assert visitor.get(f"{PAGE}file.exe").status_code == 404


def test_anybody_can_check_the_hash_of_a_list(release, visitor):
    text = visitor.get(f"{PAGE}frozen.json").content

    assert hashlib.sha256(text).hexdigest() == release.sha256


def test_a_list_is_verified_by_its_hash_and_by_its_text(release, visitor):
    text = visitor.get(f"{PAGE}frozen.json").content
    by_hash = visitor.get(f"/verify/?sha256={release.sha256.upper()}").content.decode()
    file = SimpleUploadedFile("list.json", text)
    by_text = visitor.post("/verify/", {"file": file}).content.decode()

    assert "it is as it was released" in by_hash
    assert "it is as it was released" in by_text


def test_what_is_no_list_of_ours_is_not_verified(release, visitor):
    file = SimpleUploadedFile("list.json", b"{}")

    unknown = visitor.post("/verify/", {"file": file}).content.decode()
    faulty = visitor.post("/verify/", {"sha256": "xyz"})

    assert "No list released here has this hash" in unknown
    assert faulty.status_code == 422
    assert visitor.get("/verify/").status_code == 200


def test_a_list_that_was_tampered_with_is_called_out(release, visitor, monkeypatch):
    monkeypatch.setattr("citystage.web.public.verifying.intact", lambda _release: False)

    page = visitor.get(f"/verify/?sha256={release.sha256}").content.decode()

    assert "no longer fits its hash" in page


def test_a_file_larger_than_any_list_is_refused(release, visitor, monkeypatch):
    monkeypatch.setattr("citystage.web.public.verifying._MOST", 3)

    response = visitor.post("/verify/", {"file": SimpleUploadedFile("a.json", b"12345")})

    assert response.status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_page_costs_the_same_queries_for_any_number_of_items(
    town, visitor, rows, django_assert_num_queries
):
    released(town, *[town.scenario(title=f"场景{n}") for n in range(rows)])

    with django_assert_num_queries(4):
        visitor.get(PAGE)
