"""What a phone writes into its pictures that one may want to keep: which side is up, and where.

Exif 2.32: an APP1 segment holds a TIFF file; tag 0x0112 is the orientation, 0x8825 points to the
directory of the place (tags 1 to 4: N or S, latitude, E or W, longitude, in degrees, minutes,
seconds).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_ORIENTATION, _GPS = 0x0112, 0x8825
_SHORT, _LONG, _ASCII, _RATIONAL = 3, 4, 2, 5
_SIZES: Final = {1: 1, _ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8}
_MOST_TAGS = 200
_MOST_ORIENTATION = 8
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Told:
    """``orientation`` is 1 to 8 (1: as it lies); ``place`` is latitude and longitude, WGS 84."""

    orientation: int = 1
    place: tuple[float, float] | None = None


def told_by(content: bytes) -> Told:
    """Read it out of a JPEG; of what is broken or says nothing the plain answer."""
    exif = _exif(content)
    if exif is None:
        return Told()
    try:
        tiff = _Tiff(exif)
        first = tiff.directory(tiff.long(4))
        turned = tiff.number(first.get(_ORIENTATION)) or 1
        pointer = tiff.number(first.get(_GPS))
        place = _place(tiff, tiff.directory(pointer)) if pointer else None
    except (struct.error, ValueError, ZeroDivisionError):
        return Told()
    return Told(turned if 1 <= turned <= _MOST_ORIENTATION else 1, place)


def turned(content: bytes, orientation: int) -> bytes:
    """A JPEG without camera data, given back which side of it is up, and nothing else."""
    if orientation == 1 or not content.startswith(b"\xff\xd8"):
        return content
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    segment = b"Exif\x00\x00" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + content[2:]


def _exif(content: bytes) -> bytes | None:
    at = 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        marker = content[at + 1]
        if marker == 0xDA:  # noqa: PLR2004 -- start of scan
            return None
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xE1 and content[at + 4 : at + 10] == b"Exif\x00\x00":  # noqa: PLR2004 -- APP1
            return content[at + 10 : end]
        at = end
    return None


class _Tiff:
    """Numbers of a TIFF file, in its own order of bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        if data[:2] not in {b"II", b"MM"}:
            raise ValueError(data[:2])
        self.order = "<" if data[:2] == b"II" else ">"

    def long(self, at: int) -> int:
        """Four bytes as a number."""
        (found,) = struct.unpack_from(f"{self.order}I", self.data, at)
        return int(found)

    def directory(self, at: int) -> dict[int, tuple[int, bytes]]:
        """Tag -> its kind and its bytes."""
        (count,) = struct.unpack_from(f"{self.order}H", self.data, at)
        found = {}
        for number in range(min(count, _MOST_TAGS)):
            entry = at + 2 + 12 * number
            tag, kind, values = struct.unpack_from(f"{self.order}HHI", self.data, entry)
            size = _SIZES.get(kind, 0) * values
            begins = entry + 8 if size <= 4 else self.long(entry + 8)  # noqa: PLR2004 -- it fits in
            found[tag] = (kind, self.data[begins : begins + size])
        return found

    def number(self, value: tuple[int, bytes] | None) -> int:
        """A short or long number; 0 where there is none."""
        if value is None or value[0] not in {_SHORT, _LONG}:
            return 0
        (found,) = struct.unpack_from(f"{self.order}{'H' if value[0] == _SHORT else 'I'}", value[1])
        return int(found)

    def degrees(self, value: tuple[int, bytes]) -> float:
        """Degrees, minutes and seconds as one number."""
        parts: tuple[int, ...] = struct.unpack_from(f"{self.order}6I", value[1])
        whole = [float(parts[n] / parts[n + 1]) for n in (0, 2, 4)]
        return whole[0] + whole[1] / 60 + whole[2] / 3600


def _place(tiff: _Tiff, tags: Mapping[int, tuple[int, bytes]]) -> tuple[float, float] | None:
    if not {1, 2, 3, 4} <= set(tags):
        return None
    north, east = tiff.degrees(tags[2]), tiff.degrees(tags[4])
    latitude = -north if tags[1][1][:1] in {b"S", b"s"} else north
    longitude = -east if tags[3][1][:1] in {b"W", b"w"} else east
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 -- the globe
        return None
    return round(latitude, _PLACES), round(longitude, _PLACES)
