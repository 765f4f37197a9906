"""When a call closes, exactly: one clock for all, and late ones are told by how much."""

import time
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
_LONGEST_WAIT: Final = 120
"""Seconds: the web server gives up before."""


def at_the_act(stamp: Stamp) -> Stamp:
    """The stamp with the moment that is held against an end, by the clock of the database.

    Not by that of some web server. It is this very moment, less what a form that had come in to
    its last byte has waited since then for a free hand (`waited`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    now: datetime = row[0] - waited(stamp)
    return replace(stamp, at=now) if abs(now - stamp.at) <= _LIVE else stamp


def waited(stamp: Stamp) -> timedelta:
    """How long the form has lain there whole; nothing where the web server did not see it so."""
    if stamp.received is None:
        return timedelta(0)
    seconds = time.monotonic() - stamp.received
    return timedelta(seconds=seconds) if 0 <= seconds <= _LONGEST_WAIT else timedelta(0)


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
