"""The organisation opens its letter; the first time is on record."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.docking.facts.answers import LetterRead
from citystage.stages.docking.models import Answer
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import locked


@transaction.atomic(durable=True)
def read_letter(answer: Answer, *, stamp: Stamp) -> Answer:
    """Note the first reading by the organisation itself."""
    held = locked(answer)
    rules.is_own(stamp.actor, held).enforce()
    if held.letter_at is not None and held.letter_read_at is None:
        held.letter_read_at = stamp.at
        held.save(update_fields=["letter_read_at"])
        journal.record(LetterRead(answer_id=held.pk), subject=held, stamp=stamp)
    return held
