"""Look into a zip before anything opens it: its size, its honesty, and what it carries."""

import copy
import zipfile
from collections.abc import Generator
from pathlib import Path

from django.utils.translation import gettext as _

from citystage.foundation.sheets.reading.book import Unreadable
from citystage.foundation.sheets.reading.limits import MIB, Limits

_CHUNK = 1024 * 1024


def open_zip(path: Path, limits: Limits) -> zipfile.ZipFile:
    """Open a workbook's zip when its own table of contents keeps the limits."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as fault:
        raise broken() from fault
    try:
        _check_contents(archive, path.stat().st_size, limits)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_contents(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Unreadable(
            "entries",
            _("The workbook holds %(count)d parts; at most %(limit)d are accepted.")
            % {"count": len(entries), "limit": limits.entries},
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise encrypted()
    claimed = sum(entry.file_size for entry in entries)
    if claimed > limits.unpacked_bytes:
        raise too_large(claimed, limits)
    if claimed > limits.ratio_from_bytes and claimed > packed * limits.ratio:
        raise Unreadable(
            "ratio",
            _(
                "The workbook is %(packed)d kB but says it unpacks to %(claimed)d MB. "
                "It was not opened. Save the list again as a new workbook."
            )
            % {"packed": packed // 1024, "claimed": claimed // MIB},
        )
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise broken()


def unpack(archive: zipfile.ZipFile, name: str, limits: Limits) -> Generator[bytes]:
    """The real bytes of one part, whatever size its header claims."""
    entry = copy.copy(archive.getinfo(name))
    claimed, entry.file_size = entry.file_size, limits.unpacked_bytes + 1
    total = 0
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                _check_honest(total, claimed, limits)
                yield chunk
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError) as fault:
        raise broken() from fault
    except Exception as fault:
        # zlib.error and lzma.LZMAError share no base below Exception.
        if type(fault).__module__ in {"zlib", "_lzma", "lzma"}:
            raise broken() from fault
        raise


def _check_honest(total: int, claimed: int, limits: Limits) -> None:
    if total > limits.unpacked_bytes:
        raise too_large(total, limits)
    if total > claimed:
        raise broken()


def too_large(claimed: int, limits: Limits) -> Unreadable:
    """The refusal for a workbook that would unpack to more than is ever read."""
    return Unreadable(
        "unpacked",
        _(
            "The workbook says it unpacks to %(claimed)d MB; at most %(limit)d MB are opened. "
            "It was not opened. Split the list and import the parts."
        )
        % {"claimed": claimed // MIB, "limit": limits.unpacked_bytes // MIB},
    )


def broken() -> Unreadable:
    """The refusal for a workbook whose zip cannot be read."""
    return Unreadable(
        "broken",
        _("The workbook is damaged and cannot be opened. Save it again and upload the new copy."),
    )


def encrypted() -> Unreadable:
    """The refusal for a workbook locked with a password."""
    return Unreadable(
        "encrypted",
        _("The workbook is protected by a password. Remove the password and upload it again."),
    )


def macros() -> Unreadable:
    """The refusal for a workbook that carries programs."""
    return Unreadable(
        "macros",
        _("The workbook contains macros. It was not opened. Save it as .xlsx and upload that."),
    )
