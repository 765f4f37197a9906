"""Frames on a socket: a length, then JSON; and a proof on both sides of knowing the same key."""

import hmac
import json
import secrets
import socket
import struct
from typing import Any, Final

LARGEST: Final = 8 << 20
"""Bytes of a frame; a longer one ends the connection."""
_LENGTH: Final = struct.Struct(">I")
_NONCE: Final = 32

type Message = dict[str, Any]


class Garbled(ConnectionError):
    """What came is no frame of ours, or whoever sent it does not know the key."""


def send(connection: socket.socket, message: Message) -> None:
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    connection.sendall(_LENGTH.pack(len(body)) + body)


def receive(connection: socket.socket) -> Message | None:
    """The next message; None when the other side has hung up. Raises Garbled."""
    head = _exactly(connection, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST:
        raise Garbled("a frame too long")
    body = _exactly(connection, length)
    try:
        message = json.loads(body or b"")
    except ValueError:
        raise Garbled("a frame that is no JSON") from None
    if not isinstance(message, dict):
        raise Garbled("a frame that is no object")
    return message


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 16))
        if not part:
            if parts:
                raise Garbled("hung up in the middle of a frame")
            return None
        parts += part
    return bytes(parts)


def _proof(key: bytes, side: str, nonce: bytes) -> bytes:
    return hmac.digest(key, side.encode() + nonce, "sha256")


def prove_client(connection: socket.socket, key: bytes) -> None:
    """The caller's side of the greeting; raises Garbled if the server does not know the key."""
    theirs = _needed(connection, _NONCE)
    ours = secrets.token_bytes(_NONCE)
    connection.sendall(_proof(key, "client", theirs) + ours)
    if not hmac.compare_digest(_needed(connection, _NONCE), _proof(key, "server", ours)):
        raise Garbled("the server does not know the key")


def prove_server(connection: socket.socket, key: bytes) -> None:
    """The server's side; raises Garbled if the caller does not know the key."""
    ours = secrets.token_bytes(_NONCE)
    connection.sendall(ours)
    answer = _needed(connection, 2 * _NONCE)
    if not hmac.compare_digest(answer[:_NONCE], _proof(key, "client", ours)):
        raise Garbled("the caller does not know the key")
    connection.sendall(_proof(key, "server", answer[_NONCE:]))


def _needed(connection: socket.socket, length: int) -> bytes:
    found = _exactly(connection, length)
    if found is None:
        raise Garbled("hung up")
    return found
