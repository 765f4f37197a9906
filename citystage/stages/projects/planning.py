"""How milestones and agreed amounts are written down."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.docking.models import Agreement
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.work import MilestoneSet, PaymentNoted
from citystage.stages.projects.models import Milestone, Payment, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.states.projects import PaymentKind
from citystage.stages.trials.models import Trial

_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a milestone asks; without a target it is judged by its words."""

    title: str
    due_on: date
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    essential: bool = True

    def checked(self) -> "Aim":
        """The same. Raises ``NotPossible``."""
        if not self.title.strip():
            raise NotPossible(_("Say in a few words what is to be reached."))
        if self.baseline is not None and self.baseline == self.target:
            raise NotPossible(_("The target is no different from the baseline."))
        return self


def set_aim(project: Project, aim: Aim, *, stamp: Stamp) -> Milestone:
    """The next milestone of a project the caller holds."""
    aim.checked()
    last = project.milestones.aggregate(last=Max("ordinal"))["last"] or 0
    if last >= _MOST:
        raise NotPossible(_("At most %d milestones in one project.") % _MOST)
    made = Milestone.objects.create(
        project=project,
        ordinal=last + 1,
        title=aim.title.strip()[:200],
        unit=aim.unit.strip()[:40],
        baseline=aim.baseline,
        target=aim.target,
        due_on=aim.due_on,
        essential=aim.essential,
    )
    told = MilestoneSet(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        milestone_id=made.pk,
        title=made.title,
    )
    journal.record(told, subject=project, stamp=stamp)
    return made


def add_up(project: Project) -> None:
    """Keep the agreed amount of the project in step with what is noted and stands."""
    standing = project.payments.filter(kind=PaymentKind.AGREED, withdrawn_at__isnull=True)
    amounts = list(standing.values_list("amount", flat=True))
    project.amount = sum(amounts) if amounts else None
    project.save(update_fields=["amount"])


def tell_payment(project: Project, payment: Payment, stamp: Stamp) -> None:
    """The fact of an amount that was noted."""
    told = PaymentNoted(
        **proceeding.counted(project, stamp=stamp, on=payment.on_day, amount=payment.amount),
        project_id=project.pk,
        payment_id=payment.pk,
        kind=payment.kind,
    )
    journal.record(told, subject=project, stamp=stamp)


def note_agreed(project: Project, agreement: Agreement, *, stamp: Stamp) -> None:
    """The amount of the agreement it begins from."""
    assert agreement.amount is not None
    _note(project, agreement.amount, agreement.signed_on, agreement.title, stamp)


def note_taken(project: Project, trial: Trial, *, stamp: Stamp) -> None:
    """The price at which the trial it begins from was taken over."""
    assert trial.taken_price is not None
    assert trial.ended_at is not None
    _note(project, trial.taken_price, timezone.localdate(trial.ended_at), trial.title, stamp)


def _note(project: Project, amount: int, on_day: date, words: str, stamp: Stamp) -> None:
    payment = Payment.objects.create(
        project=project,
        kind=PaymentKind.AGREED,
        amount=amount,
        on_day=on_day,
        words=words[:300],
        entered_by_id=stamp.actor.user_id,
        entered_for=stamp.actor.unit,
        entered_at=stamp.at,
    )
    add_up(project)
    tell_payment(project, payment, stamp)
