"""What happens inside a project: milestones, evidence, payments, reports, flags."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import fact
from citystage.stages.projects.facts.about import Counted


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneSet(Counted):
    """A milestone was set."""

    verb = "projects.milestone.set"
    label = _("milestone set")

    project_id: int
    milestone_id: int
    title: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneChanged(Counted):
    """What a milestone asks was changed."""

    verb = "projects.milestone.changed"
    label = _("milestone changed")

    project_id: int
    milestone_id: int
    title: str
    fields: list[str]
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneJudged(Counted):
    """The owner judged how far it was reached."""

    verb = "projects.milestone.judged"
    label = _("milestone judged")

    project_id: int
    milestone_id: int
    title: str
    standing: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFallen(Counted):
    """Its evidence was withdrawn; it stands open again."""

    verb = "projects.milestone.fallen"
    label = _("milestone open again")

    project_id: int
    milestone_id: int
    title: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(Counted):
    """Evidence was added."""

    verb = "projects.evidence.added"
    label = _("evidence added")

    project_id: int
    evidence_id: int
    milestone_id: int | None
    kind: str
    backdated: bool


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWithdrawn(Counted):
    """Evidence was withdrawn; the reason stays."""

    verb = "projects.evidence.withdrawn"
    label = _("evidence withdrawn")

    project_id: int
    evidence_id: int
    milestone_id: int | None
    kind: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentNoted(Counted):
    """An agreed or paid amount was noted."""

    verb = "projects.payment.noted"
    label = _("amount noted")

    project_id: int
    payment_id: int
    kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWithdrawn(Counted):
    """A noted amount was wrong."""

    verb = "projects.payment.withdrawn"
    label = _("amount taken back")

    project_id: int
    payment_id: int
    kind: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlanned(Counted):
    """A periodic report is asked for."""

    verb = "projects.report.planned"
    label = _("report asked for")

    project_id: int
    report_id: int
    since: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubmitted(Counted):
    """A report was handed in."""

    verb = "projects.report.submitted"
    label = _("report handed in")

    project_id: int
    report_id: int
    late: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSkipped(Counted):
    """A report is left out."""

    verb = "projects.report.skipped"
    label = _("report left out")

    project_id: int
    report_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDemanded(Counted):
    """The office asks for it all the same."""

    verb = "projects.report.demanded"
    label = _("report asked for all the same")

    project_id: int
    report_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReminded(Counted):
    """The sides were reminded of a report."""

    verb = "projects.report.reminded"
    label = _("reminded of the report")

    project_id: int
    report_id: int
    days: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRaised(Counted):
    """A side raised a risk, or needs help."""

    verb = "projects.flag.raised"
    label = _("flag raised")

    project_id: int
    flag_id: int
    kind: str
    ask_kind: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FlagClosed(Counted):
    """A risk is over, or help came."""

    verb = "projects.flag.closed"
    label = _("flag closed")

    project_id: int
    flag_id: int
    kind: str
    reason: str
