"""Labs: directory, page, plaque and certificate, verification, credential."""

import json
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings
from django.urls import reverse

from citystage.stages.catalogue.actions.label import expire_label, renew_label, withdraw_label
from citystage.stages.catalogue.models import Lab, Label
from tests.catalogue.test_labels import given
from tests.conftest import NOON
from tests.foundation.credentials.test_credentials import check, decoded
from tests.matchmaking.builders import organisation_of, recognised_lab
from tests.web.queries import queries_of


@pytest.fixture(autouse=True)
def _a_key_of_its_own(tmp_path):
    with override_settings(CREDENTIAL_KEY=tmp_path / "credentials.pem"):
        yield


@pytest.fixture
def label(town):
    return given(town, builder_name="示例公司", district=town.laoshan, field=town.field)


def _known(town, name="青岛市示例场景应用实验室"):
    """A lab that is only known from a source."""
    source = {"title": "示例文章", "sentence": "会上，该实验室获授牌。", "awarded": "2021-07-29"}
    return Lab.objects.create(
        city=town.city, name=name, batch=1, kind="scenario_lab", source=source, created_at=NOON
    )


@pytest.mark.parametrize("view", ["cards", "table", "map"])
def test_the_directory_shows_labs_in_every_view(client, town, label, view):
    _known(town)

    page = client.get(reverse("public:labs"), {"view": view, "q": "示例"})

    assert page.status_code == 200
    assert reverse("public:lab", args=[label.lab_id]) in page.content.decode()


def test_filters_are_links_in_the_address(client, town, label):
    _known(town)

    page = client.get(reverse("public:labs"), {"batch": "1", "standing": "source"})

    text = page.content.decode()
    assert "/labs/?standing=source" in text
    assert reverse("public:lab", args=[label.lab_id]) not in text


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl"])
def test_the_labs_of_a_filter_are_taken_along(client, town, label, kind):
    _known(town)

    sent = client.get(reverse("public:labs_file", args=[kind]), {"standing": "valid"})

    assert f".{kind}" in sent["Content-Disposition"]
    if kind == "jsonl":
        (row,) = [json.loads(line) for line in sent.content.decode().splitlines()]
        assert "2026-001" in row.values()


def test_the_feed_follows_the_filter(client, town, label):
    _known(town)

    feed = client.get(reverse("public:labs_feed"), {"kind": "lab"}).content.decode()

    assert feed.count("<entry>") == 1


def test_a_lab_page_shows_plaque_term_and_papers(client, label):
    text = client.get(reverse("public:lab", args=[label.lab_id])).content.decode()

    assert reverse("public:plaque", args=[label.code, "svg"]) in text
    assert reverse("public:certificate", args=[label.code]) in text
    assert "2026-001" in text


def test_what_is_only_known_from_a_source_carries_its_sentence_and_no_plaque(client, town):
    text = client.get(reverse("public:lab", args=[_known(town).pk])).content.decode()

    assert "会上，该实验室获授牌。" in text
    assert "/plaque." not in text


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("plaque.svg", b"<svg"), ("plaque.png", b"\x89PNG"), ("certificate.pdf", b"%PDF")],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_papers_are_drawn_in_both_languages(client, label, kind, begins, language):
    client.cookies["django_language"] = language

    sent = client.get(f"/verify/{label.code}/{kind}", headers={"Accept-Language": language})

    assert sent.content.startswith(begins)


def test_an_unknown_code_or_kind_is_not_found(client, label):
    addresses = (
        "/verify/NONE/",
        "/verify/NONE/certificate.pdf",
        f"/verify/{label.code}/plaque.gif",
    )

    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]


def test_the_code_of_a_plaque_leads_to_its_page(client, label):
    sent = client.post(reverse("public:verify"), {"code": label.code.lower()})
    unknown = client.post(reverse("public:verify"), {"code": "AAAA"})

    assert sent["Location"] == reverse("public:verify_label", args=[label.code])
    assert "notice-warn" in unknown.content.decode()


