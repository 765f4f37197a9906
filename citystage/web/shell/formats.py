"""How dates, money, counts and contacts read in the two languages. Pure text, no HTML."""

import re
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from citystage.kernel.amounts import written
from citystage.kernel.texts import in_english

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 -- reads better
_EMAIL = re.compile(r"^(?P<first>[^@])[^@]*@(?P<host>.+)$")


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: date | datetime) -> str:
    """Return 2026年11月21日, or 21 Nov 2026."""
    at = _local(value)
    if in_english():
        return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
    return f"{at.year}年{at.month}月{at.day}日"


def moment(value: datetime) -> str:
    """Return the day with hour and minute."""
    at = _local(value)
    assert isinstance(at, datetime)
    return f"{day(value)} {at:%H:%M}"


def relative(value: datetime, *, now: datetime) -> str:
    """Say how far ``value`` lies from ``now`` in one unit; beyond a month the day itself."""
    seconds = (now - value).total_seconds()
    past, size = seconds >= 0, abs(seconds)
    if size < 60:  # noqa: PLR2004 -- a minute
        return gettext("just now") if past else gettext("in a moment")
    minutes, hours, days = int(size // 60), int(size // 3600), int(size // 86400)
    if days > 30:  # noqa: PLR2004 -- a month
        return day(value)
    if days:
        n = days
        text = (
            ngettext("%d day ago", "%d days ago", n)
            if past
            else ngettext("in %d day", "in %d days", n)
        )
    elif hours:
        n = hours
        text = (
            ngettext("%d hour ago", "%d hours ago", n)
            if past
            else ngettext("in %d hour", "in %d hours", n)
        )
    else:
        n = minutes
        text = (
            ngettext("%d minute ago", "%d minutes ago", n)
            if past
            else ngettext("in %d minute", "in %d minutes", n)
        )
    return text % n


def days_left(until: datetime | date, *, now: datetime) -> str:
    """Say how many whole days remain before ``until`` (its end excluded)."""
    if not isinstance(until, datetime):
        until = datetime(until.year, until.month, until.day, tzinfo=now.tzinfo or UTC)
    left = until - now
    if left <= timedelta(0):
        return gettext("closed")
    if left < timedelta(days=1):
        return gettext("closes today")
    return ngettext("%d day left", "%d days left", left.days) % left.days


def money(fen: int | None) -> str:
    """Return ``fen`` as 3,500万元 or CNY 35.0 m; nothing known reads as an empty text."""
    if fen is None:
        return ""
    return written(fen, english=in_english())


def count(value: int) -> str:
    """Return a whole number with thousands separated."""
    return f"{value:,}"


def masked(contact: str) -> str:
    """Hide what identifies a person: 张**, 138****5678, z***@city.gov.cn."""
    text = contact.strip()
    if not text:
        return ""
    if found := _EMAIL.match(text):
        return f"{found['first']}***@{found['host']}"
    if sum(sign.isdigit() for sign in text) >= 7:  # noqa: PLR2004 -- the shortest phone number
        return f"{text[:3]}****{text[-4:]}"
    return text[0] + "*" * min(len(text) - 1, 3) if len(text) > 1 else "*"
