"""Evidence files: what kinds are taken, and that a file is what its name says."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.models import DiligenceAnswer, Objection, Paper

MOST_FILES: Final = 5
MOST_BYTES: Final = 10 * 1024 * 1024
# How the content of a file of each kind begins.
_BEGINS: Final = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
}
KINDS: Final = tuple(_BEGINS)


class WrongFile(Refusal):
    """A file that cannot be evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as it was sent."""

    name: str
    content: bytes


def check(files: Iterable[Evidence]) -> None:
    """Raise ``WrongFile``, worded for the person, for the first file that is not taken."""
    known = list(files)
    if len(known) > MOST_FILES:
        raise WrongFile(_("At most %(number)d files can be given.") % {"number": MOST_FILES})
    for file in known:
        kind = file.name.rsplit(".", 1)[-1].lower()
        if len(file.content) > MOST_BYTES:
            raise WrongFile(_("“%(name)s” is larger than 10 MB.") % {"name": file.name})
        if not any(file.content.startswith(begin) for begin in _BEGINS.get(kind, ())):
            raise WrongFile(
                _("“%(name)s” is not a PDF, Word, Excel, PNG or JPEG file.") % {"name": file.name}
            )


def keep(about: Objection | DiligenceAnswer, files: Iterable[Evidence], *, stamp: Stamp) -> None:
    """Keep the files of an objection, or of an item of due diligence, under random names."""
    whose = {"objection": about} if isinstance(about, Objection) else {"answer": about}
    for file in files:
        put(Paper(**whose), file, stamp=stamp)


def put(paper: Paper, file: Evidence, *, stamp: Stamp) -> Paper:
    """Give the row its file, and save both."""
    paper.name, paper.size = file.name[:200], len(file.content)
    paper.sha256 = hashlib.sha256(file.content).hexdigest()
    paper.added_by_id, paper.added_at = stamp.actor.user_id, stamp.at
    paper.file.save(file.name, ContentFile(file.content), save=False)
    paper.save()
    return paper
