"""The frame: brand, city, language, style page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.foundation.tenancy.models import Unit, plant
from citystage.web.shell.brand import HOUSE_ACCENT, contrast_with_white, legible
from citystage.web.shell.context import BELL

pytestmark = pytest.mark.django_db


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_accent_is_legible_on_white(colour):
    assert contrast_with_white(legible(colour)) >= 5.5


def test_what_is_no_colour_gives_the_house_accent():
    assert legible("red; }") == HOUSE_ACCENT


def test_the_brand_of_a_city_is_its_own_style_sheet(town, visitor):
    town.city.facts = {"colour": "#0a5fa8"}
    town.city.save()

    found = visitor.get("/brand/qingdao.css")

    assert found["Content-Type"] == "text/css; charset=utf-8"
    assert (
        found.content.decode() == ":root { --color-primary: #0a5fa8; --color-accent: #0a5fa8; }\n"
    )
    assert visitor.get("/brand/nowhere.css").status_code == 404


def test_a_visitor_looks_at_another_city(town, visitor):
    plant(parent=None, kind=Unit.Kind.CITY, name="成都市", name_en="Chengdu", code="chengdu")

    before = visitor.get("/").content.decode()
    visitor.post("/city/", {"city": "chengdu"})
    visitor.post("/city/", {"city": "nowhere"})
    after = visitor.get("/").content.decode()
    named = visitor.get("/?city=qingdao").content.decode()

    assert "/brand/qingdao.css" in before
    assert "/brand/chengdu.css" in after
    assert "/brand/qingdao.css" in named


def test_an_officer_wears_the_brand_of_their_city(town, officer):
    plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu", ordinal=0)
    town.city.ordinal = 5
    town.city.save()

    page = officer.get("/verify/").content.decode()

    assert "/brand/qingdao.css" in page
    assert "as district officer, 崂山区" in page


def test_a_city_officer_stands_at_the_city_itself(town, visitor):
    visitor.force_login(
        town.city_officer, backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert "/brand/qingdao.css" in visitor.get("/verify/").content.decode()


def test_unread_notices_ring_the_bell(town, officer, monkeypatch):
    monkeypatch.setattr(BELL, "view", "public:verify")
    monkeypatch.setattr(BELL, "count", lambda _actor: 7)

    page = officer.get("/verify/").content.decode()

    assert '<span class="bell-count">7' in page


def test_every_page_is_under_a_strict_policy(town, visitor):
    response = visitor.get("/")

    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert " style=" not in response.content.decode()
    assert "onclick" not in response.content.decode()


def test_the_style_page_shows_every_component_only_in_the_demonstration(town, visitor, settings):
    settings.DEBUG, settings.DEMO = False, False
    hidden = visitor.get("/style/")
    settings.DEMO = True
    shown = visitor.get("/style/?field=port&page=3&sort=-title&cols=owner")

    assert hidden.status_code == 404
    assert shown.status_code == 200
    assert 'aria-sort="descending"' in shown.content.decode()


def test_chinese_is_the_language_unless_asked(town, client):
    page = client.get("/", headers={"accept-language": "fr"}).content.decode()

    assert '<html lang="zh-CN"' in page
