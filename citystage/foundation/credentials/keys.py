"""The Ed25519 key with which this installation signs: made once, kept in its home folder."""

import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Multicodec of an Ed25519 public key.
_ED25519_PUB = b"\xed\x01"


@cache
def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in ``path``; of several processes that find none, one makes it for all."""
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    making = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(making, path)
    except FileExistsError:
        pass
    finally:
        making.unlink()


def multikey(key: Ed25519PrivateKey) -> str:
    """The public half as a Multikey: base58btc of its multicodec."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base58(_ED25519_PUB + raw)


def base58(data: bytes) -> str:
    """Multibase base58btc, with its leading ``z``."""
    number, signs = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        signs = _ALPHABET[rest] + signs
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + signs
