"""One's own file to take away: a paper of every answer, the files, and the answers as data."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.filed import FiledPaper, filed_pdf
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import in_english
from citystage.stages.intake import queries
from citystage.stages.intake.models import Application
from citystage.web.shell import formats
from citystage.web.shell.pages import page


@require_safe
@page
def export(_request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A ZIP for those who write the application, in any state, sealed or not."""
    application = queries.reach_application(stamp.actor, pk)
    if not queries.edits(application, stamp.actor):
        raise NotFound("")
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("application.pdf", filed_pdf(_paper(application)))
        told = {
            "title": application.title,
            "call": application.call.code,
            "revision": application.revision,
            "state": application.state,
            "answers": application.answers,
        }
        archive.writestr("application.json", json.dumps(told, ensure_ascii=False, indent=1))
        for number, file in enumerate(queries.attachments_of(application), start=1):
            with file.file.open("rb") as content:
                archive.writestr(f"files/{number:02d} {file.name}", content.read())
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    name = f"{application.call.code}-{application.pk}-r{application.revision}.zip"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _paper(application: Application) -> FiledPaper:
    lexicon = queries.lexicon(application.city, application=application)
    lead = _("%(owner)s · %(call)s · revision %(number)d, %(day)s") % {
        "owner": application.owner_name,
        "call": application.call.label,
        "number": application.revision,
        "day": formats.moment(application.changed_at),
    }
    return FiledPaper(
        title=application.title or _("Untitled draft"),
        owner=application.owner_name,
        lead=lead,
        language="en" if in_english() else "zh-hans",
        printed_on=timezone.localdate(),
        answers=[(side.label, side.text) for side in queries.sides(application, lexicon=lexicon)],
        files_title=_("Files"),
        files=[
            (file.name, f"SHA-256 {file.sha256}") for file in queries.attachments_of(application)
        ],
    )
