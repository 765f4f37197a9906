"""What the clock does for promises: reminders before the day, escalation after it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.stages.docking import promising
from citystage.stages.docking.deadlines import promise_terms
from citystage.stages.docking.facts.promises import PromiseClimbed, PromiseReminded
from citystage.stages.docking.models import Promise
from citystage.stages.docking.states.promises import PromiseState
from citystage.stages.selection.posting import ZONE

_BOTH, _OFFICERS = 1, 2


@transaction.atomic(durable=True)
def remind_of_promises(*, stamp: Stamp) -> int:
    """Tell givers some days before the day, once; tell more people after it. Safe to run twice."""
    today = stamp.at.astimezone(ZONE).date()
    return sum(_mind(one, today, stamp) for one in _standing())


def _mind(promise: Promise, today: date, stamp: Stamp) -> bool:
    terms = promise_terms(promise.city_id)
    if today > promise.due_on:
        late = today > promise.due_on + timedelta(days=terms.climb_days)
        return _climb(promise, _OFFICERS if late else _BOTH, stamp)
    ahead = promise.due_on - timedelta(days=terms.remind_before_days)
    if promise.reminded_at is None and today >= ahead:
        promise.reminded_at = stamp.at
        promise.save(update_fields=["reminded_at"])
        journal.record(PromiseReminded(promise_id=promise.pk), subject=promise, stamp=stamp)
        words = gettext_noop("Due on %(due)s: %(giver)s promised %(taker)s “%(what)s”.")
        promising.say(promise, ("giver",), words, stamp, group=Group.TASK)
        return True
    return False


def _climb(promise: Promise, level: int, stamp: Stamp) -> bool:
    if promise.climbed >= level:
        return False
    promise.climbed = level
    promise.save(update_fields=["climbed"])
    told = PromiseClimbed(promise_id=promise.pk, level=level)
    journal.record(told, subject=promise, stamp=stamp)
    words = gettext_noop("Overdue since %(due)s: %(giver)s promised %(taker)s “%(what)s”.")
    sides = ("giver", "taker", "officers") if level == _OFFICERS else promising.BOTH
    promising.say(promise, sides, words, stamp, group=Group.TASK)
    return True


def _standing() -> QuerySet[Promise]:
    rows = Promise.objects.select_for_update(of=("self",)).filter(state=PromiseState.STANDING)
    return rows.select_related("city", "giver", "taker", "owner").order_by("pk")
