"""PNG and JPEG without texts, camera data and places; the picture itself is not touched."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
# What a PNG needs to be drawn as it was; all else may speak of its maker.
_DRAWN: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
    | {b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT", b"cICP"}
)
_MARK, _START_OF_SCAN, _END = 0xFF, 0xDA, 0xD9
# Markers without a length.
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_APPLICATION, _COMMENT = range(0xE0, 0xF0), 0xFE


def png(content: bytes) -> bytes:
    """The chunks that draw it, and no others. Raises ``ValueError``."""
    if not content.startswith(_PNG):
        raise ValueError(content[:8])
    kept, at = [_PNG], len(_PNG)
    while at < len(content):
        if at + 12 > len(content):
            raise ValueError(at)
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, end = content[at + 4 : at + 8], at + 12 + length
        chunk = content[at:end]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise ValueError(at)
        if name in _DRAWN:
            kept.append(chunk)
        if name == b"IEND":
            break
        at = end
    return b"".join(kept)


def jpeg(content: bytes) -> bytes:
    """The segments that draw it: no comments, no camera data. Raises ``ValueError``."""
    if not content.startswith(b"\xff\xd8"):
        raise ValueError(content[:2])
    return b"\xff\xd8" + b"".join(_segments(content))


def _segments(content: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(content):
        if content[at] != _MARK:
            raise ValueError(at)
        marker = content[at + 1]
        if marker == _MARK or marker in _BARE:
            at += 1 if marker == _MARK else 2
            continue
        if marker == _END:
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == _START_OF_SCAN:
            # Of progressive pictures more scans follow; nothing between them speaks of anybody.
            yield content[at : _end_of(content)]
            return
        if not _tells(marker, content[at + 4 : end]):
            yield content[at:end]
        at = end
    raise ValueError(at)


def _end_of(content: bytes) -> int:
    """Behind the end of the picture: what was hung on behind it is left out."""
    found = content.rfind(b"\xff\xd9")
    if found < 0:
        raise ValueError(len(content))
    return found + 2


def _tells(marker: int, payload: bytes) -> bool:
    """Whether a segment says more than how the picture is drawn (its kind, colours, ink)."""
    if marker == _COMMENT:
        return True
    drawn = payload.startswith((b"JFIF\x00", b"ICC_PROFILE\x00", b"Adobe"))
    return marker in _APPLICATION and not drawn
