"""The life of a project 落地示范, and the words of what belongs to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.workflow.flow import Flow, Move


class ProjectState(models.TextChoices):
    """Where a project stands."""

    RUNNING = "running", _("under way")
    ACCEPTING = "accepting", _("in acceptance")
    LANDED = "landed", _("landed")
    FAILED = "failed", _("did not work")
    CANCELLED = "cancelled", _("cancelled")


_P = ProjectState
OPEN = frozenset({_P.RUNNING, _P.ACCEPTING})

ASK_ACCEPTANCE = Move(
    "ask_acceptance",
    frozenset({_P.RUNNING}),
    _P.ACCEPTING,
    label=_("ask for acceptance"),
    verb="projects.project.acceptance_asked",
    needs="rule may_ask_acceptance",
    tells=("sides",),
)
RETURN = Move(
    "return",
    frozenset({_P.ACCEPTING}),
    _P.RUNNING,
    label=_("send back to work"),
    verb="projects.project.returned",
    needs="rule may_return",
    tells=("sides",),
)
LAND = Move(
    "land",
    frozenset({_P.ACCEPTING}),
    _P.LANDED,
    label=_("land"),
    verb="projects.project.landed",
    needs="rule may_accept",
    tells=("sides", "offices"),
)
REOPEN = Move(
    "reopen",
    frozenset({_P.LANDED, _P.ACCEPTING}),
    _P.RUNNING,
    label=_("go back to work: an essential proof is gone"),
    verb="projects.project.reopened",
    needs="rule may_withdraw_evidence",
    tells=("sides", "offices"),
)
FAIL = Move(
    "fail",
    frozenset({_P.RUNNING, _P.ACCEPTING}),
    _P.FAILED,
    label=_("close: it did not work"),
    verb="projects.project.failed",
    needs="rule may_end",
    tells=("sides", "offices"),
)
CANCEL = Move(
    "cancel",
    frozenset({_P.RUNNING, _P.ACCEPTING}),
    _P.CANCELLED,
    label=_("cancel"),
    verb="projects.project.cancelled",
    needs="rule may_end",
    tells=("sides", "offices"),
)
PROJECT_FLOW = Flow(
    name="project",
    states=_P,
    start=_P.RUNNING,
    moves=(ASK_ACCEPTANCE, RETURN, LAND, REOPEN, FAIL, CANCEL),
)


class Standing(models.TextChoices):
    """How far a milestone was reached, as the owner judged it."""

    OPEN = "open", _("not judged yet")
    MET = "met", _("met")
    PARTLY = "partly", _("partly met")
    NOT = "not", _("not met")


class EvidenceKind(models.TextChoices):
    """What proves a milestone."""

    PHOTO = "photo", _("photo")
    FILE = "file", _("file")
    SERIES = "series", _("reading series")
    THIRD_PARTY = "third_party", _("report of a third party")


class PaymentKind(models.TextChoices):
    """Agreed and paid amounts are never added up."""

    AGREED = "agreed", _("agreed in the contract")
    PAID = "paid", _("paid")


class DueState(models.TextChoices):
    """Where an amount that falls due stands; reckoned, never kept."""

    PAID = "paid", _("paid whole")
    AHEAD = "ahead", _("paid in part before its milestone is met")
    WAITS = "waits", _("waits for its milestone")
    PARTLY = "partly", _("paid in part")
    DUE = "due", _("not paid yet")
    OVERDUE = "overdue", _("overdue")


class Side(models.TextChoices):
    """Who signs an acceptance."""

    OWNER = "owner", _("demand owner")
    SUPPLIER = "supplier", _("supplier")


class FlagKind(models.TextChoices):
    """What a side raises beside the reports."""

    RISK = "risk", _("risk")
    HELP = "help", _("help needed")


class ReportState(models.TextChoices):
    """Where a periodic report stands."""

    OPEN = "open", _("to be written")
    SUBMITTED = "submitted", _("handed in")
    SKIPPED = "skipped", _("left out, with reason")


_R = ReportState
SUBMIT = Move(
    "submit",
    frozenset({_R.OPEN}),
    _R.SUBMITTED,
    label=_("hand in"),
    verb="projects.report.submitted",
    needs="rule may_write_report",
    tells=("sides",),
)
SKIP = Move(
    "skip",
    frozenset({_R.OPEN}),
    _R.SKIPPED,
    label=_("leave out, with reason"),
    verb="projects.report.skipped",
    needs="rule may_write_report",
    tells=("sides",),
)
DEMAND = Move(
    "demand",
    frozenset({_R.SKIPPED}),
    _R.OPEN,
    label=_("ask for it all the same"),
    verb="projects.report.demanded",
    needs="rule may_demand_report",
    tells=("sides",),
)
REPORT_FLOW = Flow(name="project_report", states=_R, start=_R.OPEN, moves=(SUBMIT, SKIP, DEMAND))
