"""The job is given these providers; the settings' own is not asked."""

import pytest

from citystage.foundation.meaning import jobs, queries
from tests.engines.meaning.providers import Hashing


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Hashing:
    """The provider in use, small and quick."""
    hashing = Hashing()
    use(monkeypatch, hashing)
    return hashing


def use(monkeypatch: pytest.MonkeyPatch, provider: object) -> None:
    """What a change of the settings and a restart do."""
    for room in (jobs, queries):
        monkeypatch.setattr(room, "provider", lambda: provider)
