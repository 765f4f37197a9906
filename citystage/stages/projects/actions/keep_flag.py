"""A side raises a risk or calls for help; a call for help becomes an ask where it wants that."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.stages.docking.states.asks import AskKind
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.work import FlagClosed, FlagRaised
from citystage.stages.projects.models import Flag, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import FlagKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What is wrong, or needed; ``ask_kind`` empty: no office is asked."""

    kind: FlagKind
    title: str
    words: str
    ask_kind: AskKind | None = None


@transaction.atomic(durable=True)
def raise_flag(project: Project, *, raised: Raised, stamp: Stamp) -> Flag:
    """The other side and the offices hear of it; an ask goes to the unit of the pack's table."""
    held = proceeding.lock(project)
    rules.may_work(stamp.actor, held).enforce()
    if not raised.title.strip():
        raise NotPossible(_("Say it in one line."))
    if raised.ask_kind is not None and not stamp.actor.may(Permission.DOCKING_ASK_FILE):
        raise NotPossible(_("In this role you cannot ask an office."))
    flag = Flag.objects.create(
        project=held,
        kind=raised.kind,
        title=raised.title.strip()[:200],
        words=proceeding.needed(raised.words),
        raised_by_id=stamp.actor.user_id,
        raised_for=stamp.actor.unit,
        raised_at=stamp.at,
    )
    told = FlagRaised(
        **proceeding.counted(held, stamp=stamp),
        project_id=held.pk,
        flag_id=flag.pk,
        kind=flag.kind,
        ask_kind=raised.ask_kind or "",
    )
    journal.record(told, subject=held, stamp=stamp)
    words = gettext_noop("“%(title)s” raises: %(flag)s")
    people = [*proceeding.sides_of(held, stamp), *proceeding.offices_of(held, stamp)]
    proceeding.say(
        people,
        words,
        about=held,
        stamp=stamp,
        group=Group.TASK,
        title=held.title,
        flag=flag.title,
    )
    flag.refresh_from_db()
    return flag


@transaction.atomic(durable=True)
def close_flag(flag: Flag, *, reason: str, stamp: Stamp) -> Flag:
    """The risk is over, or help came: how, in words."""
    project = proceeding.lock(flag.project_id)
    rules.may_work(stamp.actor, project).enforce()
    held = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if held.closed_at is not None:
        return held
    held.closed_at, held.reason = stamp.at, proceeding.needed(reason)
    held.save(update_fields=["closed_at", "reason"])
    told = FlagClosed(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        flag_id=held.pk,
        kind=held.kind,
        reason=held.reason,
    )
    journal.record(told, subject=project, stamp=stamp)
    words = gettext_noop("No longer open at “%(title)s”: %(flag)s")
    proceeding.say_to_sides(project, words, stamp, flag=held.title)
    return held
