"""A browser in English, and one that is signed in."""

import pytest
from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def officer(town):
    client = Client(headers={"accept-language": "en"})
    client.force_login(town.officer, backend=BACKEND)
    return client
