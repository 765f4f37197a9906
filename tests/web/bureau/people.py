"""Browsers of the people of the town."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# What a page of an officer takes for its frame: session, person, hats, cities, counts of the rail.
FRAME = 10
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(user, language="en"):
    """A client signed in as ``user``, who reads ``language``."""
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend=BACKEND)
    return client


def cost(client, address):
    """How many queries the page takes; what every page reads for its frame included."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
