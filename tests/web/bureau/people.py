"""Browsers of the people of the town."""

from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(user, language="en"):
    """A client signed in as ``user``, who reads ``language``."""
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend=BACKEND)
    return client
