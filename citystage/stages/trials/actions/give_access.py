"""A device or system gets access to send readings of one trial; its secret is shown once."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership.tokens import token_hash
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import parties
from citystage.stages.trials.facts.readings import TokenEnded, TokenMade
from citystage.stages.trials.models import Token, Trial
from citystage.stages.trials.rules import readings as rules

_BYTES = 32


class AccessEnded(Refusal):
    """It has ended already."""


class SameName(Refusal):
    """A device of this name may send already; pressed twice there is one."""


@transaction.atomic(durable=True)
def give_access(trial: Trial, *, name: str, stamp: Stamp) -> tuple[Token, str]:
    """The token and its secret, of which only the hash is kept."""
    trial = parties.lock_trial(trial)
    rules.may_give_access(stamp.actor, trial).enforce()
    unit = stamp.actor.unit
    assert unit is not None
    said = parties.needed(name)[:120]
    if trial.tokens.filter(name=said, ended_at__isnull=True).exists():
        raise SameName(_("A device of this name has access already. End it, or name another."))
    secret = f"cst_{secrets.token_urlsafe(_BYTES)}"
    token = Token.objects.create(
        trial=trial,
        name=said,
        digest=token_hash(secret),
        made_by_id=stamp.actor.person,
        made_for=unit,
        made_at=stamp.at,
    )
    told = TokenMade(trial_id=trial.pk, token_id=token.pk, name=token.name)
    journal.record(told, subject=trial, stamp=stamp)
    return token, secret


@transaction.atomic(durable=True)
def end_access(token: Token, *, stamp: Stamp) -> Token:
    """The device sends no more; what it sent stays."""
    trial = parties.lock_trial(token.trial)
    rules.may_remove(stamp.actor, trial).enforce()
    held = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if held.ended_at is not None:
        raise AccessEnded(_("This access has ended."))
    held.ended_at = stamp.at
    held.save(update_fields=["ended_at"])
    told = TokenEnded(trial_id=trial.pk, token_id=held.pk, name=held.name)
    journal.record(told, subject=trial, stamp=stamp)
    return held
