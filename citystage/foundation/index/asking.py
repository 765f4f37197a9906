"""The client of the index that a process uses, as the settings say."""

from functools import cache

from django.conf import settings

from citystage.foundation.index.away import IndexAway, Why
from citystage.foundation.index.client import Client
from citystage.foundation.index.places import key_of, socket_path

POSTGRES = "postgres"


@cache
def _client() -> Client:
    return Client(socket_path(settings.HOME), key_of(settings.SECRET_KEY))


def searcher() -> Client:
    """Whom to ask; raises IndexAway where the installation searches with PostgreSQL alone."""
    if settings.SEARCH_INDEX == POSTGRES:
        raise IndexAway(Why.OFF)
    return _client()
