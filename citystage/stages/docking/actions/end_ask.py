"""The asker closes an ask, takes it back, or says whether everybody may read it."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.docking import asking
from citystage.stages.docking.facts.asks import AskClosed, AskWithdrawn, PublicityChanged
from citystage.stages.docking.models import Ask
from citystage.stages.docking.rules import asks as rules
from citystage.stages.docking.states.asks import CLOSE, WITHDRAW


@transaction.atomic(durable=True)
def close_ask(ask: Ask, *, words: str, stamp: Stamp) -> Ask:
    """Close it after the reply or the decision; words are welcome, not needed."""
    ask = asking.lock_ask(ask)
    rules.may_close(stamp.actor, ask).enforce(WrongState)
    ask.closing_words, ask.ended_at, ask.lapses_at = words.strip(), stamp.at, None
    ask.save()
    advance(ask, CLOSE, fact=AskClosed(ask_id=ask.pk), stamp=stamp)
    said = gettext_noop("%(asker)s has closed “%(title)s”.")
    asking.say(ask, ("unit",), said, stamp, asker=ask.asker.name)
    return ask


@transaction.atomic(durable=True)
def withdraw_ask(ask: Ask, *, stamp: Stamp) -> Ask:
    """Take it back before the reply."""
    ask = asking.lock_ask(ask)
    rules.may_withdraw(stamp.actor, ask).enforce(WrongState)
    ask.ended_at = stamp.at
    ask.save(update_fields=["ended_at"])
    advance(ask, WITHDRAW, fact=AskWithdrawn(ask_id=ask.pk), stamp=stamp)
    said = gettext_noop("%(asker)s has taken “%(title)s” back.")
    asking.say(ask, ("unit",), said, stamp, asker=ask.asker.name)
    return ask


@transaction.atomic(durable=True)
def allow_reading(ask: Ask, *, public: bool, stamp: Stamp) -> Ask:
    """Let everybody read it once it is answered, or no longer."""
    ask = asking.lock_ask(ask)
    rules.is_asker(stamp.actor, ask).enforce()
    if ask.public != public:
        ask.public = public
        ask.save(update_fields=["public"])
        told = PublicityChanged(ask_id=ask.pk, readable=public)
        journal.record(told, subject=ask, stamp=stamp)
    return ask
