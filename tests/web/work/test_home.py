"""The home of every role."""

import pytest
from django.test import Client

from citystage.foundation.access.roles import Role
from tests.conftest import Town


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home(town: Town, role: Role):
    person = town.person("visitor", role, town.city)
    client = Client()
    client.force_login(person)

    response = client.get("/work/")

    assert response.status_code == 200


def test_a_person_without_a_unit_is_led_to_registering(town: Town):
    client = Client()
    client.force_login(town.person("newcomer"))

    response = client.get("/work/")

    assert response.context["abilities"][0].view == "company:registering"
