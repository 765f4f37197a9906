"""What reports tell."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlanned(Fact):
    """A report is asked of a lab."""

    verb = "evaluation.report.planned"
    label = _("report asked for")

    report_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubmitted(Fact):
    """It is in; ``late`` says by how many days too late."""

    verb = "evaluation.report.submitted"
    label = _("report handed in")

    report_id: int
    lab_id: int
    late: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSentBack(Fact):
    """The office asks for more."""

    verb = "evaluation.report.sent_back"
    label = _("report sent back for completion")

    report_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SkipAsked(Fact):
    """The lab asks to leave it out."""

    verb = "evaluation.report.skip_asked"
    label = _("asked to leave the report out")

    report_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SkipAccepted(Fact):
    """It need not be written."""

    verb = "evaluation.report.skipped"
    label = _("report left out")

    report_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRefused(Fact):
    """It is to be written all the same."""

    verb = "evaluation.report.skip_refused"
    label = _("report asked for all the same")

    report_id: int
    lab_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClosed(Fact):
    """The recognition is withdrawn: nobody asks any more."""

    verb = "evaluation.report.closed"
    label = _("report no longer asked for")

    report_id: int
    lab_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReminded(Fact):
    """The lab was reminded, so many days before (below zero: after) the day."""

    verb = "evaluation.report.reminded"
    label = _("reminded of the report")

    report_id: int
    lab_id: int
    days: int
