"""Where the socket lies and which key opens it."""

import hashlib
import hmac
import tempfile
from pathlib import Path
from typing import Final

# Addresses of Unix sockets hold about a hundred bytes (sun_path).
_LONGEST: Final = 100


def socket_path(home: Path) -> Path:
    """In the home of the installation; in the system's temporary folder if that lies too deep."""
    usual = home / "index.sock"
    if len(bytes(usual)) <= _LONGEST:
        return usual
    name = hashlib.sha256(bytes(home)).hexdigest()[:24]
    return Path(tempfile.gettempdir()) / f"citystage-{name}.sock"


def key_of(secret: str) -> bytes:
    """The socket's own key, so that the installation's secret is never used twice."""
    return hmac.digest(secret.encode(), b"citystage index socket", "sha256")
