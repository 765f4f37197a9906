"""Services, trials and financing of a lab: entered, put right, shown or not, struck out."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.facts.keeping import RecordAdded, RecordChanged, RecordStruck
from citystage.stages.evaluation.keeping import Outrun, lock_lab, worded
from citystage.stages.evaluation.models import Record


class BadRecord(Refusal):
    """What is written does not hold together."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is written of one service, trial or financing."""

    title: str
    since: date
    partner: str = ""
    until: date | None = None
    outcome: str = ""
    round: str = ""
    amount: int | None = None
    words: str = ""
    shown: str = Record.Shown.HIDDEN


@transaction.atomic(durable=True)
def add_record(lab: Lab, *, kind: str, told: Told, stamp: Stamp) -> Record:
    """Enter one; the lab's people or the office. Only the lab lets the public see it."""
    locked = lock_lab(lab.pk)
    rules.may_note(stamp.actor, locked).enforce()
    _check(Record.Kind(kind), told)
    values = _values(told)
    if not rules.may_keep(stamp.actor, locked):
        values["shown"] = Record.Shown.HIDDEN
    made = Record.objects.create(
        lab=locked,
        kind=Record.Kind(kind),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
        **values,
    )
    fact = RecordAdded(record_id=made.pk, lab_id=locked.pk, kind=made.kind)
    journal.record(fact, subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def change_record(record: Record, *, told: Told, version: int, stamp: Stamp) -> Record:
    """Put it right; ``version`` is what the page showed. Raises Outrun when somebody was faster."""
    locked = _locked(record, stamp)
    if locked.version != version:
        raise Outrun(_("Somebody changed this entry meanwhile; look again."))
    _check(Record.Kind(locked.kind), told)
    values = _values(told)
    if not rules.may_keep(stamp.actor, locked.lab):
        values["shown"] = locked.shown
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, values[name])
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    fact = RecordChanged(record_id=locked.pk, lab_id=locked.lab_id, fields=changed)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def strike_record(record: Record, *, reason: str, stamp: Stamp) -> Record:
    """Strike it out with why; it stays on record and is shown to nobody outside."""
    locked = _locked(record, stamp)
    locked.struck_at, locked.struck_why = stamp.at, worded(reason)
    locked.version += 1
    locked.save(update_fields=["struck_at", "struck_why", "version"])
    fact = RecordStruck(record_id=locked.pk, lab_id=locked.lab_id, reason=locked.struck_why)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked


def _values(told: Told) -> dict[str, object]:
    return {one.name: getattr(told, one.name) for one in fields(told)}


def _locked(record: Record, stamp: Stamp) -> Record:
    lab = lock_lab(record.lab_id)
    rules.may_note(stamp.actor, lab).enforce()
    locked = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    locked.lab = lab
    if locked.struck_at is not None:
        raise BadRecord(_("This entry was struck out."))
    return locked


def _check(kind: Record.Kind, told: Told) -> None:
    if told.until is not None and told.until <= told.since:
        raise BadRecord(_("It must end after it begins."))
    financing = kind == Record.Kind.FINANCING
    if financing and (not told.amount or told.amount < 0 or not told.round):
        raise BadRecord(_("Financing has a round and an amount above zero."))
    if not financing and (told.amount is not None or told.round):
        raise BadRecord(_("Only financing has a round and an amount."))
    if (kind == Record.Kind.TRIAL) != bool(told.outcome):
        raise BadRecord(_("A trial, and nothing else, says how it stands."))
