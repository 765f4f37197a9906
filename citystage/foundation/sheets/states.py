"""The life of one import, from the upload to its end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("uploaded")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


_S = ImportState
_IMPORT = Permission.CATALOGUE_RECORD_IMPORT

START = Move(
    "start",
    # A cancelled or failed run goes on after the last row it accounted for.
    frozenset({_S.UPLOADED, _S.CANCELLED, _S.FAILED}),
    _S.RUNNING,
    label=_("start the import"),
    verb="sheets.import.started",
    needs=_IMPORT,
    tells=(),
)
FINISH = Move(
    "finish",
    frozenset({_S.RUNNING}),
    _S.DONE,
    label=_("finish the import"),
    verb="sheets.import.finished",
    needs="rule all rows are accounted for",
    tells=("starter",),
)
CANCEL = Move(
    "cancel",
    frozenset({_S.RUNNING}),
    _S.CANCELLED,
    label=_("cancel the import"),
    verb="sheets.import.cancelled",
    needs=_IMPORT,
    tells=(),
)
FAIL = Move(
    "fail",
    frozenset({_S.RUNNING}),
    _S.FAILED,
    label=_("stop the import at a fault"),
    verb="sheets.import.failed",
    needs="rule the file cannot be read to its end",
    tells=("starter",),
)

IMPORT_FLOW = Flow(name="import", states=_S, start=_S.UPLOADED, moves=(START, FINISH, CANCEL, FAIL))
