"""The deciding office is reminded of objections whose answer is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.selection.models import Objection
from citystage.stages.selection.posting import ZONE
from citystage.stages.selection.states.decisions import BLOCKING

# Three days before it is due, then daily.
_AHEAD, _AGAIN = timedelta(days=3), timedelta(hours=20)


@transaction.atomic(durable=True)
def remind_of_objections(*, stamp: Stamp) -> int:
    """Tell the office of each objection due within three days; once a day, until it is answered."""
    waiting = list(_waiting(stamp.at).select_for_update(of=("self",)))
    for objection in waiting:
        city = objection.notice.programme.city
        tell(
            wearers(Permission.SELECTION_OBJECTION_DECIDE, city, at=stamp.at),
            group=Group.TASK,
            template=gettext_noop(
                "The objection to candidacy No. %(number)s of notice %(notice)s is to be answered"
                " by %(due)s."
            ),
            values={
                "number": objection.candidacy.number,
                "notice": objection.notice.number,
                "due": f"{objection.due_at.astimezone(ZONE) - timedelta(seconds=1):%Y-%m-%d}",
            },
            about=objection,
            stamp=stamp,
        )
    Objection.objects.filter(pk__in=[one.pk for one in waiting]).update(reminded_at=stamp.at)
    return len(waiting)


def _waiting(at: datetime) -> QuerySet[Objection]:
    quiet = Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - _AGAIN)
    rows = Objection.objects.filter(quiet, state__in=BLOCKING, due_at__lte=at + _AHEAD)
    return rows.select_related("candidacy", "notice__programme__city").order_by("pk")
