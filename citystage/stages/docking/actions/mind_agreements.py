"""What the clock does for agreements: a reminder before the last day, and the end after it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.docking import agreeing
from citystage.stages.docking.deadlines import agreement_terms
from citystage.stages.docking.facts.agreements import AgreementExpired, ExpiryReminded
from citystage.stages.docking.models import Agreement
from citystage.stages.docking.states.agreements import EXPIRE, AgreementState
from citystage.stages.selection.posting import ZONE


@transaction.atomic(durable=True)
def mind_agreements(*, stamp: Stamp) -> int:
    """Remind once, expire once; returns how many expired. Safe to run twice."""
    today = stamp.at.astimezone(ZONE).date()
    standing = Agreement.objects.select_for_update(of=("self",)).filter(
        state=AgreementState.SIGNED, expires_on__isnull=False
    )
    expired = 0
    for one in standing.select_related("city").order_by("pk"):
        assert one.expires_on is not None
        ahead = timedelta(days=agreement_terms(one.city_id).remind_before_days)
        if one.expires_on < today:
            advance(one, EXPIRE, fact=AgreementExpired(agreement_id=one.pk), stamp=stamp)
            agreeing.say(one, gettext_noop("“%(title)s” has expired."), stamp)
            expired += 1
        elif one.reminded_at is None and one.expires_on - ahead <= today:
            _remind(one, stamp)
    return expired


def _remind(agreement: Agreement, stamp: Stamp) -> None:
    agreement.reminded_at = stamp.at
    agreement.save(update_fields=["reminded_at"])
    assert agreement.expires_on is not None
    last = agreement.expires_on.isoformat()
    told = ExpiryReminded(agreement_id=agreement.pk, expires_on=last)
    journal.record(told, subject=agreement, stamp=stamp)
    words = gettext_noop("“%(title)s” expires on %(last)s.")
    agreeing.say(agreement, words, stamp, group=Group.TASK, last=last)
