"""What waits of asks, promises and follow-up: to answer, to close, to confirm, to do."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.docking.queries import asks, following, promises
from citystage.web.work.rows import Kind, Rows, end_of, row

_DAY = "t_day"


def _asks(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    replies = actor.may(Permission.DOCKING_ASK_REPLY)
    if not replies and not actor.may(Permission.DOCKING_ASK_DECIDE):
        return None
    return row(asks.to_answer(actor), "ask", "title", due="due_at", note="state")


def _answered(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.DOCKING_ASK_FILE):
        return None
    return row(asks.to_close(actor), "answered", "title", due="lapses_at")


def _promises(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.DOCKING_PROMISE_MAKE):
        return None
    found = promises.waiting(actor).annotate(t_day=end_of("due_on"))
    return row(found, "promise", "what", due=_DAY, note="state")


def _following(actor: Actor, _user: User, _at: datetime) -> Rows | None:
    if not actor.may(Permission.DOCKING_FOLLOW_KEEP):
        return None
    found = following.due(actor).annotate(t_day=end_of("next_on"))
    return row(found, "follow", "scenario__title", due=_DAY, note="scenario__number")


TRACKING_KINDS: Mapping[str, Kind] = {
    "ask": Kind(
        _asks,
        _("Asks to us"),
        _("Reply"),
        "docking:ask",
        "docking:asks",
        {"disputed": _("Decide")},
    ),
    "answered": Kind(
        _answered, _("Our asks, answered"), _("Close or dispute"), "docking:ask", "docking:asks"
    ),
    "promise": Kind(
        _promises,
        _("Promises"),
        _("Keep"),
        "docking:promise",
        "docking:promises",
        {"noted": _("Confirm"), "reported": pgettext_lazy("verb", "Accept as kept")},
    ),
    "follow": Kind(
        _following,
        _("Scenarios I follow up"),
        _("Follow up"),
        "docking:follow_up",
        "docking:responsibility",
        address=lambda _pk, number: (number,),
    ),
}
