"""The home of every role: what waits, until when, and what one can do meanwhile."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.membership.queries import lockouts
from citystage.foundation.notices.queries import notices_of
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import page, show
from citystage.web.work.abilities import abilities
from citystage.web.work.standing import standing
from citystage.web.work.todo import grouped, todo

_NOTICES = 5


@require_safe
@page
def home(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Group what waits by deadline; beside it figures and the latest notices."""
    user = frame_of(request).user
    assert user is not None
    waiting = todo(stamp.actor, user, at=stamp.at)
    guards = stamp.actor.may(Permission.MEMBERSHIP_LOCKOUT_LIFT)
    context = {
        "groups": grouped(waiting.tasks, at=stamp.at),
        "number": len(waiting.tasks),
        "more": waiting.more,
        "figures": standing(stamp.actor, at=stamp.at),
        "notices": notices_of(user.pk)[:_NOTICES],
        "locked": lockouts(stamp.actor, at=stamp.at) if guards else [],
        "abilities": abilities(stamp.actor),
        "unit": stamp.actor.unit,
    }
    return show(request, "work/home.html", context)
