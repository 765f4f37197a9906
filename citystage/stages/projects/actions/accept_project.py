"""A side says it is done; both sign; it has landed when all signed and the essentials hold."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.projects import proceeding, signing
from citystage.stages.projects.facts.projects import (
    AcceptanceAsked,
    ProjectAccepted,
    ProjectLanded,
    ProjectReturned,
)
from citystage.stages.projects.models import Acceptance, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.settings import signing_sides
from citystage.stages.projects.states.projects import ASK_ACCEPTANCE, LAND, RETURN


@transaction.atomic(durable=True)
def ask_acceptance(project: Project, *, stamp: Stamp) -> Project:
    """Open the acceptance; milestones stay as they are until it is over."""
    held = proceeding.lock(project)
    rules.may_ask_acceptance(stamp.actor, held).enforce()
    held.round += 1
    held.reason = ""
    held.save(update_fields=["round", "reason"])
    told = AcceptanceAsked(**proceeding.counted(held, stamp=stamp), project_id=held.pk)
    advance(held, ASK_ACCEPTANCE, fact=told, stamp=stamp)
    words = gettext_noop("“%(title)s” is ready for acceptance; your side signs.")
    proceeding.say_to_sides(held, words, stamp, group=Group.TASK)
    return held


@transaction.atomic(durable=True)
def sign_acceptance(project: Project, *, words: str, stamp: Stamp) -> Project:
    """One side signs. The last signature lands it, where every essential milestone stands met."""
    held = proceeding.lock(project)
    rules.may_accept(stamp.actor, held).enforce()
    side = rules.side_of(stamp.actor, held)
    assert side is not None
    if side not in signing_sides(held.city_id):
        raise NotPossible(_("In this city your side does not sign."))
    rules.essentials_hold(held).enforce()
    unit = stamp.actor.unit
    Acceptance.objects.create(
        project=held,
        round=held.round,
        side=side,
        words=words.strip(),
        signed_by_id=stamp.actor.user_id,
        signed_for=unit,
        signed_at=stamp.at,
    )
    told = ProjectAccepted(
        **proceeding.counted(held, stamp=stamp),
        project_id=held.pk,
        side=side,
        signed_for=unit.name if unit else "",
    )
    journal.record(told, subject=held, stamp=stamp)
    if signing.missing_sides(held):
        template = gettext_noop("The other side signed the acceptance of “%(title)s”.")
        proceeding.say_to_sides(held, template, stamp, group=Group.TASK)
    else:
        _land(held, stamp)
    return held


def _land(project: Project, stamp: Stamp) -> None:
    project.landed_at = project.ended_at = stamp.at
    project.save(update_fields=["landed_at", "ended_at"])
    told = ProjectLanded(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        scenario_id=project.scenario_id,
    )
    advance(project, LAND, fact=told, stamp=stamp)
    words = gettext_noop("“%(title)s” has landed: both sides signed.")
    people = [*proceeding.sides_of(project, stamp), *proceeding.offices_of(project, stamp)]
    proceeding.say(people, words, about=project, stamp=stamp, title=project.title)


@transaction.atomic(durable=True)
def return_project(project: Project, *, reason: str, stamp: Stamp) -> Project:
    """A side does not accept it yet; signatures of this acceptance count no more."""
    held = proceeding.lock(project)
    rules.may_return(stamp.actor, held).enforce()
    held.reason = proceeding.needed(reason)
    held.save(update_fields=["reason"])
    told = ProjectReturned(
        **proceeding.counted(held, stamp=stamp), project_id=held.pk, reason=held.reason
    )
    advance(held, RETURN, fact=told, stamp=stamp)
    words = gettext_noop("“%(title)s” went back to work: %(reason)s")
    proceeding.say_to_sides(held, words, stamp, group=Group.TASK, reason=held.reason)
    return held
