"""The files of evidence go elsewhere; a project to begin with."""

import pytest
from django.test import override_settings

from tests.projects.landing import Landing


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def landing(town):
    return Landing(town)
