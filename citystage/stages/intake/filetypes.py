"""Whether a file is what its name says: the first bytes against the kinds that are taken."""

from collections.abc import Callable, Mapping
from typing import Final

HEAD: Final = 512
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = (b"\xd0\xcf\x11\xe0",)


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signs)


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


_LOOKS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    ".pdf": lambda head: b"%PDF" in head,
    ".png": _begins(b"\x89PNG\r\n\x1a\n"),
    ".jpg": _begins(b"\xff\xd8\xff"),
    ".jpeg": _begins(b"\xff\xd8\xff"),
    ".webp": _is_webp,
    ".docx": _begins(*_ZIP),
    ".xlsx": _begins(*_ZIP),
    ".pptx": _begins(*_ZIP),
    ".ofd": _begins(*_ZIP),
    # Kingsoft's files are either, as the version has it.
    ".wps": _begins(*_OLE, *_ZIP),
    ".et": _begins(*_OLE, *_ZIP),
    ".doc": _begins(*_OLE, b"{\\rtf"),
    ".xls": _begins(*_OLE),
    ".ppt": _begins(*_OLE),
    ".txt": _is_text,
    ".csv": _is_text,
}


def is_what_it_says(suffix: str, head: bytes) -> bool:
    """Whether the first bytes look like a file of this suffix (small letters, with its dot)."""
    looks = _LOOKS.get(suffix)
    return looks is None or looks(head)
