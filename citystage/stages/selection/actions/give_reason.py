"""One reason is given for every proposal that still lacks one."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.selection.facts.decisions import ProposalChanged
from citystage.stages.selection.locks import lock_ballot
from citystage.stages.selection.models import Ballot, BallotItem
from citystage.stages.selection.rules import ballots as rules
from citystage.stages.selection.standing import barring


@transaction.atomic(durable=True)
def give_reason(ballot: Ballot, *, reason: str, stamp: Stamp) -> int:
    """Word it for all that are not to be selected and have no reason; returns how many.

    Those over which the officer has a conflict of interest are passed over.
    """
    ballot = lock_ballot(ballot)
    rules.may_change(stamp.actor, ballot).enforce(WrongState)
    silent = list(
        ballot.items.filter(proposal=BallotItem.Outcome.NOT_SELECT, reason="").select_related(
            "candidacy"
        )
    )
    kept_away = barring(stamp.actor, [one.candidacy for one in silent])
    worded = [one for one in silent if one.candidacy_id not in kept_away]
    for item in worded:
        item.reason = reason
        told = ProposalChanged(
            ballot_id=ballot.pk, candidacy_id=item.candidacy_id, proposal=item.proposal
        )
        journal.record(told, subject=ballot, stamp=stamp)
    BallotItem.objects.bulk_update(worded, ["reason"])
    return len(worded)
