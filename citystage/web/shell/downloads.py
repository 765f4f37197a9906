"""A kept file handed out: saved by the browser, never opened in the page."""

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from citystage.kernel.refusals import NotFound


def download(file: FieldFile, name: str) -> HttpResponse:
    """The file under ``name``. Raises ``NotFound`` when it is gone."""
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as gone:
        raise NotFound("") from gone
    response = HttpResponse(content, content_type="application/octet-stream")
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    return response
