"""The one provider of this process, as the settings choose it."""

from functools import cache

from django.conf import settings

from citystage.engines.meaning.contract import Provider
from citystage.engines.meaning.opening import open_provider


@cache
def provider() -> Provider:
    """Opened once; a local model is loaded when it is first asked."""
    return open_provider(settings.MEANING)
