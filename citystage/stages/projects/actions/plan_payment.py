"""What is to be paid by when, and for which milestone; one that is not due is taken back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.instalments import InstalmentSet, InstalmentWithdrawn
from citystage.stages.projects.models import Instalment, Milestone, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules

_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One amount in fen; with a milestone it is owed once that is met."""

    amount: int
    due_on: date
    milestone: Milestone | None = None
    words: str = ""


@transaction.atomic(durable=True)
def plan_payment(project: Project, *, owed: Owed, stamp: Stamp) -> Instalment:
    """Keep it. Raises ``NotPossible``."""
    held = proceeding.lock(project)
    rules.may_pay(stamp.actor, held).enforce()
    if owed.amount < 1:
        raise NotPossible(_("The amount must be more than nothing."))
    if owed.due_on < held.begun_on:
        raise NotPossible(_("It would be due before the project began."))
    if owed.milestone is not None and owed.milestone.project_id != held.pk:
        raise NotPossible(_("This milestone is of another project."))
    if held.instalments.standing().count() >= _MOST:
        raise NotPossible(_("At most %d amounts due in one project.") % _MOST)
    made = Instalment.objects.create(
        project=held,
        milestone=owed.milestone,
        amount=owed.amount,
        due_on=owed.due_on,
        words=owed.words.strip()[:300],
        entered_by_id=stamp.actor.user_id,
        entered_for=stamp.actor.unit,
        entered_at=stamp.at,
    )
    told = InstalmentSet(
        **proceeding.counted(held, stamp=stamp, amount=made.amount),
        project_id=held.pk,
        instalment_id=made.pk,
        milestone_id=made.milestone_id,
        due_on=made.due_on.isoformat(),
    )
    journal.record(told, subject=held, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def withdraw_instalment(instalment: Instalment, *, reason: str, stamp: Stamp) -> Instalment:
    """It is not due after all; the row stays with the reason, and what was paid stays paid."""
    project = proceeding.lock(instalment.project_id)
    held = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    rules.may_pay(stamp.actor, project).enforce()
    if held.withdrawn_at is not None:
        return held
    held.withdrawn_at, held.withdrawn_reason = stamp.at, proceeding.needed(reason)
    held.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    told = InstalmentWithdrawn(
        **proceeding.counted(project, stamp=stamp, amount=held.amount),
        project_id=project.pk,
        instalment_id=held.pk,
        reason=held.withdrawn_reason,
    )
    journal.record(told, subject=project, stamp=stamp)
    return held
