"""Amounts of an invented contract that fall due, one of them paid in part."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from citystage.foundation.access.stamps import Stamp
from citystage.stages.projects.actions.keep_payment import Sum, note_payment
from citystage.stages.projects.actions.plan_payment import Owed, plan_payment
from citystage.stages.projects.models import Project
from citystage.stages.projects.states.projects import PaymentKind


def owe(project: Project, told: Iterable[Mapping[str, Any]], *, today: date, stamp: Stamp) -> None:
    """Note each; ``milestone`` is its number in the project, ``days`` are counted from today."""
    for one in told:
        number = one.get("milestone")
        owed = Owed(
            amount=int(one["amount"]),
            due_on=today + timedelta(days=one["days"]),
            milestone=project.milestones.get(ordinal=number) if number else None,
            words=one["words"],
        )
        due = plan_payment(project, owed=owed, stamp=stamp)
        if "paid" in one:
            noted = Sum(
                kind=PaymentKind.PAID,
                amount=int(one["paid"]),
                on_day=today + timedelta(days=min(one["days"], -1)),
                words="（示例）先付一部分",
                instalment=due,
            )
            note_payment(project, noted=noted, stamp=stamp)
