"""A file that proves an improvement, handed out as a download."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Paper


def handed(paper: Paper) -> HttpResponse:
    """The file under the name it was sent with; never shown inside the page."""
    try:
        with paper.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as gone:
        raise NotFound(_("There is no such file.")) from gone
    named = content_disposition_header(as_attachment=True, filename=paper.name)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": named or "attachment"},
    )
