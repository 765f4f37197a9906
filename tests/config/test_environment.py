"""What a process finds in its environment."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from citystage.config import environment


def test_secret_key_is_made_once_and_only_for_its_owner(tmp_path):
    path = tmp_path / "home" / "secret_key"

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(environment.secret_key, [path] * 8))

    assert len(keys) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret_key"]


def test_prepare_keeps_a_key_that_was_given(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "given")
    monkeypatch.setenv("CITYSTAGE_HOME", str(tmp_path))

    environment.prepare()

    assert os.environ["SECRET_KEY"] == "given"  # noqa: S105
    assert list(tmp_path.iterdir()) == []


def test_prepare_makes_a_key_where_none_was_given(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("CITYSTAGE_HOME", str(tmp_path))

    environment.prepare()

    assert os.environ["SECRET_KEY"] == (tmp_path / "secret_key").read_text()


def test_home_is_inside_the_checkout_unless_named(monkeypatch):
    monkeypatch.delenv("CITYSTAGE_HOME", raising=False)

    assert environment.home() == Path(__file__).resolve().parents[2] / ".local"


def test_database_uses_the_address_that_was_given(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/city")

    with environment.database() as url:
        pass

    assert url == "postgresql://elsewhere/city"
