"""What the end of a recognition, or its renewal, means for what is open at a lab."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.foundation.workflow.advance import advance
from citystage.stages.catalogue.facts import LabelRenewed, LabelWithdrawn
from citystage.stages.evaluation.facts.assessments import AssessmentCancelled
from citystage.stages.evaluation.facts.keeping import RenewalClosed, RenewalGranted
from citystage.stages.evaluation.facts.reports import ReportClosed
from citystage.stages.evaluation.models import Assessment, Renewal, Report
from citystage.stages.evaluation.states.assessments import CANCEL_ASSESSMENT, UNFINISHED
from citystage.stages.evaluation.states.keeping import CLOSE_RENEWAL, GRANT, RenewalState
from citystage.stages.evaluation.states.reports import CLOSE_REPORT


@on(LabelWithdrawn)
def close_what_is_open(fact: LabelWithdrawn, stamp: Stamp) -> None:
    """Nothing more is asked of a lab whose recognition was withdrawn."""
    of_lab = {"lab_id": fact.lab_id}
    reports = Report.objects.select_for_update().filter(state__in=CLOSE_REPORT.sources, **of_lab)
    for report in reports.order_by("pk"):
        told = ReportClosed(report_id=report.pk, **of_lab)
        advance(report, CLOSE_REPORT, fact=told, stamp=stamp)
    renewals = Renewal.objects.select_for_update().filter(state=RenewalState.ASKED, **of_lab)
    for renewal in renewals.order_by("pk"):
        closed = RenewalClosed(renewal_id=renewal.pk, **of_lab)
        advance(renewal, CLOSE_RENEWAL, fact=closed, stamp=stamp)
    open_ones = Assessment.objects.select_for_update().filter(state__in=UNFINISHED, **of_lab)
    for one in open_ones.order_by("pk"):
        ended = AssessmentCancelled(assessment_id=one.pk, reason=fact.reason, **of_lab)
        advance(one, CANCEL_ASSESSMENT, fact=ended, stamp=stamp)


@on(LabelRenewed)
def settle_what_was_asked(fact: LabelRenewed, stamp: Stamp) -> None:
    """A label renewed on its own page answers what the lab asked for."""
    asked = Renewal.objects.select_for_update().filter(
        label=fact.label_id, state=RenewalState.ASKED
    )
    for renewal in asked.order_by("pk"):
        told = RenewalGranted(renewal_id=renewal.pk, lab_id=fact.lab_id, until=fact.until)
        advance(renewal, GRANT, fact=told, stamp=stamp)
