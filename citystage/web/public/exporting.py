"""What one sees in the scenario list as a file, in the columns that can be imported again."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.sheets.writing import FORMATS, stream_csv
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.exporting import COLUMNS, rows
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.web.shell.pages import refused

OFFERED = ("xlsx", "csv", "jsonl")
_CHUNK = 1000


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/scenarios/export.<kind>`` with any filter of the list."""
    if kind not in OFFERED:
        return refused(request, NotFound(_("There is no such file of this list.")))
    found = scenarios.listed(ScenarioFilter.read(request.GET), request.GET.get("sort", "newest"))
    told = rows(found.iterator(chunk_size=_CHUNK))
    name = f"scenarios-{timezone.localdate():%Y%m%d}.{kind}"
    if kind == "csv":
        streamed = StreamingHttpResponse(stream_csv(COLUMNS, told), FORMATS[kind].media_type)
        streamed["Content-Disposition"] = f'attachment; filename="{name}"'
        return streamed
    # The file is unlinked at once; the open handle keeps it until it has been sent.
    with TemporaryDirectory(prefix="citystage-export-") as folder:
        path = Path(folder) / name
        FORMATS[kind].write(path, COLUMNS, told)
        handle = path.open("rb")
    return FileResponse(
        handle, as_attachment=True, filename=name, content_type=FORMATS[kind].media_type
    )