def _sign(client, label):
    page = client.get(reverse("public:verify_label", args=[label.code])).content.decode()
    found = re.search(r'class="notice (notice-\w+)" role="', page)
    assert found
    return found[1]


def test_verification_says_valid_withdrawn_expired_or_renewed(client, town, label):
    stamp = town.stamp(town.city_officer)
    valid = _sign(client, label)
    renew_label(label, until=label.until.replace(year=2032), stamp=stamp)
    renewed = _sign(client, label)
    other = given(town, "另一个")
    withdraw_label(other, reason="已停办。", stamp=stamp)
    withdrawn = _sign(client, other)
    third = given(town, "第三个")
    Label.objects.filter(pk=third.pk).update(until=NOON.date())
    expire_label(third, stamp=stamp)

    assert [valid, renewed, withdrawn, _sign(client, third)] == [
        "notice-good",
        "notice-info",
        "notice-bad",
        "notice-warn",
    ]


def test_a_credential_verifies_with_the_key_under_the_well_known_address(client, town, label):
    made = client.get(reverse("public:credential", args=[label.code])).json()
    issuer = client.get(reverse("public:badge_issuer", args=["qingdao"])).json()

    (key,) = issuer["verificationMethod"]
    public = Ed25519PublicKey.from_public_bytes(decoded(key["publicKeyMultibase"])[2:])
    check(made, public)
    assert made["proof"]["verificationMethod"] == key["id"]
    assert made["issuer"]["id"] == issuer["id"]
    assert made["credentialSubject"]["licenseNumber"] == "2026-001"
    assert made["validUntil"] == "2028-12-31T16:00:00Z"
    again = client.get(reverse("public:credential", args=[label.code])).json()
    assert again == made


def test_the_status_list_tells_what_was_withdrawn(client, town, label):
    address = reverse("public:badge_status", args=["qingdao"])
    before = client.get(address).json()["credentialSubject"]["encodedList"]

    withdraw_label(label, reason="已停办。", stamp=town.stamp(town.city_officer))

    after = client.get(address).json()
    assert after["credentialSubject"]["encodedList"] != before
    assert client.get(reverse("public:badge_status", args=["nowhere"])).status_code == 404


def test_the_office_withdraws_and_renews(client, town, label):
    client.force_login(town.city_officer)
    page = reverse("bureau:label", args=[label.pk])

    assert page in client.get(reverse("public:lab", args=[label.lab_id])).content.decode()
    assert client.get(page).status_code == 200
    answers = [
        client.post(f"{page}{verb}/", said).status_code
        for verb, said in (
            ("renew", {"until": "2020-01-01"}),
            ("withdraw", {"reason": ""}),
            ("dance", {}),
            ("renew", {"until": "2032-01-01"}),
            ("withdraw", {"reason": "停办。"}),
        )
    ]
    assert answers == [422, 422, 404, 302, 409]
    new = Label.objects.get(renews=label)
    sent = client.post(f"/bureau/labels/{new.pk}/withdraw/", {"reason": "停办。"})
    assert sent.status_code == 302
    assert client.get(f"/bureau/labels/{new.pk}/").status_code == 200


def test_others_do_not_decide_on_recognitions(client, town, label):
    client.force_login(town.officer)

    assert client.get(reverse("bureau:label", args=[label.pk])).status_code == 404


def test_the_directory_asks_as_much_for_many_as_for_one(client, town, label):
    one = queries_of(client, reverse("public:labs"))
    for n in range(4):
        given(town, f"实验室{n}", district=town.jimo, field=town.field)

    assert queries_of(client, reverse("public:labs")) == one


def test_a_lab_page_names_labs_that_work_at_the_same(client, town):
    one = recognised_lab(town, organisation_of(town, "示例港口研究院"), name="示例甲实验室")
    builder = organisation_of(town, "示例无人车有限公司")
    other = recognised_lab(town, builder, name="示例乙实验室")

    page = client.get(f"/labs/{one.lab_id}/").content.decode()

    assert "示例乙实验室" in page
    assert f'href="/labs/{other.lab_id}/"' in page
    assert 'id="beside"' in page
