"""Secrets of links are kept as their hash only."""

import hashlib


def token_hash(token: str) -> str:
    """SHA-256 of a link's secret, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
