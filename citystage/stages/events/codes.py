"""The signs by which a participant is known at the desk."""

import secrets
from typing import Final

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B: read aloud and typed without mistakes.
_SIGNS: Final = "34679ACDEFGHJKMNPQRTUVWXY"
_LENGTH: Final = 8


def new_code() -> str:
    """A code to be typed: 25^8 possible ones."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def new_token() -> str:
    """A secret for the link that is scanned."""
    return secrets.token_urlsafe(24)


def spoken(code: str) -> str:
    """The code in two groups, as it is printed."""
    return f"{code[:4]} {code[4:]}"


def typed(text: str) -> str:
    """What somebody typed, as the code is kept: capitals, without spaces and hyphens."""
    return "".join(text.split()).replace("-", "").upper()
