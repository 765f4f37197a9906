"""Who is late with a due diligence, or with what is to be mended, hears of it before and after."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.selection import standing
from citystage.stages.selection.investigating import STANDS_FOR, people_at, today
from citystage.stages.selection.models import ActionPoint, Diligence
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.diligence import ActionPointState, DiligenceState

# Once so long before the day, on the day after it, and then once a week.
_AHEAD: Final = timedelta(days=3)
_AGAIN: Final = timedelta(days=7)
_DOING: Final = frozenset({Permission.SELECTION_DILIGENCE_DO})


@transaction.atomic(durable=True)
def remind_of_diligence(*, stamp: Stamp) -> int:
    """Tell institutions whose report is due; once it is late the office too. Returns of how many.

    Asked again on the same day it does nothing.
    """
    day = today(stamp.at)
    rows = Diligence.objects.select_for_update(of=("self",)).filter(
        state__in=(DiligenceState.ASKED, DiligenceState.UNDERWAY),
        candidacy__state=CandidacyState.DILIGENCE,
        due_at__lte=stamp.at + _AHEAD,
    )
    along = ("institution", "candidacy__application", "candidacy__programme__city")
    due = [
        one
        for one in rows.select_related(*along).order_by("pk")
        if one.due_at and _is_time(today(one.due_at), one.reminded_on, day)
    ]
    for one in due:
        assert one.due_at is not None
        late = stamp.at >= one.due_at
        people = people_at(one.institution, _DOING, at=stamp.at)
        if late:
            city = one.candidacy.programme.city
            people += wearers(Permission.SELECTION_PANEL_LEAD, city, at=stamp.at)
        tell(
            [who for who in people if not standing.is_barred(who.pk, one.candidacy_id)],
            group=Group.TASK,
            template=_LATE_REPORT if late else _REPORT,
            values={
                "title": one.candidacy.application.title,
                "who": one.institution.name,
                "due": today(one.due_at).isoformat(),
            },
            about=one,
            stamp=stamp,
        )
    Diligence.objects.filter(pk__in=[one.pk for one in due]).update(reminded_on=day)
    return len(due)


@transaction.atomic(durable=True)
def remind_of_points(*, stamp: Stamp) -> int:
    """Tell who mends, or (once it is said to be done) who verifies. Returns of how many."""
    day = today(stamp.at)
    rows = (
        ActionPoint.objects.select_for_update(of=("self",))
        .filter(due_on__lte=day + _AHEAD)
        .exclude(state=ActionPointState.VERIFIED)
    )
    along = ("owner", "verifier", "candidacy__application")
    due = [
        one
        for one in rows.select_related(*along).order_by("pk")
        if _is_time(one.due_on, one.reminded_on, day)
    ]
    for one in due:
        done = one.state == ActionPointState.DONE
        people = people_at(one.verifier if done else one.owner, STANDS_FOR, at=stamp.at)
        late = _LATE_POINT if day > one.due_on else _POINT
        tell(
            [who for who in people if not standing.is_barred(who.pk, one.candidacy_id)],
            group=Group.TASK,
            template=_CHECK if done else late,
            values={
                "title": one.candidacy.application.title,
                "due": one.due_on.isoformat(),
            },
            about=one,
            stamp=stamp,
        )
    ActionPoint.objects.filter(pk__in=[one.pk for one in due]).update(reminded_on=day)
    return len(due)


def _is_time(due: date, reminded: date | None, day: date) -> bool:
    """Whether this day brings a reminder: the first near the date, one after it, then weekly."""
    if day < due - _AHEAD:
        return False
    if reminded is None or (day <= due and reminded < due - _AHEAD):
        return True
    return day > due and (reminded <= due or day - reminded >= _AGAIN)


_REPORT = gettext_noop("The report of your due diligence on “%(title)s” is due by %(due)s.")
_LATE_REPORT = gettext_noop(
    "The report of %(who)s on “%(title)s” was due by %(due)s and is still missing."
)
_POINT = gettext_noop("What is to be mended for “%(title)s” is due by %(due)s.")
_LATE_POINT = gettext_noop("What was to be mended for “%(title)s” by %(due)s is still open.")
_CHECK = gettext_noop(
    "What was mended for “%(title)s” waits for your verification; the day is %(due)s."
)
