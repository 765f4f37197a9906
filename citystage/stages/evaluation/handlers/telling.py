"""Whom evaluation tells what: the ``tells`` of its Moves, in words."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation import letters
from citystage.stages.evaluation.facts import assessments, keeping, reports
from citystage.stages.evaluation.keeping import WITH, officers_of, people_of
from citystage.stages.evaluation.models import Assessment, Need, Renewal, Report, Round, Sheet
from citystage.stages.evaluation.states.assessments import SheetState
from citystage.stages.evaluation.states.keeping import NEED_FLOW, RENEWAL_FLOW
from citystage.stages.evaluation.states.reports import REPORT_FLOW

_TELLS = {
    move.verb: move.tells for flow in (NEED_FLOW, RENEWAL_FLOW, REPORT_FLOW) for move in flow.moves
} | {
    keeping.NeedAdded.verb: ("city",),
    keeping.RenewalAsked.verb: ("city",),
    reports.ReportPlanned.verb: ("lab",),
}
_NEED = (Need, "need_id")
_RENEWAL = (Renewal, "renewal_id")
_REPORT = (Report, "report_id")

# What it is about, whether something waits for who is told, and the sentence.
_OF: dict[type[Fact], tuple[tuple[type[models.Model], str], Group, str]] = {
    keeping.NeedAdded: (
        _NEED,
        Group.PROGRESS,
        gettext_noop("The lab “%(lab)s” entered a need: %(title)s"),
    ),
    keeping.NeedMet: (
        _NEED,
        Group.PROGRESS,
        gettext_noop("A need of “%(lab)s” is met (%(title)s): %(reason)s"),
    ),
    keeping.NeedDropped: (
        _NEED,
        Group.PROGRESS,
        gettext_noop("A need of “%(lab)s” was dropped (%(title)s): %(reason)s"),
    ),
    keeping.NeedReopened: (
        _NEED,
        Group.PROGRESS,
        gettext_noop("A need of “%(lab)s” stands again (%(title)s): %(reason)s"),
    ),
    keeping.RenewalAsked: (
        _RENEWAL,
        Group.TASK,
        gettext_noop("“%(lab)s” asks for another term. Decide before its term ends."),
    ),
    keeping.RenewalGranted: (
        _RENEWAL,
        Group.PROGRESS,
        gettext_noop("“%(lab)s” is recognised for another term, until before %(until)s."),
    ),
    keeping.RenewalRefused: (
        _RENEWAL,
        Group.PROGRESS,
        gettext_noop("The recognition of “%(lab)s” is not renewed: %(reason)s"),
    ),
    keeping.RenewalTakenBack: (
        _RENEWAL,
        Group.PROGRESS,
        gettext_noop("“%(lab)s” no longer asks for another term."),
    ),
    reports.ReportPlanned: (
        _REPORT,
        Group.TASK,
        gettext_noop("The report of “%(lab)s” for %(period)s can be written; due by %(due)s."),
    ),
    reports.ReportSubmitted: (
        _REPORT,
        Group.PROGRESS,
        gettext_noop("“%(lab)s” handed in its report for %(period)s."),
    ),
    reports.ReportSentBack: (
        _REPORT,
        Group.TASK,
        gettext_noop("The report of “%(lab)s” for %(period)s is to be completed: %(reason)s"),
    ),
    reports.SkipAsked: (
        _REPORT,
        Group.TASK,
        gettext_noop("“%(lab)s” asks to leave out its report for %(period)s: %(reason)s"),
    ),
    reports.SkipAccepted: (
        _REPORT,
        Group.PROGRESS,
        gettext_noop("“%(lab)s” need not report for %(period)s: %(reason)s"),
    ),
    reports.SkipRefused: (
        _REPORT,
        Group.TASK,
        gettext_noop(
            "The report of “%(lab)s” for %(period)s is asked for all the same: %(reason)s"
        ),
    ),
}
_LETTERS: dict[type[Fact], str] = {
    assessments.AssessmentKept: letters.KEPT,
    assessments.ImprovementAsked: letters.IMPROVE,
    assessments.AssessmentWithdrawn: letters.WITHDRAWN,
}


def of_record(fact: Fact, stamp: Stamp) -> None:
    """Tell the lab or the office, as the Move says."""
    (kind, key), group, template = _OF[type(fact)]
    payload = asdict(fact)
    lab, about = _lab(payload["lab_id"]), kind._default_manager.get(pk=payload[key])  # noqa: SLF001 -- any of these
    values = {
        "lab": lab.name,
        "title": getattr(about, "title", ""),
        "reason": payload.get("reason", ""),
        "until": payload.get("until", ""),
    }
    if isinstance(about, Report):
        values |= {"period": about.period, "due": about.due_on.isoformat()}
    for word in _TELLS[fact.verb]:
        people = people_of(lab, stamp.at) if word == "lab" else officers_of(lab.city, stamp.at)
        tell(people, group=group, template=template, values=values, about=about, stamp=stamp)


def of_outcome(fact: Fact, stamp: Stamp) -> None:
    """The letter to the lab."""
    payload = asdict(fact)
    found = Assessment.objects.select_related("round", "lab").get(pk=payload["assessment_id"])
    improving = isinstance(fact, assessments.ImprovementAsked)
    _say(
        people_of(_lab(found.lab_id), stamp.at),
        Group.TASK if improving else Group.PROGRESS,
        _LETTERS[type(fact)],
        letters.values_of(found, payload["reason"]),
        found,
        stamp,
    )


@on(assessments.ProofGiven)
def of_proof(fact: assessments.ProofGiven, stamp: Stamp) -> None:
    """The office looks a second time."""
    lab = _lab(fact.lab_id)
    template = gettext_noop("“%(lab)s” handed in its proof of improvement. Look at it again.")
    about = Assessment.objects.get(pk=fact.assessment_id)
    people = officers_of(lab.city, stamp.at)
    _say(people, Group.TASK, template, {"lab": lab.name}, about, stamp)


@on(assessments.RoundOpened)
def of_opening(fact: assessments.RoundOpened, stamp: Stamp) -> None:
    """Assessors get their task; labs learn that they are assessed."""
    found = Round.objects.get(pk=fact.round_id)
    assert found.due_at is not None
    open_ones = Sheet.objects.filter(assessment__round=found, state=SheetState.OPEN)
    people = User.objects.filter(pk__in=open_ones.values("assessor__user_id")).order_by("pk")
    values = {"title": found.title, "due": timezone.localdate(found.due_at).isoformat()}
    template = gettext_noop("You are asked to assess labs: “%(title)s”, before %(due)s.")
    _say(people, Group.TASK, template, values, found, stamp)
    template = gettext_noop("“%(lab)s” is being assessed: “%(title)s”.")
    for one in found.assessments.select_related("lab").order_by("pk"):
        named = values | {"lab": one.lab.name}
        _say(people_of(_lab(one.lab_id), stamp.at), Group.PROGRESS, template, named, one, stamp)


@on(assessments.RoundCancelled)
def of_cancelling(fact: assessments.RoundCancelled, stamp: Stamp) -> None:
    """Assessors need not go on."""
    found = Round.objects.get(pk=fact.round_id)
    if found.opened_at is None:
        return
    people = User.objects.filter(pk__in=found.assessors.values("user_id")).order_by("pk")
    template = gettext_noop("The assessment “%(title)s” was cancelled: %(reason)s")
    values = {"title": found.title, "reason": fact.reason}
    _say(people, Group.PROGRESS, template, values, found, stamp)


@on(assessments.SheetRecused)
def of_recusal(fact: assessments.SheetRecused, stamp: Stamp) -> None:
    """The office learns that a sheet will be missing."""
    lab = _lab(fact.lab_id)
    sheet = Sheet.objects.select_related("assessor__expert", "assessor__user").get(pk=fact.sheet_id)
    template = gettext_noop("%(who)s leaves “%(lab)s” to others: %(reason)s")
    values = {"who": sheet.assessor.name, "lab": lab.name, "reason": fact.reason}
    about = Round.objects.get(assessments=fact.assessment_id)
    _say(officers_of(lab.city, stamp.at), Group.PROGRESS, template, values, about, stamp)


@on(assessments.SheetBarred)
def of_barring(fact: assessments.SheetBarred, stamp: Stamp) -> None:
    """The assessor is told why."""
    lab = _lab(fact.lab_id)
    sheet = Sheet.objects.select_related("assessor__user").get(pk=fact.sheet_id)
    template = gettext_noop("You no longer assess “%(lab)s”: %(reason)s")
    values = {"lab": lab.name, "reason": fact.reason}
    _say([sheet.assessor.user], Group.PROGRESS, template, values, sheet, stamp)


@on(reports.ReportReminded)
def of_report_due(fact: reports.ReportReminded, stamp: Stamp) -> None:
    """Before the day and after it; after it the office hears of it too."""
    lab, report = _lab(fact.lab_id), Report.objects.get(pk=fact.report_id)
    values = {
        "lab": lab.name,
        "period": report.period,
        "due": report.due_on.isoformat(),
        "days": report.late(stamp.at),
    }
    template = gettext_noop("The report of “%(lab)s” for %(period)s is due by %(due)s.")
    people = people_of(lab, stamp.at)
    if report.late(stamp.at):
        template = gettext_noop(
            "The report of “%(lab)s” for %(period)s was due by %(due)s; it is %(days)s days late."
        )
        _say(officers_of(lab.city, stamp.at), Group.PROGRESS, template, values, report, stamp)
    _say(people, Group.TASK, template, values, report, stamp)


@on(assessments.ImprovementReminded)
def of_improvement_due(fact: assessments.ImprovementReminded, stamp: Stamp) -> None:
    """The lab before the day, both sides after it."""
    lab, found = _lab(fact.lab_id), Assessment.objects.get(pk=fact.assessment_id)
    values = {"lab": lab.name, "due": found.improve_by.isoformat() if found.improve_by else ""}
    template = gettext_noop("The proof of improvement of “%(lab)s” is due by %(due)s.")
    people = people_of(lab, stamp.at)
    if found.improve_until is not None and stamp.at >= found.improve_until:
        template = gettext_noop("The proof of improvement of “%(lab)s” was due by %(due)s.")
        people += officers_of(lab.city, stamp.at)
    _say(people, Group.TASK, template, values, found, stamp)


@on(keeping.TermReminded)
def of_term(fact: keeping.TermReminded, stamp: Stamp) -> None:
    """The lab may ask for another term."""
    lab = _lab(fact.lab_id)
    template = gettext_noop(
        "The recognition of “%(lab)s” ends in %(days)s days. Ask for renewal before, if wanted."
    )
    values = {"lab": lab.name, "days": fact.days}
    _say(people_of(lab, stamp.at), Group.TASK, template, values, lab, stamp)


def _lab(pk: int) -> Lab:
    return Lab.objects.select_related(*WITH).get(pk=pk)


def _say(  # noqa: PLR0913, PLR0917 -- the parts of one message
    people: Iterable[User],
    group: Group,
    template: str,
    values: dict[str, Any],
    about: models.Model,
    stamp: Stamp,
) -> None:
    tell(people, group=group, template=template, values=values, about=about, stamp=stamp)


for _kind in _OF:
    on(_kind)(of_record)
for _kind in _LETTERS:
    on(_kind)(of_outcome)
