"""When a form had come in to its last byte: what counts when many come in at once."""

from typing import Final

RECEIVED: Final = "citystage.received"
"""Key of a request's environment: ``time.monotonic()`` of its receipt, None where not known."""
