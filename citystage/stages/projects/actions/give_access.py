"""A device or system gets access to send one series of a project; its secret is shown once."""

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership.tokens import token_hash
from citystage.kernel.refusals import Refusal
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.feeding import AccessEnded, AccessGiven
from citystage.stages.projects.models import Access, Milestone, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules

_BYTES = 32


class HasEnded(Refusal):
    """It has ended already."""


class SameName(Refusal):
    """A device of this name may send already; pressed twice there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a device sends: its own name, what its readings show, and what they prove."""

    name: str
    title: str
    unit: str = ""
    milestone: Milestone | None = None


@transaction.atomic(durable=True)
def give_access(project: Project, *, series: Series, stamp: Stamp) -> tuple[Access, str]:
    """The access and its secret, of which only the hash is kept."""
    held = proceeding.lock(project)
    rules.may_give_access(stamp.actor, held).enforce()
    unit = stamp.actor.unit
    assert unit is not None
    name, title = series.name.strip()[:120], series.title.strip()[:200]
    if not name or not title:
        raise NotPossible(_("Name the device, and say what its readings show."))
    if series.milestone is not None and series.milestone.project_id != held.pk:
        raise NotPossible(_("This milestone is of another project."))
    if held.accesses.filter(name=name, ended_at__isnull=True).exists():
        raise SameName(_("A device of this name has access already. End it, or name another."))
    secret = f"csp_{secrets.token_urlsafe(_BYTES)}"
    access = Access.objects.create(
        project=held,
        milestone=series.milestone,
        name=name,
        title=title,
        unit=series.unit.strip()[:40],
        digest=token_hash(secret),
        made_by_id=stamp.actor.person,
        made_for=unit,
        made_at=stamp.at,
    )
    told = AccessGiven(
        **proceeding.counted(held, stamp=stamp),
        project_id=held.pk,
        access_id=access.pk,
        title=access.name,
    )
    journal.record(told, subject=held, stamp=stamp)
    return access, secret


@transaction.atomic(durable=True)
def end_access(access: Access, *, stamp: Stamp) -> Access:
    """The device sends no more; what it sent stays."""
    project = proceeding.lock(access.project_id)
    rules.may_end_access(stamp.actor, project).enforce()
    held = Access.objects.select_for_update(of=("self",)).get(pk=access.pk)
    if held.ended_at is not None:
        raise HasEnded(_("This access has ended."))
    held.ended_at = stamp.at
    held.save(update_fields=["ended_at"])
    told = AccessEnded(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        access_id=held.pk,
        title=held.name,
    )
    journal.record(told, subject=project, stamp=stamp)
    return held
