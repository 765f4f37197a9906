"""An asked expert is reminded of the answer that is due."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.calendars import last_day
from citystage.stages.selection.facts.panels import ExpertReminded
from citystage.stages.selection.models import Seat
from citystage.stages.selection.queries.blind import name
from citystage.stages.selection.states.panels import SeatState


@transaction.atomic(durable=True)
def remind_of_answer(seat: Seat, *, stamp: Stamp) -> bool:
    """Remind once; False when the expert has answered or was reminded by now."""
    locked = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("expert__user", "candidacy__programme", "candidacy__application")
        .get(pk=seat.pk)
    )
    if locked.state != SeatState.ASKED or locked.reminded_at is not None:
        return False
    locked.reminded_at = stamp.at
    locked.save(update_fields=["reminded_at"])
    told = ExpertReminded(
        seat_id=locked.pk, candidacy_id=locked.candidacy_id, expert_id=locked.expert_id
    )
    journal.record(told, subject=locked, stamp=stamp)
    if locked.expert.user is not None:
        tell(
            [locked.expert.user],
            group=Group.TASK,
            template=gettext_noop("Your answer is waited for: “%(title)s”, by %(due)s."),
            values={
                "title": name(locked.candidacy),
                "due": last_day(locked.due_at).isoformat() if locked.due_at else "",
            },
            about=locked,
            stamp=stamp,
        )
    return True
