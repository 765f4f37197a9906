"""A signed-in person looks at contact data; the look is put on record."""

from typing import Any

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import ContactUnmasked
from citystage.stages.catalogue.models import Capability, Scenario


@transaction.atomic(durable=True)
def unmask_contact(record: Scenario | Capability | Organisation, *, stamp: Stamp) -> dict[str, Any]:
    """The contact data of ``record`` as plain values; nothing is shown that is not on record."""
    rules.may_unmask(stamp.actor).enforce()
    fact = ContactUnmasked(subject=journal.subject_of(record))
    journal.record(fact, subject=record, stamp=stamp)
    contact: dict[str, Any] = record.contact
    return contact
