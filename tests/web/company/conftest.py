"""A signed-in browser without script."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone

from citystage.foundation.access.models import User
from tests.conftest import NOON


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, user)
    return client


def sign_in(client: Client, user: User) -> None:
    """Give a browser the session of ``user``, without walking through the sign-in page."""
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Pages read the clock once per request; here it stands still inside the town's windows."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def browser(town):
    return signed_in(town.owner)
