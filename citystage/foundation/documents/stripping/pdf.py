"""PDF without properties, XMP, attachments, scripts, names of who commented, camera data."""

from contextlib import suppress
from io import BytesIO
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from citystage.foundation.documents.stripping.pictures import jpeg

# Of pages: descriptions, private data of programs, dates, scripts.
_TELLING: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/AA")
_MOST_PAGES: Final = 500


class Locked(ValueError):
    """It opens with a password only."""


def pdf(content: bytes) -> bytes:
    """The pages alone, in a new file. Raises ``ValueError``."""
    try:
        reader = _reader(content)
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(page)
        writer.metadata = None
        for page in writer.pages:
            _clean(page)
            for note in page.get("/Annots") or ArrayObject():
                _clean_note(note.get_object())
        for one in writer._objects:  # noqa: SLF001 -- there is no other list of them
            _clean_stream(one)
        made = BytesIO()
        writer.write(made)
    except Locked:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise ValueError(str(broken)) from broken
    return made.getvalue()


def text_of(content: bytes) -> str:
    """The words of all pages; empty of a scan."""
    found = []
    for page in _reader(content).pages:
        # A page whose words cannot be had is drawn all the same.
        with suppress(PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.append(page.extract_text())
    return "\n".join(found)


def _reader(content: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    if len(reader.pages) > _MOST_PAGES:
        raise ValueError(len(reader.pages))
    return reader


def _clean(thing: DictionaryObject) -> None:
    for key in _TELLING:
        thing.pop(key, None)


def _clean_note(note: object) -> None:
    if isinstance(note, DictionaryObject):
        # ``/T`` names who wrote the note, ``/FS`` carries a file.
        for key in ("/T", "/FS", "/M", "/CreationDate", "/AA", "/Metadata"):
            note.pop(key, None)


def _clean_stream(found: object) -> None:
    if not isinstance(found, DictionaryObject):
        return
    found.pop("/Metadata", None)
    found.pop("/PieceInfo", None)
    if not isinstance(found, StreamObject):
        return
    coded = found.get("/Filter")
    names = list(coded) if isinstance(coded, ArrayObject) else [coded]
    if names == ["/DCTDecode"]:
        with suppress(ValueError):
            found._data = jpeg(found._data)  # noqa: SLF001 -- the bytes as they are, not decoded
