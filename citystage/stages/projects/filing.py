"""Files of projects: checked like all uploads, pictures without what they tell of their maker."""

import hashlib
from typing import Protocol

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from citystage.foundation.documents.stripping import Unreadable, stripped
from citystage.foundation.documents.stripping.places import told_by, turned
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.selection import evidence
from citystage.stages.selection.evidence import Evidence as Sent

__all__ = ["Sent", "keep", "photographed"]

_PICTURES = ("png", "jpg", "jpeg")


class _Holds(Protocol):
    name: str
    size: int
    sha256: str
    file: FieldFile


def keep(row: _Holds, sent: Sent) -> None:
    """Give the row its file under a random name. Raises ``WrongFile`` for what is not taken."""
    evidence.check([sent])
    row.name, row.size = sent.name[:200], len(sent.content)
    row.sha256 = hashlib.sha256(sent.content).hexdigest()
    row.file.save(sent.name, ContentFile(sent.content), save=False)


def photographed(sent: Sent, *, with_place: bool) -> tuple[Sent, list[float] | None]:
    """A picture without camera data, and its place where the sender wants it kept.

    Raises ``NotPossible`` for what is no picture, ``WrongFile`` for what is not taken at all.
    """
    evidence.check([sent])
    if sent.name.rsplit(".", 1)[-1].lower() not in _PICTURES:
        raise NotPossible(_("A photo is a JPEG or PNG picture."))
    told = told_by(sent.content)
    try:
        clean = stripped(sent.name, sent.content).content
    except Unreadable as fault:
        raise NotPossible(_("The picture “%s” cannot be read.") % sent.name) from fault
    place = list(told.place) if with_place and told.place else None
    return Sent(sent.name, turned(clean, told.orientation)), place
