"""Amounts agreed and paid are noted, each with its day and proof; a wrong one is taken back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.projects import filing, planning, proceeding
from citystage.stages.projects.facts.work import PaymentWithdrawn
from citystage.stages.projects.filing import Sent
from citystage.stages.projects.models import Instalment, Payment, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import PaymentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One amount in fen."""

    kind: PaymentKind
    amount: int
    on_day: date
    words: str = ""
    file: Sent | None = None
    # Of a paid one: the amount due it is paid for.
    instalment: Instalment | None = None


@transaction.atomic(durable=True)
def note_payment(project: Project, *, noted: Sum, stamp: Stamp) -> Payment:
    """Keep it; the agreed amount of the project follows."""
    held = proceeding.lock(project)
    rules.may_pay(stamp.actor, held).enforce()
    if noted.amount < 1:
        raise NotPossible(_("The amount must be more than nothing."))
    if noted.on_day > timezone.localdate(stamp.at):
        raise NotPossible(_("An amount is noted once it was agreed or paid."))
    _check_due(held, noted)
    row = Payment(
        project=held,
        instalment=noted.instalment,
        kind=noted.kind,
        amount=noted.amount,
        on_day=noted.on_day,
        words=noted.words.strip()[:300],
        entered_by_id=stamp.actor.user_id,
        entered_for=stamp.actor.unit,
        entered_at=stamp.at,
    )
    if noted.file is not None:
        filing.keep(row, noted.file)
    row.save()
    planning.add_up(held)
    planning.tell_payment(held, row, stamp)
    return row


def _check_due(project: Project, noted: Sum) -> None:
    due = noted.instalment
    if due is None:
        return
    if noted.kind != PaymentKind.PAID:
        raise NotPossible(_("Only what was paid is put to an amount due."))
    if not project.instalments.standing().filter(pk=due.pk).exists():
        raise NotPossible(_("This amount due is of another project, or was taken back."))


@transaction.atomic(durable=True)
def withdraw_payment(payment: Payment, *, reason: str, stamp: Stamp) -> Payment:
    """It was wrong; the row stays with the reason."""
    project = proceeding.lock(payment.project_id)
    held = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    rules.may_pay(stamp.actor, project).enforce()
    if held.withdrawn_at is not None:
        return held
    held.withdrawn_at, held.withdrawn_reason = stamp.at, proceeding.needed(reason)
    held.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    planning.add_up(project)
    told = PaymentWithdrawn(
        **proceeding.counted(project, stamp=stamp, on=held.on_day, amount=held.amount),
        project_id=project.pk,
        payment_id=held.pk,
        kind=held.kind,
        reason=held.withdrawn_reason,
    )
    journal.record(told, subject=project, stamp=stamp)
    return held
