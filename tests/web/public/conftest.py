"""Visitors and signed-in people before the public pages, with time standing still."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import NOON

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def member(town):
    client = Client(headers={"accept-language": "en"})
    client.force_login(town.owner, backend=BACKEND)
    return client
