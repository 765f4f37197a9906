"""Browsers of both sides and the offices; the clock stands still where a test puts it."""

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.conftest import NOON
from tests.trials.trying import Tried
from tests.web.bureau.people import browser


class Clock:
    def __init__(self):
        self.now = NOON


@pytest.fixture
def clock(monkeypatch):
    kept = Clock()
    monkeypatch.setattr(timezone, "now", lambda: kept.now)
    return kept


@pytest.fixture
def tried(town, clock):
    return Tried(town)


@pytest.fixture
def owner(tried):
    return browser(tried.town.owner)


@pytest.fixture
def blue(tried):
    return browser(tried.blue_person)


@pytest.fixture
def officer(tried):
    return browser(tried.town.officer)


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
