import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.foundation.documents.qr import qr_svg
from citystage.foundation.documents.share_card import share_card_png
from tests.documents.samples import share_card


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_share_card_has_the_size_networks_ask_for():
    assert size_of(share_card_png(share_card())) == (1200, 630)


def test_share_card_changes_with_title_and_colour():
    cards = {
        share_card_png(card)
        for card in (share_card(), share_card(title="另一个场景"), share_card(accent="#aa0000"))
    }

    assert len(cards) == 3


@settings(max_examples=25, deadline=None)
@given(title=st.text(max_size=300), owner=st.text(max_size=200), mark=st.text(max_size=60))
def test_no_text_ever_breaks_a_share_card(title, owner, mark):
    card = share_card(title=title, owner=owner, summary=title, marks=(mark,) * 9, city=owner)

    assert size_of(share_card_png(card)) == (1200, 630)


def test_share_card_refuses_a_colour_that_is_none():
    with pytest.raises(ValueError, match="colour"):
        share_card(accent="#12345g")


def test_qr_carries_an_address_as_modules_only():
    svg = qr_svg("https://scenes.example.cn/?q=<script>&x=\"'")

    assert svg.startswith("<svg ")
    assert "script" not in svg
    assert "style" not in svg


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "/scenarios/1", "https://", "https://a.cn/" + "x" * 1_200],
)
def test_qr_refuses_what_is_no_web_address(address):
    with pytest.raises(ValueError, match="web address"):
        qr_svg(address)
