"""A database that is not there, and a home for one of our own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from citystage.config import embedded


@pytest.fixture
def no_database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connection.close()
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "HOST", "/nonexistent")
        yield
    connection.close()


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Not below pytest's own folder: that is closed to the account the server runs as for root."""
    folder = Path(tempfile.mkdtemp(prefix="citystage-home-"))
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder)
