"""Reports are asked for and reminded of as the city's pack says; done again, nothing twice."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.work import ReportPlanned, ReportReminded
from citystage.stages.projects.models import Project, ProjectReport
from citystage.stages.projects.schedule import next_reminder, periods
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.projects import OPEN, ReportState
from citystage.stages.projects.terms import Reporting


@transaction.atomic(durable=True)
def plan_reports(city: Unit, *, stamp: Stamp) -> int:
    """Open the reports of every project under way; returns how many are new."""
    terms = terms_of(city).reporting
    rows = Project.objects.filter(city=city, state__in=OPEN).order_by("pk")
    held = rows.select_for_update(of=("self",)).select_related(*proceeding.WITH)
    return sum(_plan(project, terms, stamp) for project in held)


def _plan(project: Project, terms: Reporting, stamp: Stamp) -> int:
    asked = [one.model_dump(mode="json") for one in terms.questions]
    known = set(project.reports.values_list("since", flat=True))
    due = periods(
        terms,
        begun=project.begun_on,
        due=project.due_on,
        today=timezone.localdate(stamp.at),
    )
    made = [
        ProjectReport(
            project=project,
            since=one.since,
            until=one.until,
            due_at=one.due_at,
            questions=asked,
            made_at=stamp.at,
        )
        for one in due
        if one.since not in known
    ]
    for report in ProjectReport.objects.bulk_create(made):
        told = ReportPlanned(
            **proceeding.counted(project, stamp=stamp),
            project_id=project.pk,
            report_id=report.pk,
            since=report.since.isoformat(),
        )
        journal.record(told, subject=project, stamp=stamp)
    return len(made)


@transaction.atomic(durable=True)
def remind_reports(city: Unit, *, stamp: Stamp) -> int:
    """One reminder where a moment has come; of several missed ones only the latest."""
    marks = terms_of(city).reporting.remind_days
    rows = ProjectReport.objects.filter(
        project__city=city, project__state__in=OPEN, state=ReportState.OPEN
    )
    reports = rows.select_for_update(of=("self",)).select_related(
        *(f"project__{one}" for one in proceeding.WITH)
    )
    return sum(_remind(report, marks, stamp) for report in reports.order_by("pk"))


def _remind(report: ProjectReport, marks: tuple[int, ...], stamp: Stamp) -> bool:
    mark = next_reminder(marks, due_at=report.due_at, at=stamp.at, told=report.reminded)
    if mark is None:
        return False
    report.reminded = mark
    report.save(update_fields=["reminded"])
    project = report.project
    told = ReportReminded(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        report_id=report.pk,
        days=mark,
    )
    journal.record(told, subject=project, stamp=stamp)
    late = report.due_at <= stamp.at
    words = (
        gettext_noop("The report of “%(title)s” is overdue since %(day)s.")
        if late
        else gettext_noop("The report of “%(title)s” is due on %(day)s.")
    )
    day = report.last_day.date().isoformat()
    proceeding.say_to_sides(project, words, stamp, group=Group.TASK, day=day)
    return True
