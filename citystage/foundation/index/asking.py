"""The client of the index that a process uses, as the settings say."""

from functools import cache
from pathlib import Path

from django.conf import settings

from citystage.foundation.index.away import IndexAway, Why
from citystage.foundation.index.client import Client
from citystage.foundation.index.places import key_of, socket_path

POSTGRES = "postgres"


@cache
def _client(home: Path, secret: str) -> Client:
    return Client(socket_path(home), key_of(secret))


def searcher() -> Client:
    """Whom to ask; raises IndexAway where the installation searches with PostgreSQL alone."""
    if settings.SEARCH_INDEX == POSTGRES:
        raise IndexAway(Why.OFF)
    return _client(Path(settings.HOME), settings.SECRET_KEY)
