"""In a demonstration only: a public notice and its appeal windows end now."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection.facts.decisions import NoticeEndedEarly
from citystage.stages.selection.locks import lock_candidacies, lock_notice
from citystage.stages.selection.models import BallotItem, Notice
from citystage.stages.selection.objecting import SETTLING
from citystage.stages.selection.rules import ballots as rules


@transaction.atomic(durable=True)
def let_time_pass(notice: Notice, *, stamp: Stamp) -> Notice:
    """Move the ends to now, recorded as what it is. Never outside a demonstration."""
    if not settings.DEMO:
        raise NotAllowed(_("Time passes by itself here; this is offered in demonstrations only."))
    on_it = BallotItem.objects.filter(ballot=notice.ballot_id)
    lock_candidacies(on_it.values_list("candidacy_id", flat=True))
    notice = lock_notice(notice.pk)
    rules.may_prepare(stamp.actor, notice.programme.city).enforce()
    now = stamp.at - SETTLING
    if notice.until > now:
        notice.until = max(now, notice.posted_at)
        notice.save(update_fields=["until"])
    notice.objections.filter(appeal_until__gt=now).update(appeal_until=now)
    told = NoticeEndedEarly(notice_id=notice.pk, until=notice.until.isoformat())
    journal.record(told, subject=notice, stamp=stamp)
    return notice
