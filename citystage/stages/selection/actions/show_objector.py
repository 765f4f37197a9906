"""Somebody of the deciding office looks at who objects; the look is on record."""

from dataclasses import dataclass

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.selection.facts.decisions import ObjectorShown
from citystage.stages.selection.locks import lock_objection
from citystage.stages.selection.models import Objection
from citystage.stages.selection.rules import objections as rules
from citystage.stages.selection.standing import barred


@dataclass(frozen=True, slots=True)
class Objector:
    """Who objects, as far as was said."""

    name: str
    contact: str


@transaction.atomic(durable=True)
def show_objector(objection: Objection, *, stamp: Stamp) -> Objector:
    """The name and the contact given; of an anonymous objection only the contact, if any."""
    objection, candidacy = lock_objection(objection)
    rules.may_read(stamp.actor, objection, barred(stamp.actor, candidacy)).enforce()
    journal.record(ObjectorShown(objection_id=objection.pk), subject=objection, stamp=stamp)
    return Objector(name=objection.name, contact=objection.contact)
