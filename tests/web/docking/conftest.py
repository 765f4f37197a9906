"""Browsers of both sides of an opening; the clock stands still where a test puts it."""

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from tests.conftest import NOON
from tests.docking import tracking
from tests.docking.answering import Docked

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=BACKEND)
    return client


class Clock:
    def __init__(self):
        self.now = NOON


@pytest.fixture
def clock(monkeypatch):
    kept = Clock()
    monkeypatch.setattr(timezone, "now", lambda: kept.now)
    return kept


@pytest.fixture
def docked(town, clock):
    return Docked(town)


@pytest.fixture
def opening(docked):
    return docked.open()


@pytest.fixture
def owner(docked):
    return browser(docked.town.owner)


@pytest.fixture
def blue(docked):
    return browser(docked.blue_person)


@pytest.fixture
def red(docked):
    return browser(docked.red_person)


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def maker(town):
    """A company with its person; asks for a scene go to the transport office."""
    tracking.routes(town, ("scene", "", "transport"))
    return tracking.company(town)
