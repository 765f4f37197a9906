"""The amounts of a project: agreed, paid, and due for which milestone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.projects import owing
from citystage.stages.projects.models import Instalment, Payment, Project
from citystage.stages.projects.states.projects import DueState, PaymentKind


@dataclass(frozen=True, slots=True)
class Due:
    """One amount due with what was paid for it. ``by`` is None while its milestone is not met."""

    row: Instalment
    paid: int
    by: date | None
    state: DueState

    @property
    def open(self) -> int:
        """What is still to be paid of it."""
        return max(self.row.amount - self.paid, 0)


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of a project: agreed and paid, never added up."""

    rows: list[Payment]
    agreed: int | None
    paid: int | None
    dues: Sequence[Due] = ()
    # Paid without being put to an amount that stands.
    loose: int = 0

    @property
    def planned(self) -> int:
        """What the amounts due come to."""
        return sum(one.row.amount for one in self.dues)

    @property
    def is_short(self) -> bool:
        """Whether what is due by the plan is another sum than what was agreed."""
        return bool(self.dues) and self.agreed is not None and self.planned != self.agreed


def money_of(project: Project, *, today: date) -> Money:
    """What was noted, what stands of it, and each amount due beside what was paid for it."""
    rows = list(project.payments.select_related("entered_by", "entered_for", "instalment"))
    standing = [one for one in rows if one.withdrawn_at is None]
    sums: dict[str, int] = {}
    for one in standing:
        sums[one.kind] = sums.get(one.kind, 0) + one.amount
    paid = [one for one in standing if one.kind == PaymentKind.PAID]
    dues = _dues(project, paid, today)
    known = {one.row.pk for one in dues}
    loose = sum(one.amount for one in paid if one.instalment_id not in known)
    agreed, all_paid = sums.get(PaymentKind.AGREED), sums.get(PaymentKind.PAID)
    return Money(rows, agreed, all_paid, dues, loose)


def _dues(project: Project, paid: Sequence[Payment], today: date) -> list[Due]:
    found = project.instalments.standing().select_related("milestone")
    return [
        _due(one, sum(row.amount for row in paid if row.instalment_id == one.pk), today)
        for one in found
    ]


def _due(row: Instalment, paid: int, today: date) -> Due:
    by = owing.owed_on(row)
    if paid >= row.amount:
        state = DueState.PAID
    elif by is None:
        state = DueState.AHEAD if paid else DueState.WAITS
    elif by < today:
        state = DueState.OVERDUE
    else:
        state = DueState.PARTLY if paid else DueState.DUE
    return Due(row, paid, by, state)


def reach_payment(project: Project, pk: int) -> Payment:
    """One amount. Raises ``NotFound``."""
    if found := project.payments.filter(pk=pk).select_related("instalment__milestone").first():
        return found
    raise NotFound(_("There is no such amount."))


def reach_instalment(project: Project, pk: int, *, today: date) -> Due:
    """One amount due with what was paid for it. Raises ``NotFound``."""
    row = project.instalments.filter(pk=pk).select_related("milestone", "entered_for").first()
    if row is None:
        raise NotFound(_("There is no such amount."))
    paid = row.payments.filter(withdrawn_at__isnull=True)
    return _due(row, sum(one.amount for one in paid), today)


def payments_for(instalment: Instalment) -> list[Payment]:
    """What was paid for it, also what was taken back."""
    return list(instalment.payments.all())
