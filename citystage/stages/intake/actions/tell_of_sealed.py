"""A sealed call has closed: whoever recommends hears once what came in."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.states import ApplicationState, CallState

# A submission that was in time may still be at work for so long.
SETTLING: Final = timedelta(minutes=1)
_WORDS: Final = gettext_noop(
    "The sealed call “%(title)s” has closed: %(number)d applications wait for your recommendation."
)


@transaction.atomic(durable=True)
def tell_of_sealed(call: Call, *, stamp: Stamp) -> int:
    """Tell the officers of each unit that has applications to recommend; returns how many units.

    Before the closing they hear of nothing; asked again it does nothing.
    """
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    closed = call.closes_at is not None and call.closes_at + SETTLING <= stamp.at
    opened = call.state != CallState.PREPARING
    if not (call.sealed and call.needs_recommendation and opened and closed):
        return 0
    if call.recommenders_told_at is not None:
        return 0
    rows = Application.objects.filter(call=call, state=ApplicationState.SUBMITTED)
    counted = dict(rows.order_by().values_list("recommender").annotate(number=Count("pk")))
    units = Unit.objects.filter(pk__in=counted).order_by("pk")
    for unit in units:
        tell(
            wearers(Permission.INTAKE_APPLICATION_RECOMMEND, unit, at=stamp.at),
            group=Group.TASK,
            template=_WORDS,
            values={"title": call.title, "number": counted[unit.pk]},
            about=call,
            stamp=stamp,
        )
    call.recommenders_told_at = stamp.at
    call.save(update_fields=["recommenders_told_at"])
    return len(units)
