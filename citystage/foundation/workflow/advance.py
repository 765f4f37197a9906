"""The only hand that changes a record's state."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.flow import Move
from citystage.kernel.refusals import Refusal


class WrongState(Refusal):
    """The record has moved on since the person looked at it."""


def advance[S: StrEnum](
    record: models.Model, move: Move[S], *, fact: journal.Fact, stamp: Stamp
) -> None:
    """Take ``record`` (already locked by the caller) along ``move`` and write the fact.

    Raises ``WrongState`` when the move does not start where the record stands.
    """
    if fact.verb != move.verb:
        raise ValueError(f"{move.name} tells {move.verb}, not {fact.verb}")
    if record.state not in move.sources:  # type: ignore[attr-defined]
        now = record.get_state_display()  # type: ignore[attr-defined]
        raise WrongState(_("This step is no longer open: the record is now “%s”.") % now)
    record.state = move.target  # type: ignore[attr-defined]
    record.save(update_fields=["state"])
    journal.record(fact, subject=record, stamp=stamp)
