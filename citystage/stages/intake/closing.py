"""When a call closes, exactly: one clock for all, and late ones are told by how much."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.intake.models import Call

# No request lasts so long: an older stamp (a pack, a walk of the demonstration) is taken at its
# word.
_LIVE: Final = timedelta(minutes=10)


def at_the_act(stamp: Stamp) -> Stamp:
    """The stamp with this very moment, by the clock of the database.

    Not that of some web server, and not the beginning of a request that had to wait.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    now: datetime = row[0]
    return replace(stamp, at=now) if abs(now - stamp.at) <= _LIVE else stamp


def takes(call: Call, moment: datetime) -> Verdict:
    """Whether the call takes applications at ``moment``; its end is excluded."""
    if call.takes_applications_at(moment):
        return ALLOWED
    if call.closes_at is not None and moment >= call.closes_at:
        return Verdict(
            _("This call closed at %(end)s; this is %(late)s.")
            % {
                "end": f"{timezone.localtime(call.closes_at):%Y-%m-%d %H:%M:%S}",
                "late": late_by(moment, call.closes_at),
            }
        )
    return Verdict(_("This call does not take applications now."))


def late_by(moment: datetime, until: datetime) -> str:
    """By how many seconds ``moment`` missed the half-open end, in words."""
    seconds = max(1, ceil((moment - until).total_seconds()))
    return ngettext("%d second late", "%d seconds late", seconds) % seconds
