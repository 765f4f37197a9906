"""What the clock does for asks: late replies climb, answered ones close with notice."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.docking import asking
from citystage.stages.docking.deadlines import ask_terms, working_days_after
from citystage.stages.docking.facts.asks import AskClimbed, AskLapsed, LapseAnnounced
from citystage.stages.docking.models import Ask
from citystage.stages.docking.states.asks import LAPSE, AskState

_UNIT, _CITY = 1, 2


@transaction.atomic(durable=True)
def climb_asks(*, stamp: Stamp) -> int:
    """Late replies: the unit is told at once, the city some working days later. Safe twice."""
    late = Q(state=AskState.FILED, due_at__lte=stamp.at, climbed__lt=_CITY)
    late |= Q(state=AskState.DISPUTED, dispute_due_at__lte=stamp.at, climbed__lt=_CITY)
    return sum(_climb(ask, stamp) for ask in _locked(late))


def _climb(ask: Ask, stamp: Stamp) -> bool:
    disputed = ask.state == AskState.DISPUTED
    due = ask.dispute_due_at if disputed else ask.due_at
    assert due is not None
    wait = ask_terms(ask.city_id).climb_working_days
    over = disputed or working_days_after(ask.city_id, due, wait) <= stamp.at
    level = _CITY if over else _UNIT
    if level <= ask.climbed:
        return False
    ask.climbed = level
    ask.save(update_fields=["climbed"])
    journal.record(AskClimbed(ask_id=ask.pk, level=level), subject=ask, stamp=stamp)
    words = gettext_noop("The reply of %(unit)s to “%(title)s” is overdue.")
    if disputed:
        words = gettext_noop("The decision on the disputed “%(title)s” (%(unit)s) is overdue.")
    to = ("unit", "city") if level == _CITY else ("unit",)
    asking.say(ask, to, words, stamp, group=Group.TASK, unit=ask.unit.name)
    return True


@transaction.atomic(durable=True)
def close_by_time(*, stamp: Stamp) -> int:
    """Tell askers that their answered asks will close, and close those whose time has come."""
    answered = Q(state__in=[AskState.REPLIED, AskState.DECIDED], lapses_at__isnull=False)
    done = 0
    for ask in _locked(answered):
        assert ask.lapses_at is not None
        ahead = timedelta(days=ask_terms(ask.city_id).lapse_notice_days)
        if ask.warned_at is None and stamp.at >= ask.lapses_at - ahead:
            _warn(ask, stamp)
        # Never without notice, however long the clock stood still.
        elif ask.warned_at and stamp.at >= max(ask.lapses_at, ask.warned_at + ahead):
            _lapse(ask, stamp)
            done += 1
    return done


def _warn(ask: Ask, stamp: Stamp) -> None:
    ask.warned_at = stamp.at
    ask.save(update_fields=["warned_at"])
    journal.record(LapseAnnounced(ask_id=ask.pk), subject=ask, stamp=stamp)
    words = gettext_noop(
        "“%(title)s” was answered and closes by itself soon; dispute or close it until then."
    )
    asking.say(ask, ("asker",), words, stamp, group=Group.TASK)


def _lapse(ask: Ask, stamp: Stamp) -> None:
    ask.ended_at = stamp.at
    ask.save(update_fields=["ended_at"])
    advance(ask, LAPSE, fact=AskLapsed(ask_id=ask.pk), stamp=stamp)
    words = gettext_noop("“%(title)s” was closed by time.")
    asking.say(ask, ("asker", "unit"), words, stamp)


def _locked(which: Q) -> QuerySet[Ask]:
    rows = Ask.objects.select_for_update(of=("self",)).filter(which)
    return rows.select_related("city", "unit", "asker", "filed_by").order_by("pk")
