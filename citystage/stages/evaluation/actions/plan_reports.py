"""Reports are asked for as the terms say; done again, nothing is asked twice."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.facts.reports import ReportPlanned
from citystage.stages.evaluation.keeping import REPORTING
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.ruling import recognition_of, terms_of
from citystage.stages.evaluation.schedule import periods
from citystage.stages.evaluation.terms import FollowTerms


@transaction.atomic(durable=True)
def plan_reports(city: Unit, *, stamp: Stamp) -> int:
    """Open the reports of every lab and fund recognised now; returns how many are new."""
    terms = terms_of(city)
    if terms is None:
        return 0
    labels = Label.objects.filter(city=city, state=LabelState.VALID, lab__kind__in=REPORTING)
    labels = labels.select_for_update(of=("self",)).select_related("lab", "renews")
    return sum(_plan(label, terms, stamp) for label in labels.order_by("pk"))


def _plan(label: Label, terms: FollowTerms, stamp: Stamp) -> int:
    reporting = terms.reports_of(label.lab.kind)
    if reporting is None:
        return 0
    recognition = recognition_of(label)
    a_year = recognition.reports_a_year if recognition else reporting.a_year
    first = Label.objects.filter(lab=label.lab).aggregate(since=Min("since"))["since"]
    due = periods(
        reporting,
        a_year=a_year,
        since=first or label.since,
        until=label.until,
        today=timezone.localdate(stamp.at),
    )
    asked = [one.model_dump(mode="json") for one in reporting.questions]
    known = set(Report.objects.filter(lab=label.lab).values_list("since", flat=True))
    made = [
        Report(
            lab=label.lab,
            label=label,
            since=one.since,
            until=one.until,
            due_at=one.due_at,
            questions=asked,
            made_at=stamp.at,
        )
        for one in due
        if one.since not in known
    ]
    for report in Report.objects.bulk_create(made):
        fact = ReportPlanned(report_id=report.pk, lab_id=report.lab_id)
        journal.record(fact, subject=report, stamp=stamp)
    return len(made)
