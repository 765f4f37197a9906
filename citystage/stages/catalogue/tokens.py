"""The secret in a subscription's links: made of what it is about, kept only as its hash."""

import hashlib

from django.utils.crypto import salted_hmac

from citystage.stages.catalogue.models import Subscription

_SALT = "citystage.catalogue.subscription"


def token_of(subscription: Subscription) -> str:
    """The token, made anew whenever a mail needs it; only who holds the secret key can."""
    parts = (
        subscription.email,
        str(subscription.city_id or ""),
        subscription.query,
        subscription.made_at.isoformat(),
    )
    return salted_hmac(_SALT, "\x1f".join(parts), algorithm="sha256").hexdigest()


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
