"""Lists as files: the list as one sees it, in each kind of file."""

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
from citystage.web.shell.addresses import Address

OFFERED: Final = ("xlsx", "csv", "jsonl")
# Rows of one file; a longer list is taken in parts.
MOST: Final = 20_000
_NAMES: Final = {"xlsx": "Excel (.xlsx)", "csv": "CSV", "jsonl": "JSON Lines"}


def offered(request: HttpRequest, view: str, *args: object) -> list[tuple[str, str]]:
    """The list as one sees it, in each kind of file: name and address; ``args`` of the view."""
    here = Address.of(request)
    return [(_NAMES[kind], str(here.at(reverse(view, args=[*args, kind])))) for kind in OFFERED]


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


def attached(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file made for this request."""
    named = content_disposition_header(as_attachment=True, filename=name)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = named or "attachment"
    return response
