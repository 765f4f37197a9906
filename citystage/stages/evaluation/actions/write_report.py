"""A lab writes its report: the draft is kept, then handed in, late ones marked by how much."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.evaluation import answering, rules
from citystage.stages.evaluation.answering import BadAnswers
from citystage.stages.evaluation.facts.reports import ReportSubmitted
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.locking import lock_report
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.states.reports import SUBMIT
from citystage.stages.intake.closing import at_the_act


@transaction.atomic(durable=True)
def save_report(
    report: Report, *, answers: Mapping[str, str], version: int, stamp: Stamp
) -> Report:
    """Keep what is written so far; ``version`` is what the page was drawn with.

    Raises BadAnswers for what cannot stand even in a draft, Outrun when somebody was faster.
    """
    return _keep(lock_report(report.pk), answers, version, at_the_act(stamp))


@transaction.atomic(durable=True)
def submit_report(
    report: Report, *, answers: Mapping[str, str], version: int, stamp: Stamp
) -> Report:
    """Keep it and hand it in whole; after the due day it is taken, and the days are counted."""
    stamp = at_the_act(stamp)
    locked = lock_report(report.pk)
    rules.may_write(stamp.actor, locked).enforce()
    given = answering.kept(locked, answers)
    if lacking := answering.missing(locked, given):
        raise BadAnswers(lacking | answering.wrong(locked, given))
    _keep(locked, answers, version, stamp)
    locked.submitted_at = locked.submitted_at or stamp.at
    locked.reason = ""
    locked.save(update_fields=["submitted_at", "reason"])
    told = ReportSubmitted(
        report_id=locked.pk, lab_id=locked.lab_id, late=locked.late(locked.submitted_at)
    )
    advance(locked, SUBMIT, fact=told, stamp=stamp)
    return locked


def _keep(report: Report, answers: Mapping[str, str], version: int, stamp: Stamp) -> Report:
    rules.may_write(stamp.actor, report).enforce()
    given = answering.kept(report, answers)
    if errors := answering.wrong(report, given):
        raise BadAnswers(errors)
    if report.version != version:
        raise Outrun(_("Somebody else changed this report meanwhile; look again."))
    report.answers = given
    report.version += 1
    report.changed_by_id, report.changed_at = stamp.actor.person, stamp.at
    report.save(update_fields=["answers", "version", "changed_by", "changed_at"])
    return report
