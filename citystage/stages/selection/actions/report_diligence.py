"""The report: handed in whole by the institution, accepted or sent back by the office."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import investigating, standing
from citystage.stages.selection.facts.diligence import (
    DiligenceAccepted,
    DiligenceReported,
    DiligenceSentBack,
)
from citystage.stages.selection.investigating import ChangedMeanwhile, NoWords, lock_diligence
from citystage.stages.selection.models import Diligence, DiligenceAnswer
from citystage.stages.selection.rules import diligence as rules
from citystage.stages.selection.states.diligence import ACCEPT_REPORT, REPORT, SEND_BACK_REPORT
from citystage.stages.selection.wording.lines import said


class NotWhole(Refusal):
    """Items of the checklist are still open."""

    status = 422


@transaction.atomic(durable=True)
def report(
    diligence: Diligence, *, rating: str, summary: str, version: int, stamp: Stamp
) -> Diligence:
    """Hand in the report; the rating counts for as many months as the terms say.

    ``version`` is what the page showed: a report on findings changed since is refused.
    """
    locked = lock_diligence(diligence)
    rules.may_write(stamp.actor, locked, standing.barred(stamp.actor, locked.candidacy)).enforce()
    if version != locked.version:
        raise ChangedMeanwhile(_("Something was written since you opened the page; look again."))
    if not summary.strip():
        raise NoWords(_("Sum up what was found."))
    if missing := open_items(locked):
        raise NotWhole(_("Still to be answered: %s.") % "; ".join(missing))
    terms = locked.candidacy.programme.read_terms().diligence
    locked.rating, locked.summary = Diligence.Rating(rating), summary.strip()
    day = investigating.today(stamp.at)
    locked.rating_until = investigating.months_later(day, terms.rating_months)
    locked.reported_at = stamp.at
    locked.version += 1
    locked.save(update_fields=["rating", "summary", "rating_until", "reported_at", "version"])
    told = DiligenceReported(**investigating.ids(locked), rating=locked.rating)
    advance(locked, REPORT, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def send_back_report(diligence: Diligence, *, reason: str, stamp: Stamp) -> Diligence:
    """Ask the institution for more; its rating does not count meanwhile."""
    locked = _led(diligence, stamp)
    if not reason.strip():
        raise NoWords(_("Give the reason; the institution reads it."))
    told = DiligenceSentBack(**investigating.ids(locked), reason=reason.strip())
    advance(locked, SEND_BACK_REPORT, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def accept_report(diligence: Diligence, *, version: int, stamp: Stamp) -> Diligence:
    """Accept the report as it was read: ``version`` is the one the page showed."""
    locked = _led(diligence, stamp)
    if version != locked.version:
        raise ChangedMeanwhile(_("Something was written since you opened the page; look again."))
    advance(locked, ACCEPT_REPORT, fact=DiligenceAccepted(**investigating.ids(locked)), stamp=stamp)
    return locked


def open_items(diligence: Diligence) -> list[str]:
    """Items without a finding, or without the evidence the terms ask for, by name."""
    answers = {one.item: one for one in diligence.answers.prefetch_related("papers")}
    missing = []
    for item in diligence.candidacy.programme.read_terms().diligence.items:
        answer = answers.get(item.code)
        bare = item.evidence and answer is not None and not answer.papers.all()
        applies = answer is None or answer.finding != DiligenceAnswer.Finding.NOT_APPLICABLE
        if answer is None or not answer.finding or (bare and applies):
            missing.append(said(item.name))
    return missing


def _led(diligence: Diligence, stamp: Stamp) -> Diligence:
    locked = lock_diligence(diligence)
    kept_away = standing.barred(stamp.actor, locked.candidacy)
    rules.may_lead(stamp.actor, locked.candidacy, kept_away).enforce()
    return locked
