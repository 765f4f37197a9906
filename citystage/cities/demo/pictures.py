"""Drawn pictures that stand for photos in the demonstration: nobody takes them for real ones."""

import struct
import zlib
from typing import Final

_WIDTH, _HEIGHT = 480, 320
_SKY: Final = (214, 226, 236)
# What is drawn over the sky, in order: left, top, right, bottom, colour.
_SHAPES: Final = (
    (0, 230, 480, 320, (148, 163, 174)),
    (0, 240, 480, 250, (84, 96, 110)),
    (40, 250, 60, 276, (84, 96, 110)),
    (200, 250, 220, 276, (84, 96, 110)),
    (360, 250, 380, 276, (84, 96, 110)),
    (150, 130, 330, 230, (13, 107, 122)),
    (300, 150, 322, 172, (250, 204, 21)),
    (170, 226, 200, 242, (40, 48, 58)),
    (280, 226, 310, 242, (40, 48, 58)),
)


def picture() -> bytes:
    """A machine on its track, as a PNG."""
    rows = [[_SKY] * _WIDTH for _row in range(_HEIGHT)]
    for left, top, right, bottom, colour in _SHAPES:
        for y in range(top, bottom):
            rows[y][left:right] = [colour] * (right - left)
    drawn = b"".join(b"\x00" + b"".join(bytes(one) for one in row) for row in rows)
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(drawn, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
