"""An agreement is entered, amended, ended early; its signed document is added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.stages.docking import agreeing, asking, proofs, signing
from citystage.stages.docking.agreeing import BadDeal, Side, Terms
from citystage.stages.docking.facts.agreements import (
    AgreementAmended,
    AgreementEnded,
    DocumentAdded,
)
from citystage.stages.docking.models import Agreement, Amendment
from citystage.stages.docking.rules import agreements as rules
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import AMEND, END, Force
from citystage.stages.selection.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an amendment says the agreement says from now on."""

    text: str
    made_on: date
    force: Force
    amount: int | None
    expires_on: date | None


@transaction.atomic(durable=True)
def enter_agreement(
    city: Unit, *, terms: Terms, signature: Signature, sides: Sequence[Side], stamp: Stamp
) -> Agreement:
    """Enter what was signed without an intent on record."""
    rules.may_enter(stamp.actor).enforce()
    known = agreeing.different(sides)
    made = signing.sign(
        city, terms=terms, signature=signature, sides=known, intent=None, stamp=stamp
    )
    agreeing.say(made, gettext_noop("Signed: “%(title)s”."), stamp)
    return made


@transaction.atomic(durable=True)
def amend_agreement(agreement: Agreement, *, change: Change, stamp: Stamp) -> Amendment:
    """Keep the amendment with what it changed; the agreement says the new from now on."""
    agreement = agreeing.lock(agreement)
    rules.may_keep(stamp.actor, agreement).enforce()
    if change.made_on < agreement.signed_on:
        raise BadDeal(_("An amendment comes after the signing."))
    if change.expires_on is not None and change.expires_on < agreement.signed_on:
        raise BadDeal(_("Its last day lies before its signing."))
    changes: dict[str, list[str]] = {}
    for name in ("force", "amount", "expires_on"):
        before, after = getattr(agreement, name), getattr(change, name)
        if before != after:
            changes[name] = ["" if one is None else str(one) for one in (before, after)]
            setattr(agreement, name, after)
    agreement.version += 1
    agreement.reminded_at = None
    made = Amendment.objects.create(
        agreement=agreement,
        number=agreement.amendments.count() + 1,
        text=asking.needed(change.text),
        made_on=change.made_on,
        changes=changes,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    agreement.save()
    told = AgreementAmended(agreement_id=agreement.pk, number=made.number, changes=changes)
    advance(agreement, AMEND, fact=told, stamp=stamp)
    agreeing.say(agreement, gettext_noop("“%(title)s” was amended."), stamp)
    return made


@transaction.atomic(durable=True)
def end_agreement(agreement: Agreement, *, reason: str, stamp: Stamp) -> Agreement:
    """It ends before its last day; why stays on record."""
    agreement = agreeing.lock(agreement)
    rules.may_keep(stamp.actor, agreement).enforce()
    agreement.reason, agreement.ended_at = asking.needed(reason), stamp.at
    agreement.save(update_fields=["reason", "ended_at"])
    ended = AgreementEnded(agreement_id=agreement.pk, reason=agreement.reason)
    advance(agreement, END, fact=ended, stamp=stamp)
    words = gettext_noop("“%(title)s” was ended early: %(reason)s")
    agreeing.say(agreement, words, stamp, reason=agreement.reason)
    return agreement


@transaction.atomic(durable=True)
def add_document(agreement: Agreement, *, files: Sequence[Evidence], stamp: Stamp) -> Agreement:
    """Put signed documents to it."""
    agreement = agreeing.lock(agreement)
    rules.may_keep(stamp.actor, agreement).enforce()
    for kept in proofs.keep(agreement, files, stamp=stamp):
        told = DocumentAdded(agreement_id=agreement.pk, name=kept.name, sha256=kept.sha256)
        journal.record(told, subject=agreement, stamp=stamp)
    return agreement
