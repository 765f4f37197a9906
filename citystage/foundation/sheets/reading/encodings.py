"""Tell how a text file is written: UTF-8, UTF-16, or GB 18030, and refuse what is none of them."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from citystage.foundation.sheets.reading.book import Unreadable

_CHUNK = 1024 * 1024
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
)
_SOME_CONTROLS, _MANY_CONTROLS = 8, 0.02
_READABLE = 0.7


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file can be read.

    GB 18030 gives almost any bytes some meaning, so it is believed only when most of what
    it yields are characters of everyday use (the two levels of GB 2312).
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise Unreadable(
                "kind",
                _("This is a %s file, not a list. Upload XLSX, CSV, JSON Lines or JSON.") % name,
            )
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _checked(path, encoding)
    if wide := _wide(head):
        return _checked(path, wide)
    if _decodes(path, "utf-8"):
        _refuse_binary(head.decode("utf-8", "ignore"))
        return "utf-8"
    if _decodes(path, "gb18030") and _everyday(head) >= _READABLE:
        _refuse_binary(head.decode("gb18030", "ignore"))
        return "gb18030"
    raise _unknown()


def _wide(head: bytes) -> str:
    """UTF-16 without its mark shows as a zero in every other byte of the Latin signs."""
    if len(head) < 4 or b"\0" not in head:  # noqa: PLR2004
        return ""
    odd, even = head[1::2].count(0), head[0::2].count(0)
    half = len(head) // 2
    # Chinese text has few zeros, and on both sides; line ends and commas give the rest.
    if odd > max(1, half // 20) and odd > 4 * even:
        return "utf-16-le"
    if even > max(1, half // 20) and even > 4 * odd:
        return "utf-16-be"
    return ""


def _checked(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise _unknown()
    return encoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _everyday(head: bytes) -> float:
    text = head.decode("gb18030", "ignore")
    foreign = [sign for sign in text if ord(sign) > 0x7F]  # noqa: PLR2004
    if not foreign:
        return 1.0
    known = 0
    for sign in foreign:
        try:
            sign.encode("gb2312")
        except UnicodeEncodeError:
            continue
        known += 1
    return known / len(foreign)


def _refuse_binary(text: str) -> None:
    controls = sum(1 for sign in text if ord(sign) < 32 and sign not in "\t\r\n\0")  # noqa: PLR2004
    if controls > max(_SOME_CONTROLS, len(text) * _MANY_CONTROLS):
        raise Unreadable("kind", _("This is not a list. Upload XLSX, CSV, JSON Lines or JSON."))


def _unknown() -> Unreadable:
    return Unreadable(
        "encoding",
        _(
            "The text is written neither in UTF-8 nor in GB 18030. "
            "Save it as “CSV UTF-8” and upload it again."
        ),
    )
