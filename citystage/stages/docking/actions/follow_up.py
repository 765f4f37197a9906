"""The responsibility list: who follows a scenario up, what comes next, and when."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.facts.following import FollowUpChanged
from citystage.stages.docking.models import FollowUp
from citystage.stages.docking.rules import following as rules
from citystage.stages.matchmaking.deciding import lock_scenario


class Changed(Refusal):
    """Somebody else changed it since the form was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A line of the list as it is typed."""

    person: User | None
    person_name: str
    next_step: str
    next_on: date | None
    progress: str = ""


@transaction.atomic(durable=True)
def follow_up(scenario: Scenario, *, duty: Duty, version: int, stamp: Stamp) -> FollowUp:
    """Write the line anew; ``version`` is what the form was filled on (0: none yet)."""
    locked = lock_scenario(scenario)
    kept = FollowUp.objects.select_for_update().filter(scenario=locked).first()
    rules.may_follow(stamp.actor, locked, kept).enforce()
    if (kept.version if kept else 0) != version:
        raise Changed(_("Somebody changed this line meanwhile. Read what it says now."))
    row = kept or FollowUp(scenario=locked, version=0)
    before = _values(row)
    row.person = duty.person
    row.person_name = str(duty.person) if duty.person else duty.person_name.strip()[:80]
    row.next_step, row.next_on = duty.next_step.strip()[:300], duty.next_on
    row.progress = duty.progress.strip()
    changes = {
        name: [old, new]
        for (name, old), new in zip(before.items(), _values(row).values(), strict=True)
        if old != new
    }
    if kept and not changes:
        return kept
    row.unit = stamp.actor.unit if kept is None else row.unit
    row.version += 1
    row.changed_by_id, row.changed_at = stamp.actor.user_id, stamp.at
    row.save()
    told = FollowUpChanged(scenario_id=locked.pk, changes=changes)
    journal.record(told, subject=locked, stamp=stamp)
    _tell(row, changes, stamp)
    return row


def _values(row: FollowUp) -> dict[str, str]:
    return {
        "person": row.person_name,
        "next_step": row.next_step,
        "next_on": row.next_on.isoformat() if row.next_on else "",
        "progress": row.progress,
    }


def _tell(row: FollowUp, changes: dict[str, list[str]], stamp: Stamp) -> None:
    if row.person is None or not changes.keys() & {"person", "next_on", "next_step"}:
        return
    words = gettext_noop("You follow up “%(title)s”. Next: %(step)s, %(day)s.")
    values = {
        "title": row.scenario.title,
        "step": row.next_step or "—",
        "day": row.next_on.isoformat() if row.next_on else "—",
    }
    people = [row.person]
    tell(people, group=Group.TASK, template=words, values=values, about=row, stamp=stamp)
