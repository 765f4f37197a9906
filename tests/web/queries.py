"""Counting the queries of a page: the same for one row and for three, and few."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

# What a page may ask, with the frame around it and everything that waits counted.
MOST = 14


def queries_of(client, address):
    """How many queries one showing takes, after a first one that warms what is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)
