"""What an objection says, as it is typed, with its evidence; and how its row is made."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.stages.selection.evidence import Evidence, keep
from citystage.stages.selection.models import Notice, Objection
from citystage.stages.selection.posting import ZONE

# A request that came before the end may still be at work for so long; effect waits for it.
SETTLING: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Ground, argument, remedy, evidence; who, unless anonymous."""

    ground: str
    argument: str
    remedy: str
    anonymous: bool
    name: str = ""
    contact: str = ""
    evidence: Sequence[Evidence] = ()


def fresh_receipt() -> str:
    """A receipt nobody can guess: 24 letters and digits in six groups of four."""
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(secrets.choice(alphabet) for _ in range(24))


def hidden(words: Words, stamp: Stamp) -> Stamp:
    """The stamp as it may be kept: who objects anonymously is in no book of the house."""
    if not words.anonymous:
        return stamp
    return Stamp(NOBODY, stamp.at, stamp.channel, stamp.request_id)


def enter(  # noqa: PLR0913 -- the parts of one objection
    notice: Notice,
    candidacy_id: int,
    words: Words,
    *,
    receipt: str,
    appeal_of: Objection | None,
    stamp: Stamp,
) -> Objection:
    """Make the row and keep its evidence; the caller has asked the rules."""
    objection = Objection.objects.create(
        notice=notice,
        candidacy_id=candidacy_id,
        appeal_of=appeal_of,
        receipt=receipt,
        ground=words.ground,
        argument=words.argument.strip(),
        remedy=words.remedy,
        anonymous=words.anonymous,
        name="" if words.anonymous else words.name.strip(),
        contact=words.contact.strip(),
        filed_by_id=None if words.anonymous else stamp.actor.user_id,
        filed_at=stamp.at,
        due_at=due(notice, stamp.at),
    )
    keep(objection, words.evidence, stamp=hidden(words, stamp))
    return objection


def due(notice: Notice, filed_at: datetime) -> datetime:
    """By when it is to be answered."""
    days = notice.read_rules().answer_working_days
    return calendar_of(notice.programme.city_id).end_after(filed_at, days, ZONE)


def appeal_end(notice: Notice, answered_at: datetime) -> datetime:
    """Until when the objector may appeal."""
    days = notice.read_rules().appeal_working_days
    if not days:
        return answered_at
    return calendar_of(notice.programme.city_id).end_after(answered_at, days, ZONE)
