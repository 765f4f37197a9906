"""The vote is opened, goes on, or is cancelled."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.facts.decisions import (
    BallotCancelled,
    BallotOpened,
    BallotReopened,
)
from citystage.stages.selection.leading import led
from citystage.stages.selection.locks import lock_ballot
from citystage.stages.selection.models import Ballot, BallotItem
from citystage.stages.selection.states.decisions import (
    CANCEL_BALLOT,
    OPEN_BALLOT,
    REOPEN_BALLOT,
)


class NotYetComplete(Refusal):
    """Something that voters need is missing."""


@transaction.atomic(durable=True)
def open_ballot(ballot: Ballot, *, stamp: Stamp) -> Ballot:
    """Take votes from now on; from here the proposals stay as they are."""
    ballot = led(lock_ballot(ballot), stamp)
    if not ballot.items.exists():
        raise NotYetComplete(_("Nothing is proposed in this vote."))
    if (named := ballot.voters.count()) < ballot.quorum:
        raise NotYetComplete(
            _("%(quorum)d must take part and %(named)d are named: name more voters.")
            % {"quorum": ballot.quorum, "named": named}
        )
    left_out = BallotItem.Outcome.NOT_SELECT
    if silent := ballot.items.filter(proposal=left_out, reason="").count():
        raise NotYetComplete(
            _("%(number)d proposals not to select have no reason yet. Applicants will read it.")
            % {"number": silent}
        )
    told = BallotOpened(ballot_id=ballot.pk, programme_id=ballot.programme_id)
    advance(ballot, OPEN_BALLOT, fact=told, stamp=stamp)
    return ballot


@transaction.atomic(durable=True)
def reopen_ballot(ballot: Ballot, *, reason: str, stamp: Stamp) -> Ballot:
    """Take votes again after counting; what was counted no longer stands."""
    ballot = led(lock_ballot(ballot), stamp)
    told = BallotReopened(ballot_id=ballot.pk, programme_id=ballot.programme_id, reason=reason)
    advance(ballot, REOPEN_BALLOT, fact=told, stamp=stamp)
    ballot.items.update(carried=None)
    return ballot


@transaction.atomic(durable=True)
def cancel_ballot(ballot: Ballot, *, reason: str, stamp: Stamp) -> Ballot:
    """Leave the decision undone; its candidacies may come onto another vote."""
    ballot = led(lock_ballot(ballot), stamp)
    told = BallotCancelled(ballot_id=ballot.pk, programme_id=ballot.programme_id, reason=reason)
    advance(ballot, CANCEL_BALLOT, fact=told, stamp=stamp)
    return ballot
