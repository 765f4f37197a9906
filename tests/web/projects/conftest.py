"""Browsers of both sides of a project; the clock stands still."""

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.conftest import NOON
from tests.projects.landing import Landing
from tests.web.bureau.people import browser


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def landing(town):
    return Landing(town)


@pytest.fixture
def owner(landing):
    return browser(landing.town.owner)


@pytest.fixture
def maker(landing):
    return browser(landing.maker_person)


@pytest.fixture
def city(landing):
    return browser(landing.town.city_officer)
