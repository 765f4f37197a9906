"""What the clock does for tolerances: a reminder before the last day, and the end after it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection.posting import ZONE
from citystage.stages.trials import tolerating
from citystage.stages.trials.facts.tolerances import ToleranceEnded, ToleranceReminded
from citystage.stages.trials.models import Tolerance
from citystage.stages.trials.settings import terms_of
from citystage.stages.trials.states.tolerances import END, ToleranceState


@transaction.atomic(durable=True)
def mind_tolerances(*, stamp: Stamp) -> int:
    """Remind once, end once; returns how many ended. Safe to run twice."""
    today = stamp.at.astimezone(ZONE).date()
    rows = Tolerance.objects.select_for_update(of=("self",)).filter(state=ToleranceState.STANDING)
    ended = 0
    for one in rows.select_related(*tolerating.ALONG).order_by("pk"):
        ahead = timedelta(days=terms_of(one.city_id).watching.tolerance_remind_days)
        if one.ends_on <= today:
            advance(one, END, fact=ToleranceEnded(tolerance_id=one.pk), stamp=stamp)
            words = gettext_noop("The tolerance “%(title)s” ended on %(last)s.")
            tolerating.say(one, words, stamp)
            ended += 1
        elif one.reminded_at is None and one.ends_on - ahead <= today:
            one.reminded_at = stamp.at
            one.save(update_fields=["reminded_at"])
            last = tolerating.last_day(one).isoformat()
            told = ToleranceReminded(tolerance_id=one.pk, last_day=last)
            journal.record(told, subject=one, stamp=stamp)
            words = gettext_noop("The tolerance “%(title)s” ends on %(last)s.")
            tolerating.say(one, words, stamp, group=Group.TASK)
    return ended
