"""DOCX and XLSX without properties, custom properties, thumbnails, authors and paths."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from citystage.foundation.documents.stripping.pictures import jpeg, png

# A file that unpacks to more is meant to do harm.
_MOST: Final = 200 * 1024 * 1024
_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE: Final = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
_APP: Final = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>'
)
_CUSTOM: Final = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_EMPTY: Final[Mapping[str, bytes]] = {
    "docProps/core.xml": _HEAD + _CORE,
    "docProps/app.xml": _HEAD + _APP,
    "docProps/custom.xml": _HEAD + _CUSTOM,
}
# Authors of changes and comments, of cells' notes, people, who opened it last, where it lay.
_TELLING: Final[tuple[tuple[re.Pattern[bytes], bytes], ...]] = (
    (re.compile(rb'(\bw\d*:(?:author|initials|userId)=)"[^"]*"'), rb'\1""'),
    (re.compile(rb"<author>[^<]*</author>"), b"<author></author>"),
    (re.compile(rb'(\b(?:displayName|userId|providerId)=)"[^"]*"'), rb'\1""'),
    (re.compile(rb"<fileSharing\b[^>]*/>"), b""),
    (
        re.compile(
            rb"<(?:mc:AlternateContent)\b(?:(?!</mc:Alt).)*absPath.*?</mc:AlternateContent>"
        ),
        b"",
    ),
    (re.compile(rb"<x15ac:absPath\b[^>]*/>"), b""),
)
_THUMBNAIL: Final = re.compile(rb"<Relationship\b[^>]*thumbnail[^>]*/>", re.IGNORECASE)
_PICTURES: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    ".png": png,
    ".jpg": jpeg,
    ".jpeg": jpeg,
}
_TAG: Final = re.compile(r"<[^>]*>")
_PARAGRAPH: Final = re.compile(r"</(?:w:p|si|row|a:p)>")


def office(content: bytes) -> bytes:
    """The same package without what tells of its makers. Raises ``ValueError``."""
    made = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as given, ZipFile(made, "w", ZIP_DEFLATED) as kept:
            for one in _parts(given):
                if "thumbnail" in one.filename.lower():
                    continue
                # A part of its own date would tell when it was written.
                clean = ZipInfo(one.filename, date_time=(1980, 1, 1, 0, 0, 0))
                clean.compress_type = ZIP_DEFLATED
                kept.writestr(clean, _cleaned(one.filename, given.read(one)))
    except (BadZipFile, RuntimeError, EOFError) as broken:
        raise ValueError(str(broken)) from broken
    return made.getvalue()


def text_of(content: bytes) -> str:
    """The words of a package, of all its parts."""
    with ZipFile(BytesIO(content)) as given:
        parts = [
            given.read(one).decode("utf-8", "replace")
            for one in _parts(given)
            if one.filename.startswith(("word/", "xl/")) and one.filename.endswith(".xml")
        ]
    return "\n".join(_TAG.sub("", _PARAGRAPH.sub("\n", part)) for part in parts)


def _parts(given: ZipFile) -> list[ZipInfo]:
    found = [one for one in given.infolist() if not one.is_dir()]
    if sum(one.file_size for one in found) > _MOST:
        raise ValueError(_MOST)
    return found


def _cleaned(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if name == "_rels/.rels":
        return _THUMBNAIL.sub(b"", content)
    if name.endswith(".xml"):
        for pattern, instead in _TELLING:
            content = pattern.sub(instead, content)
        return content
    for ending, clean in _PICTURES.items():
        if name.lower().endswith(ending):
            # A picture that cannot be read cannot be drawn either.
            with suppress(ValueError):
                return clean(content)
    return content
