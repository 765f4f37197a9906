"""The life of one report of a lab."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.workflow.flow import Flow, Move


class ReportState(models.TextChoices):
    """Where a report stands."""

    OPEN = "open", _("to be handed in")
    SUBMITTED = "submitted", _("report handed in")
    SKIP_ASKED = "skip_asked", _("asked to be left out")
    SKIPPED = "skipped", _("need not be handed in")
    CLOSED = "closed", _("no longer asked for")


_S = ReportState
SUBMIT = Move(
    "submit",
    frozenset({_S.OPEN, _S.SKIP_ASKED}),
    _S.SUBMITTED,
    label=_("hand in the yearly report"),
    verb="evaluation.report.submitted",
    needs=Permission.EVALUATION_LAB_KEEP,
    tells=("city",),
)
SEND_BACK = Move(
    "send_back",
    frozenset({_S.SUBMITTED}),
    _S.OPEN,
    label=_("send the report back for completion"),
    verb="evaluation.report.sent_back",
    needs=Permission.EVALUATION_LAB_DECIDE,
    tells=("lab",),
)
ASK_SKIP = Move(
    "ask_skip",
    frozenset({_S.OPEN}),
    _S.SKIP_ASKED,
    label=_("ask to leave it out"),
    verb="evaluation.report.skip_asked",
    needs=Permission.EVALUATION_LAB_KEEP,
    tells=("city",),
)
ACCEPT_SKIP = Move(
    "accept_skip",
    frozenset({_S.SKIP_ASKED}),
    _S.SKIPPED,
    label=_("accept that it is left out"),
    verb="evaluation.report.skipped",
    needs=Permission.EVALUATION_LAB_DECIDE,
    tells=("lab",),
)
REFUSE_SKIP = Move(
    "refuse_skip",
    frozenset({_S.SKIP_ASKED}),
    _S.OPEN,
    label=_("ask for it all the same"),
    verb="evaluation.report.skip_refused",
    needs=Permission.EVALUATION_LAB_DECIDE,
    tells=("lab",),
)
CLOSE_REPORT = Move(
    "close",
    frozenset({_S.OPEN, _S.SKIP_ASKED}),
    _S.CLOSED,
    label=_("ask for it no longer"),
    verb="evaluation.report.closed",
    needs="rule the recognition was withdrawn",
    tells=(),
)
REPORT_FLOW = Flow(
    name="lab_report",
    states=_S,
    start=_S.OPEN,
    moves=(SUBMIT, SEND_BACK, ASK_SKIP, ACCEPT_SKIP, REFUSE_SKIP, CLOSE_REPORT),
)
