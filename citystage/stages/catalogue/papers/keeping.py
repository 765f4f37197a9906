"""Make the files of a released list, keep them, and hand them out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.documents.model import Language
from citystage.foundation.documents.pdf import list_pdf
from citystage.foundation.documents.word import list_docx
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.freezing import canonical
from citystage.stages.catalogue.models import Release, ReleaseFile
from citystage.stages.catalogue.papers.listing import document_of
from citystage.stages.catalogue.papers.rows import csv_of, notation_of, workbook_of
from citystage.stages.catalogue.states import ReleaseState

LANGUAGES: tuple[Language, ...] = ("zh-hans", "en")
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
FORMATS = tuple(_TYPES)
# The very bytes that were hashed at release: their SHA-256 is the list's.
CANONICAL = "canonical"


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of a list, ready to be sent."""

    content: bytes
    content_type: str
    file_name: str
    sha256: str


def file_of(release: Release, format: str, language: str) -> Paper:  # noqa: A002 -- the word of the address
    """The file as the list stands now: the kept one, or one made (and kept) on the spot.

    Raises ``NotFound`` for a list in preparation and for an unknown format or language.
    """
    spoken = next((one for one in LANGUAGES if one == language), None)
    known = format in _TYPES or format == CANONICAL
    if release.state != ReleaseState.RELEASED or not known or spoken is None:
        raise NotFound(_("There is no such file of this list."))
    if format == CANONICAL:
        content = canonical(release, list(release.items.order_by("ordinal")))
        name = f"{release.city.code}-{release.code}.canonical.json"
        return Paper(content, _TYPES["json"], name, hashlib.sha256(content).hexdigest())
    edition = release.addenda.count()
    kept = ReleaseFile.objects.filter(
        release=release, format=format, language=spoken, edition=edition
    ).first()
    stored = _stored(kept) if kept else None
    if stored is None:
        stored = _keep(release, format, spoken, edition)
    name = f"{release.city.code}-{release.code}{'-en' if spoken == 'en' else ''}.{format}"
    return Paper(stored, _TYPES[format], name, hashlib.sha256(stored).hexdigest())


def keep_all(release: Release) -> int:
    """Make every file of the present edition that is not kept yet; returns how many were made."""
    edition = release.addenda.count()
    known = set(
        ReleaseFile.objects.filter(release=release, edition=edition).values_list(
            "format", "language"
        )
    )
    wanted = [(f, spoken) for f in FORMATS for spoken in LANGUAGES if (f, spoken) not in known]
    for each, spoken in wanted:
        _keep(release, each, spoken, edition)
    return len(wanted)


def _stored(kept: ReleaseFile) -> bytes | None:
    """The kept bytes; nothing when they are gone or are not what was written."""
    if not default_storage.exists(kept.path):
        return None
    with default_storage.open(kept.path) as file:
        content: bytes = file.read()
    return content if hashlib.sha256(content).hexdigest() == kept.sha256 else None


def _keep(release: Release, format: str, language: Language, edition: int) -> bytes:  # noqa: A002
    content = _make(release, format, language)
    sha256 = hashlib.sha256(content).hexdigest()
    wanted = f"lists/{release.pk}/{edition}/{language}-{sha256[:16]}.{format}"
    # A damaged file of this name is replaced by a good one.
    default_storage.delete(wanted)
    path = default_storage.save(wanted, ContentFile(content))
    ReleaseFile.objects.update_or_create(
        release=release,
        format=format,
        language=language,
        edition=edition,
        defaults={"sha256": sha256, "path": path, "made_at": timezone.now()},
    )
    return content


def _make(release: Release, format: str, language: Language) -> bytes:  # noqa: A002
    items = list(release.items.order_by("ordinal"))
    addenda = list(release.addenda.select_related("item").order_by("number"))
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: list_pdf(document_of(release, items, addenda, language=language)),
        "docx": lambda: list_docx(document_of(release, items, addenda, language=language)),
        "xlsx": lambda: workbook_of(release, items, language=language),
        "csv": lambda: csv_of(items, language=language),
        "json": lambda: notation_of(release, items, addenda, language=language),
    }
    return makers[format]()
