"""What a ballot in preparation proposes for one candidacy is changed, or it is taken out."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.facts.decisions import ProposalChanged, ProposalDropped
from citystage.stages.selection.locks import lock_ballot
from citystage.stages.selection.models import BallotItem
from citystage.stages.selection.rules import ballots as rules
from citystage.stages.selection.standing import barred


class ReasonMissing(Refusal):
    """Whoever is not selected is told why."""


@transaction.atomic(durable=True)
def change_proposal(item: BallotItem, *, proposal: str, reason: str, stamp: Stamp) -> BallotItem:
    """Propose otherwise, or word the reason that the applicant will read."""
    ballot = lock_ballot(item.ballot)
    conflict = barred(stamp.actor, item.candidacy)
    rules.may_change(stamp.actor, ballot, conflict).enforce(WrongState)
    if proposal == BallotItem.Outcome.NOT_SELECT and not reason.strip():
        raise ReasonMissing(_("Say why it is not selected: its applicant will read it."))
    item.proposal, item.reason = proposal, reason.strip()
    item.save(update_fields=["proposal", "reason"])
    told = ProposalChanged(
        ballot_id=ballot.pk, candidacy_id=item.candidacy_id, proposal=str(proposal)
    )
    journal.record(told, subject=ballot, stamp=stamp)
    return item


@transaction.atomic(durable=True)
def drop_proposal(item: BallotItem, *, stamp: Stamp) -> None:
    """Take a candidacy out; it stays ready for another vote."""
    ballot = lock_ballot(item.ballot)
    conflict = barred(stamp.actor, item.candidacy)
    rules.may_change(stamp.actor, ballot, conflict).enforce(WrongState)
    told = ProposalDropped(ballot_id=ballot.pk, candidacy_id=item.candidacy_id)
    item.delete()
    journal.record(told, subject=ballot, stamp=stamp)
