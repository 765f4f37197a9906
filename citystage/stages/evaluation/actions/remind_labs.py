"""Labs are reminded of reports, improvements and the end of their term, as the terms say."""

from datetime import datetime, time

from django.db import models, transaction
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.facts.assessments import ImprovementReminded
from citystage.stages.evaluation.facts.keeping import TermReminded
from citystage.stages.evaluation.facts.reports import ReportReminded
from citystage.stages.evaluation.keeping import REPORTING
from citystage.stages.evaluation.models import Assessment, Reminder, Renewal, Report
from citystage.stages.evaluation.ruling import terms_of
from citystage.stages.evaluation.schedule import marks_passed
from citystage.stages.evaluation.states.assessments import AssessmentState
from citystage.stages.evaluation.states.keeping import RenewalState
from citystage.stages.evaluation.states.reports import ReportState
from citystage.stages.evaluation.terms import FollowTerms


@transaction.atomic(durable=True)
def remind_labs(city: Unit, *, stamp: Stamp) -> int:
    """Write one reminder where a moment has come; of several missed ones only the latest.

    Returns how many. Asked again it reminds of nothing twice.
    """
    terms = terms_of(city)
    if terms is None:
        return 0
    return (
        _of_reports(city, terms, stamp)
        + _of_improvements(city, terms, stamp)
        + _of_terms(city, terms, stamp)
    )


def _of_reports(city: Unit, terms: FollowTerms, stamp: Stamp) -> int:
    told = 0
    rows = Report.objects.filter(lab__city=city, state=ReportState.OPEN, submitted_at=None)
    for one in rows.select_for_update(of=("self",)).select_related("lab").order_by("pk"):
        asked = terms.reports_of(one.lab.kind)
        day = _mark(one, asked.remind_days, one.due_at, stamp.at) if asked else None
        if day is not None:
            fact = ReportReminded(report_id=one.pk, lab_id=one.lab_id, days=day)
            journal.record(fact, subject=one, stamp=stamp)
            told += 1
    return told


def _of_improvements(city: Unit, terms: FollowTerms, stamp: Stamp) -> int:
    told = 0
    rows = Assessment.objects.filter(lab__city=city, state=AssessmentState.IMPROVING)
    for one in rows.exclude(improve_until=None).select_for_update(of=("self",)).order_by("pk"):
        assert one.improve_until is not None
        day = _mark(one, terms.assessing.remind_days, one.improve_until, stamp.at)
        if day is not None:
            fact = ImprovementReminded(assessment_id=one.pk, lab_id=one.lab_id, days=day)
            journal.record(fact, subject=one, stamp=stamp)
            told += 1
    return told


def _of_terms(city: Unit, terms: FollowTerms, stamp: Stamp) -> int:
    """Labels with an end for which nobody asked renewal yet."""
    told = 0
    asked = Renewal.objects.filter(state=RenewalState.ASKED).values("label_id")
    rows = Label.objects.filter(city=city, state=LabelState.VALID, lab__kind__in=REPORTING)
    for one in rows.exclude(until=None).exclude(pk__in=asked).order_by("pk"):
        assert one.until is not None
        ends = timezone.make_aware(datetime.combine(one.until, time()))
        day = _mark(one, terms.renewing.remind_days, ends, stamp.at)
        if day is not None:
            fact = TermReminded(label_id=one.pk, lab_id=one.lab_id, days=day)
            journal.record(fact, subject=one, stamp=stamp)
            told += 1
    return told


def _mark(
    record: models.Model, marks: tuple[int, ...], due_at: datetime, at: datetime
) -> int | None:
    """The reminder whose moment has come and of which nobody heard; older ones are skipped."""
    passed = marks_passed(marks, due_at=due_at, at=at)
    # A deadline given anew is reminded of anew.
    key = f"{subject_of(record)}@{due_at:%Y%m%d}"
    known = set(Reminder.objects.filter(subject=key).values_list("mark", flat=True))
    if not passed or passed[-1] in known:
        return None
    rows = [Reminder(subject=key, mark=one, at=at) for one in passed if one not in known]
    Reminder.objects.bulk_create(rows)
    return passed[-1]
