"""What the clock does for openings: it notes that a window is over, and lets the overdue climb."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.stages.docking import telling
from citystage.stages.docking.facts.answers import OpeningClosed, OutcomeOverdue
from citystage.stages.docking.models import Opening
from citystage.stages.docking.sides import RELATED, office_of
from citystage.stages.docking.states.answers import OpeningState
from citystage.stages.docking.terms import answering_of

OWNER, DEPARTMENT, CITY = 1, 2, 3


@transaction.atomic(durable=True)
def note_closing(opening: Opening, *, stamp: Stamp) -> bool:
    """Note that the window is over and tell the owner; a second time changes nothing."""
    locked = _locked(opening)
    over = locked.state == OpeningState.OPEN and locked.closes_at <= stamp.at
    if locked.closed_at is not None or not over:
        return False
    locked.closed_at = stamp.at
    locked.save(update_fields=["closed_at"])
    journal.record(OpeningClosed(opening_id=locked.pk), subject=locked, stamp=stamp)
    telling.say(
        telling.owners(locked.scenario, stamp),
        gettext_noop(
            "The time for answers to “%(title)s” is over; answers: %(number)d. Record the outcome"
            " by %(until)s."
        ),
        about=locked,
        group=Group.TASK,
        stamp=stamp,
        title=locked.scenario.title,
        number=locked.answers.standing().count(),
        until=telling.exact(locked.outcome_due_at)[:-3],
    )
    return True


@transaction.atomic(durable=True)
def climb(opening: Opening, *, stamp: Stamp) -> int:
    """Tell the next step of an overdue outcome, once for each step; returns the step reached."""
    locked = _locked(opening)
    terms = answering_of(locked.scenario.city_id)
    if locked.state != OpeningState.OPEN:
        return locked.climbed
    due = [
        step
        for step in (OWNER, DEPARTMENT, CITY)
        if step > locked.climbed and terms.climbs_at(locked.outcome_due_at, step) <= stamp.at
    ]
    for step in due:
        locked.climbed, locked.climbed_at = step, stamp.at
        fact = OutcomeOverdue(opening_id=locked.pk, step=step)
        journal.record(fact, subject=locked, stamp=stamp)
        telling.say(
            _people(locked, step, stamp),
            gettext_noop("The outcome of “%(title)s” was due at %(until)s and is not on record."),
            about=locked,
            group=Group.TASK,
            stamp=stamp,
            title=locked.scenario.title,
            until=telling.exact(locked.outcome_due_at)[:-3],
        )
    if due:
        locked.save(update_fields=["climbed", "climbed_at"])
    return locked.climbed


def _locked(opening: Opening) -> Opening:
    rows = Opening.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return rows.get(pk=opening.pk)


def _people(opening: Opening, step: int, stamp: Stamp) -> list[User]:
    if step == OWNER:
        return telling.owners(opening.scenario, stamp)
    scenario = opening.scenario
    unit = office_of(scenario) if step == DEPARTMENT else scenario.city
    return telling.judges_at(unit, stamp)
