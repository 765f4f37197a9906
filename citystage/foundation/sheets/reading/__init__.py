"""Open a list of any supported kind, told by its content and never by its name."""

from pathlib import Path

from django.utils.translation import gettext as _

from citystage.foundation.sheets.reading.book import EMPTY, Book, Line, Unreadable
from citystage.foundation.sheets.reading.delimited import open_delimited
from citystage.foundation.sheets.reading.encodings import encoding_of
from citystage.foundation.sheets.reading.limits import MIB, Limits
from citystage.foundation.sheets.reading.notation import open_notation
from citystage.foundation.sheets.reading.workbook import open_compound, open_zipped

__all__ = ["Book", "Limits", "Line", "Unreadable", "open_book"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_book(path: Path, limits: Limits | None = None) -> Book:
    """Open the file at ``path``.

    Raises ``Unreadable`` (a Refusal with a ``code``) for everything that cannot be read as a
    list: damaged, locked, with macros, too large, of another kind, in an unknown encoding.
    """
    limits = limits or Limits.from_settings()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except (OSError, ValueError) as fault:
        raise Unreadable("missing", _("The file cannot be found or opened.")) from fault
    if size == 0:
        raise Unreadable("empty", EMPTY)
    if size > limits.file_bytes:
        raise Unreadable(
            "size",
            _("The file has %(size)d MB; at most %(limit)d MB are read. Split the list.")
            % {"size": size // MIB, "limit": limits.file_bytes // MIB},
        )
    if head.startswith(_ZIP):
        return open_zipped(path, limits)
    if head == _COMPOUND:
        return open_compound(path, limits)
    encoding = encoding_of(path)
    return open_notation(path, encoding, limits) or open_delimited(path, encoding, limits)
