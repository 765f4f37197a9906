"""A guest without an account has a page in the brochure, by the link of the mail."""

import pytest
from django.urls import reverse

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.events.actions.change_page import Page, change_page_as_guest
from citystage.stages.events.actions.decide_place import give_back_as_guest
from citystage.stages.events.actions.register import Wish, confirm_guest, register_guest
from citystage.stages.events.models import Place
from citystage.stages.events.queries import brochures
from tests.conftest import NOON
from tests.events.building import announced

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"in_brochure": "on", "shows_contact": "on", "direction": "海洋报道", "needs": "采访"}


def at(name, *args):
    return reverse(f"events:{name}", args=args)


@pytest.fixture
def guest(town):
    """A guest who has registered, and whose address is not confirmed yet."""
    event = announced(town, takes_guests=True)
    wish = Wish(name="示例记者", organisation_name="示例报社", email="li@example.invalid")
    return register_guest(event, wish=wish, stamp=stamp(town))


def stamp(town):
    house = town.stamp()
    return Stamp(NOBODY, NOON, house.channel, house.request_id)


def test_a_guest_writes_the_page_and_takes_it_back(town, guest, client):
    assert at("guest_page", guest.token) not in client.get(at("guest", guest.token)).text
    confirm_guest(guest, stamp=stamp(town))
    assert at("guest_page", guest.token) in client.get(at("guest", guest.token)).text

    answer = client.post(at("guest_page", guest.token), SAID)

    assert answer.url == at("guest", guest.token)
    (printed,) = brochures.to_print(guest.event)
    assert (printed.direction, printed.shows_contact) == ("海洋报道", True)
    assert client.get(at("participant", guest.event.number, guest.number)).status_code == 200

    client.post(at("guest_page", guest.token), {"direction": "海洋报道"})

    assert list(brochures.to_print(guest.event)) == []
    kept = Place.objects.get(pk=guest.pk)
    assert (kept.shows_contact, kept.direction) == (False, "海洋报道")


def test_an_older_page_changes_nothing_and_keeps_what_was_typed(town, guest, client):
    confirm_guest(guest, stamp=stamp(town))
    client.post(at("guest_page", guest.token), SAID | {"_version": "1"})

    answer = client.post(
        at("guest_page", guest.token), SAID | {"_version": "1", "direction": "别的话"}
    )

    assert answer.status_code == 409
    assert "别的话" in answer.text
    assert Place.objects.get(pk=guest.pk).direction == "海洋报道"


def test_nobody_else_writes_a_guests_page(town, guest, client):
    confirm_guest(guest, stamp=stamp(town))
    page = Page(in_brochure=True)

    with pytest.raises(WrongState):
        change_page_as_guest(guest, page=page, version=1, held="no", stamp=stamp(town))
    assert client.post(at("guest_page", "no"), SAID).status_code == 404
    assert client.post(at("guest_page", guest.token), {"needs": "字" * 901}).status_code == 422


def test_a_guest_whose_address_is_not_confirmed_has_no_page(town, guest):
    page = Page(in_brochure=True)

    with pytest.raises(WrongState):
        change_page_as_guest(guest, page=page, version=1, held=guest.token, stamp=stamp(town))


def test_the_button_pressed_again_in_an_old_window_leads_to_what_is(town, guest, client):
    confirm_guest(guest, stamp=stamp(town))
    give_back_as_guest(guest, held=guest.token, stamp=stamp(town))

    answer = client.post(at("guest_confirm", guest.token))

    assert (answer.status_code, answer["Location"]) == (302, at("guest", guest.token))
    assert Place.objects.get(pk=guest.pk).state == "cancelled"
