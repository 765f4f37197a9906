"""Data Integrity proofs by the cryptosuite eddsa-jcs-2022 (W3C, VC Data Integrity EdDSA 1.0).

The document and the proof's own options are each put into canonical JSON (RFC 8785) and hashed
with SHA-256; the two hashes, options first, are signed with Ed25519.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from citystage.foundation.credentials.keys import base58

type Json = Mapping[str, Any]


def canonical(document: object) -> bytes:
    """Canonical JSON as RFC 8785 has it, for documents without fractions.

    Keys are sorted by their UTF-16 code units. Raises ValueError where a number is no integer.
    """
    return json.dumps(
        _sorted(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _sorted(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("credentials carry whole numbers only")  # noqa: TRY004 -- a value
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        return {key: _sorted(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_sorted(one) for one in value]
    return value


def sign(document: Json, *, key: Ed25519PrivateKey, method: str, moment: datetime) -> Json:
    """The document with its proof; ``method`` is the address of the public key."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    signed = key.sign(to_sign(document, options))
    return {**document, "proof": {**options, "proofValue": base58(signed)}}


def to_sign(document: Json, options: Json) -> bytes:
    """What is signed: both hashes, the options' first."""
    return b"".join(hashlib.sha256(canonical(part)).digest() for part in (options, document))
