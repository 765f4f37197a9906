"""An intent is noted, turned into an agreement, lost, or taken up again; each with its reason."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import advance
from citystage.stages.docking import agreeing, asking, signing
from citystage.stages.docking.agreeing import Side, Terms
from citystage.stages.docking.facts.agreements import (
    IntentAgreed,
    IntentLost,
    IntentNoted,
    IntentRevived,
)
from citystage.stages.docking.models import Agreement, Intent
from citystage.stages.docking.rules import agreements as rules
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import LOSE, REVIVE, TURN
from citystage.stages.selection.posting import ZONE


@transaction.atomic(durable=True)
def note_intent(city: Unit, *, terms: Terms, sides: Sequence[Side], stamp: Stamp) -> Intent:
    """Write down that two or more sides mean to agree."""
    rules.may_enter(stamp.actor).enforce()
    known = agreeing.different(sides)
    made = Intent.objects.create(
        city=city,
        kind=terms.kind,
        title=terms.title.strip(),
        text=terms.text.strip(),
        amount=terms.amount,
        amount_text=terms.amount_text,
        scenario=terms.scenario,
        event=terms.event,
        broker=terms.broker,
        noted_on=stamp.at.astimezone(ZONE).date(),
        entered_by_id=stamp.actor.user_id,
        entered_for=stamp.actor.unit,
        entered_at=stamp.at,
    )
    agreeing.add_parties(known, intent=made)
    told = IntentNoted(intent_id=made.pk, kind=made.kind, amount=made.amount)
    journal.record(told, subject=made, stamp=stamp)
    agreeing.say(made, gettext_noop("An intent was noted: “%(title)s”."), stamp)
    return made


@transaction.atomic(durable=True)
def turn_intent(
    intent: Intent, *, terms: Terms, signature: Signature, reason: str, stamp: Stamp
) -> Agreement:
    """It became an agreement of the same parties; the reason stays with the intent."""
    intent = agreeing.lock(intent)
    rules.may_keep(stamp.actor, intent).enforce()
    intent.reason, intent.ended_at = asking.needed(reason), stamp.at
    intent.save(update_fields=["reason", "ended_at"])
    parties = intent.parties.select_related("organisation", "unit")
    sides = [
        Side(name=one.name, organisation=one.organisation, unit=one.unit, role=one.role)
        for one in parties
    ]
    made = signing.sign(
        intent.city, terms=terms, signature=signature, sides=sides, intent=intent, stamp=stamp
    )
    agreed = IntentAgreed(intent_id=intent.pk, agreement_id=made.pk, reason=intent.reason)
    advance(intent, TURN, fact=agreed, stamp=stamp)
    agreeing.say(made, gettext_noop("Signed: “%(title)s”."), stamp)
    return made


@transaction.atomic(durable=True)
def lose_intent(intent: Intent, *, reason: str, stamp: Stamp) -> Intent:
    """It came to nothing, and everybody can learn from why."""
    intent = agreeing.lock(intent)
    rules.may_keep(stamp.actor, intent).enforce()
    intent.reason, intent.ended_at = asking.needed(reason), stamp.at
    intent.save(update_fields=["reason", "ended_at"])
    lost = IntentLost(intent_id=intent.pk, reason=intent.reason)
    advance(intent, LOSE, fact=lost, stamp=stamp)
    words = gettext_noop("“%(title)s” came to nothing: %(reason)s")
    agreeing.say(intent, words, stamp, reason=intent.reason)
    return intent


@transaction.atomic(durable=True)
def revive_intent(intent: Intent, *, reason: str, stamp: Stamp) -> Intent:
    """The talks go on."""
    intent = agreeing.lock(intent)
    rules.may_keep(stamp.actor, intent).enforce()
    said = asking.needed(reason)
    advance(intent, REVIVE, fact=IntentRevived(intent_id=intent.pk, reason=said), stamp=stamp)
    intent.reason, intent.ended_at = "", None
    intent.save(update_fields=["reason", "ended_at"])
    agreeing.say(intent, gettext_noop("The talks on “%(title)s” go on."), stamp)
    return intent
