"""What else becomes of a report: sent back for completion, left out with why, or not."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.workflow.advance import advance
from citystage.foundation.workflow.flow import Move
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.reports import (
    ReportSentBack,
    SkipAccepted,
    SkipAsked,
    SkipRefused,
)
from citystage.stages.evaluation.keeping import worded
from citystage.stages.evaluation.locking import lock_report
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.standing import kept_away
from citystage.stages.evaluation.states.reports import (
    ACCEPT_SKIP,
    ASK_SKIP,
    REFUSE_SKIP,
    SEND_BACK,
    ReportState,
)


@transaction.atomic(durable=True)
def ask_skip(report: Report, *, reason: str, stamp: Stamp) -> Report:
    """The lab asks to leave it out; until the office answers it may still be handed in."""
    locked = lock_report(report.pk)
    rules.may_write(stamp.actor, locked).enforce()
    return _told(locked, ASK_SKIP, SkipAsked, reason, stamp)


@transaction.atomic(durable=True)
def accept_skip(report: Report, *, reason: str, stamp: Stamp) -> Report:
    """The office agrees that it need not be written."""
    return _told(_decided(report, stamp), ACCEPT_SKIP, SkipAccepted, reason, stamp)


@transaction.atomic(durable=True)
def refuse_skip(report: Report, *, reason: str, stamp: Stamp) -> Report:
    """The office asks for it all the same; the due day stays."""
    return _told(_decided(report, stamp), REFUSE_SKIP, SkipRefused, reason, stamp)


@transaction.atomic(durable=True)
def send_back(report: Report, *, reason: str, stamp: Stamp) -> Report:
    """The office asks for more; that it came in time (or late) stays on record."""
    return _told(_decided(report, stamp), SEND_BACK, ReportSentBack, reason, stamp)


def _decided(report: Report, stamp: Stamp) -> Report:
    locked = lock_report(report.pk)
    away = kept_away(stamp.actor.user_id, locked.lab)
    rules.may_decide(stamp.actor, locked.lab, away).enforce()
    return locked


def _told(
    report: Report, move: Move[ReportState], kind: type[Fact], reason: str, stamp: Stamp
) -> Report:
    words = worded(reason)
    report.reason = words
    report.save(update_fields=["reason"])
    told = kind(report_id=report.pk, lab_id=report.lab_id, reason=words)  # type: ignore[call-arg]
    advance(report, move, fact=told, stamp=stamp)
    return report
