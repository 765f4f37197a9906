"""Lists as files, and files that were given as evidence."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Proof
from citystage.web.shell.addresses import Address

OFFERED: Final = ("xlsx", "csv", "jsonl")
# Rows of one file; a longer list is taken in parts.
MOST: Final = 20_000
_NAMES: Final = {"xlsx": "Excel (.xlsx)", "csv": "CSV", "jsonl": "JSON Lines"}


def offered(request: HttpRequest, view: str) -> list[tuple[str, str]]:
    """The list as one sees it, in each kind of file: name and address."""
    here = Address.of(request)
    return [(_NAMES[kind], str(here.at(reverse(view, args=[kind])))) for kind in OFFERED]


def as_file(name: str, kind: str, columns: Sequence[Field], rows: Iterable[Row]) -> HttpResponse:
    """Rows as a file. Raises ``NotFound`` for a kind that is not offered."""
    if kind not in OFFERED:
        raise NotFound(_("There is no such file of this list."))
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / f"{name}.{kind}"
        filled = ({k: v for k, v in row.items() if v not in {None, ""}} for row in rows)
        FORMATS[kind].write(path, columns, filled)
        content = path.read_bytes()
    return attached(content, f"{name}.{kind}", FORMATS[kind].media_type)


def sent(proof: Proof) -> HttpResponse:
    """One file of evidence, to be kept and not to be opened in the page."""
    with proof.file.open("rb") as file:
        return attached(file.read(), proof.name, "application/octet-stream")


def attached(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file made for this request."""
    named = content_disposition_header(as_attachment=True, filename=name)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = named or "attachment"
    return response
