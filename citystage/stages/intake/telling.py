"""Who is told what when an application or a call moves (the ``tells`` of each Move, in words)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.notices.models import Group, Mail
from citystage.foundation.notices.telling import link_to, tell
from citystage.foundation.workflow.flow import Move
from citystage.stages.intake.models import Application, Call, Editor
from citystage.stages.intake.queries import audience, recommenders_of
from citystage.stages.intake.states import (
    ACCEPT,
    CLOSE_CALL,
    NOT_RECOMMEND,
    OPEN_CALL,
    RECOMMEND,
    RESUBMIT,
    RETURN,
    SUBMIT,
    WITHDRAW,
    ApplicationState,
    CallState,
)

_WORDS: Final[Mapping[str, str]] = {
    SUBMIT.verb: gettext_noop("“%(title)s” was submitted and waits for your recommendation."),
    RETURN.verb: gettext_noop("“%(title)s” was returned to you for changes: %(reason)s"),
    RECOMMEND.verb: gettext_noop("“%(title)s” was recommended by %(unit)s."),
    ACCEPT.verb: gettext_noop("“%(title)s” was submitted and waits for triage."),
    NOT_RECOMMEND.verb: gettext_noop("“%(title)s” was not recommended: %(reason)s"),
    RESUBMIT.verb: gettext_noop("“%(title)s” was changed and submitted again."),
    WITHDRAW.verb: gettext_noop("“%(title)s” was withdrawn: %(reason)s"),
}
_CALL_WORDS: Final[Mapping[str, str]] = {
    OPEN_CALL.verb: gettext_noop("The call “%(title)s” is open; your unit may recommend."),
    CLOSE_CALL.verb: gettext_noop("The call “%(title)s” takes no more applications."),
}
_INVITED: Final = gettext_noop("You were invited to edit “%(title)s”.")
# Moves after which somebody has to do something.
_TASKS: Final = frozenset(
    {SUBMIT.verb, RETURN.verb, ACCEPT.verb, RESUBMIT.verb, OPEN_CALL.verb},
)
_LONGEST: Final = 120


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _group[S: StrEnum](move: Move[S]) -> Group:
    return Group.TASK if move.verb in _TASKS else Group.PROGRESS


def tell_of(
    application: Application, move: Move[ApplicationState], *, stamp: Stamp, reason: str = ""
) -> None:
    """Tell those whom the move names; everybody once."""
    values = {
        "unit": application.recommender.name,
        "reason": _short(reason),
    }
    told: set[int] = set()
    for word in move.tells:
        # What nobody but its own side may open yet, nobody else is told of.
        if word != "owner" and _is_sealed(application.call, stamp):
            continue
        people = [one for one in audience(application, word, at=stamp.at) if one.pk not in told]
        told |= {one.pk for one in people}
        tell(
            people,
            group=_group(move),
            template=_WORDS[move.verb],
            values=values | {"title": _short(application.title)},
            about=application,
            stamp=stamp,
        )


def _is_sealed(call: Call, stamp: Stamp) -> bool:
    return call.sealed and call.closes_at is not None and stamp.at < call.closes_at


def tell_of_call(call: Call, move: Move[CallState], *, stamp: Stamp) -> None:
    """Tell the officers of every district and department of the call's city."""
    people = [
        user
        for unit in recommenders_of(call.city)
        for user in wearers(Permission.INTAKE_APPLICATION_RECOMMEND, unit, at=stamp.at)
    ]
    values = {"title": _short(call.title)}
    words = _CALL_WORDS[move.verb]
    tell(people, group=_group(move), template=words, values=values, about=call, stamp=stamp)


def tell_editor(application: Application, editor: Editor, *, stamp: Stamp) -> None:
    """Tell an invited editor; who has no account yet gets a plain mail."""
    values = {"title": _short(application.title)}
    if editor.user is not None:
        tell(
            [editor.user],
            group=Group.TASK,
            template=_INVITED,
            values=values,
            about=application,
            stamp=stamp,
        )
        return
    Mail.objects.create(
        to=editor.email,
        subject=(_(_INVITED) % values)[:290],
        body=_("%(words)s\n\nSign in, or register with this address: %(link)s\n\nCityStage")
        % {"words": _(_INVITED) % values, "link": link_to(subject_of(application))},
        due_at=stamp.at,
        queued_at=stamp.at,
    )
