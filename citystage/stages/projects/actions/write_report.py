"""A side writes a periodic report, hands it in, or leaves it out with a reason."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.work import ReportDemanded, ReportSkipped, ReportSubmitted
from citystage.stages.projects.models import ProjectReport
from citystage.stages.projects.proceeding import Outrun
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import DEMAND, SKIP, SUBMIT


class Lacking(Refusal):
    """A whole report answers what is needed; ``errors`` says what is missing."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some questions are not answered yet."))
        self.errors = dict(errors)


@transaction.atomic(durable=True)
def save_report(
    report: ProjectReport, *, answers: Mapping[str, str], version: int, stamp: Stamp
) -> ProjectReport:
    """Keep what is written so far; ``version`` is what the page was drawn with."""
    return _keep(_held(report), answers, version, stamp)


@transaction.atomic(durable=True)
def submit_report(
    report: ProjectReport, *, answers: Mapping[str, str], version: int, stamp: Stamp
) -> ProjectReport:
    """Keep it and hand it in whole; after the due day it is taken, and the days are counted."""
    held = _keep(_held(report), answers, version, stamp)
    lacking = {
        one["code"]: _("This is needed.")
        for one in held.questions
        if one.get("required", True) and not held.answers.get(one["code"])
    }
    if lacking:
        raise Lacking(lacking)
    held.submitted_at, held.reason = held.submitted_at or stamp.at, ""
    held.save(update_fields=["submitted_at", "reason"])
    project = held.project
    told = ReportSubmitted(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        report_id=held.pk,
        late=held.late(stamp.at),
    )
    advance(held, SUBMIT, fact=told, stamp=stamp)
    words = gettext_noop("A report of “%(title)s” was handed in.")
    proceeding.say_to_sides(project, words, stamp)
    return held


@transaction.atomic(durable=True)
def skip_report(report: ProjectReport, *, reason: str, stamp: Stamp) -> ProjectReport:
    """Leave it out; an office may ask for it all the same."""
    held = _held(report)
    rules.may_write_report(stamp.actor, held).enforce()
    held.reason = proceeding.needed(reason)
    held.save(update_fields=["reason"])
    told = ReportSkipped(
        **proceeding.counted(held.project, stamp=stamp),
        project_id=held.project_id,
        report_id=held.pk,
        reason=held.reason,
    )
    advance(held, SKIP, fact=told, stamp=stamp)
    words = gettext_noop("A report of “%(title)s” is left out: %(reason)s")
    proceeding.say_to_sides(held.project, words, stamp, reason=held.reason)
    return held


@transaction.atomic(durable=True)
def demand_report(report: ProjectReport, *, reason: str, stamp: Stamp) -> ProjectReport:
    """An office asks for it all the same; the due day stays."""
    held = _held(report)
    rules.may_demand_report(stamp.actor, held).enforce()
    held.reason = proceeding.needed(reason)
    held.save(update_fields=["reason"])
    told = ReportDemanded(
        **proceeding.counted(held.project, stamp=stamp),
        project_id=held.project_id,
        report_id=held.pk,
        reason=held.reason,
    )
    advance(held, DEMAND, fact=told, stamp=stamp)
    words = gettext_noop("The office asks for the report of “%(title)s” all the same: %(reason)s")
    proceeding.say_to_sides(held.project, words, stamp, group=Group.TASK, reason=held.reason)
    return held


def _held(report: ProjectReport) -> ProjectReport:
    project = proceeding.lock(report.project_id)
    held = ProjectReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    held.project = project
    return held


def _keep(
    report: ProjectReport, answers: Mapping[str, str], version: int, stamp: Stamp
) -> ProjectReport:
    rules.may_write_report(stamp.actor, report).enforce()
    if report.version != version:
        raise Outrun(_("Somebody else changed this report meanwhile; look again."))
    codes = [one["code"] for one in report.questions]
    report.answers = {
        code: text[: proceeding.LONGEST]
        for code in codes
        if (text := str(answers.get(code, "")).strip())
    }
    report.version += 1
    report.changed_by_id, report.changed_at = stamp.actor.user_id, stamp.at
    report.save(update_fields=["answers", "version", "changed_by", "changed_at"])
    return report
