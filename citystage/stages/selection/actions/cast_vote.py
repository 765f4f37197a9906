"""A voter signs a vote on one proposal; voting again replaces it, and both are kept."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import signing
from citystage.stages.selection.facts.decisions import VoteCast
from citystage.stages.selection.locks import lock_ballot
from citystage.stages.selection.models import BallotItem, Vote
from citystage.stages.selection.rules import ballots as rules
from citystage.stages.selection.standing import barred


class WordsMissing(Refusal):
    """Who votes against a proposal, or steps aside, says why."""


_EXPLAINED = frozenset({Vote.Choice.AGAINST, Vote.Choice.RECUSED})


@transaction.atomic(durable=True)
def cast_vote(item: BallotItem, *, choice: str, words: str, stamp: Stamp) -> Vote:
    """Sign ``choice`` with its words; private to the voter until the votes are counted.

    A voter with a conflict of interest over the candidacy cannot vote on it.
    """
    ballot = lock_ballot(item.ballot)
    voter = ballot.voters.filter(user_id=stamp.actor.user_id or 0).first()
    conflict = barred(stamp.actor, item.candidacy)
    rules.may_vote(ballot, is_voter=voter is not None, barred=conflict).enforce(WrongState)
    assert voter is not None
    words = words.strip()
    if choice in _EXPLAINED and not words:
        raise WordsMissing(_("Say why: it is kept with your vote."))
    signed = signing.signature(
        ballot_id=ballot.pk,
        item_id=item.pk,
        user_id=voter.user_id,
        choice=choice,
        words=words,
        moment=stamp.at,
    )
    Vote.objects.filter(item=item, voter=voter, current=True).update(current=False)
    vote = Vote.objects.create(
        item=item, voter=voter, choice=choice, words=words, signature=signed, made_at=stamp.at
    )
    told = VoteCast(ballot_id=ballot.pk, item_id=item.pk, signature=signed)
    journal.record(told, subject=ballot, stamp=stamp)
    return vote
