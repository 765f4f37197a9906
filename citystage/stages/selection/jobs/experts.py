"""What the clock does for experts: entries grow old, asked experts are reminded once."""

from datetime import timedelta
from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.selection import entries
from citystage.stages.selection.actions.keep_expert import let_expert_lapse
from citystage.stages.selection.actions.remind_expert import remind_of_answer
from citystage.stages.selection.models import Expert, Programme, Seat
from citystage.stages.selection.states.panels import ExpertState, SeatState

# Without a programme that says otherwise an entry is good for a year.
_MONTHS = 12


@task()
def let_experts_lapse() -> int:
    """Mark entries not confirmed for as long as their city's latest programme allows."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    lapsed = 0
    months: dict[int, int] = {}
    for programme in Programme.objects.order_by("pk"):
        months[programme.city_id] = programme.read_terms().expert_entry_months
    for expert in Expert.objects.filter(state=ExpertState.ACTIVE).select_related("city"):
        allowed = months.get(expert.city_id, _MONTHS)
        if expert.confirmed_at and expert.confirmed_at >= entries.stale_before(stamp.at, allowed):
            continue
        lapsed += let_expert_lapse(expert, months=allowed, stamp=stamp)
    return lapsed


@task()
def remind_asked_experts() -> int:
    """Remind those whose answer is due within a day, or overdue; each seat once."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    soon = stamp.at + timedelta(days=1)
    rows = Seat.objects.filter(state=SeatState.ASKED, due_at__lte=soon, reminded_at=None)
    return sum(remind_of_answer(seat, stamp=stamp) for seat in list(rows))
