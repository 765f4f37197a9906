"""One file of any kind that is taken, stripped, with the words it still has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from citystage.foundation.documents.stripping import office, pdf, pictures

type _Clean = Callable[[bytes], bytes]
type _Read = Callable[[bytes], str]


class Unreadable(ValueError):
    """It is broken, locked, or not what its name says; ``locked`` tells which."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__("locked" if locked else "broken")
        self.locked = locked


@dataclass(frozen=True, slots=True)
class Stripped:
    """The file as it may be shown; ``text`` is None where there are no words to be read."""

    content: bytes
    text: str | None


_KINDS: Final[Mapping[str, tuple[_Clean, _Read | None]]] = {
    ".pdf": (pdf.pdf, pdf.text_of),
    ".docx": (office.office, office.text_of),
    ".xlsx": (office.office, office.text_of),
    ".png": (pictures.png, None),
    ".jpg": (pictures.jpeg, None),
    ".jpeg": (pictures.jpeg, None),
}
KINDS: Final = tuple(_KINDS)


def stripped(name: str, content: bytes) -> Stripped:
    """Take out of a file what tells of its makers. Raises ``Unreadable``, also for other kinds."""
    known = _KINDS.get(PurePath(name).suffix.lower())
    if known is None:
        raise Unreadable(locked=False)
    clean, read = known
    try:
        made = clean(content)
        text = read(made) if read else None
    except pdf.Locked as locked:
        raise Unreadable(locked=True) from locked
    except ValueError as broken:
        raise Unreadable(locked=False) from broken
    # A scan has pages and no words.
    return Stripped(made, text if text and text.strip() else None)
