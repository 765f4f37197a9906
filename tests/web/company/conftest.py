"""A signed-in browser without script."""

import pytest
from django.test import Client
from django.utils import timezone

from citystage.foundation.access.models import User
from tests.conftest import NOON

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, user)
    return client


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend=BACKEND)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Pages read the clock once per request; here it stands still inside the town's windows."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def browser(town):
    return signed_in(town.owner)
