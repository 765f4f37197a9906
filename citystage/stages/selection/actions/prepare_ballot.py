"""A collective decision is prepared: what ranks first is proposed, as far as there are places."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import proposing
from citystage.stages.selection.facts.decisions import BallotPrepared
from citystage.stages.selection.models import Ballot, BallotItem, Programme
from citystage.stages.selection.rules import ballots as rules


class NothingReady(Refusal):
    """There is nothing to decide on."""


@transaction.atomic(durable=True)
def prepare_ballot(programme: Programme, *, title: str, stamp: Stamp) -> Ballot:
    """Put every candidacy that is ready, and on no other vote, onto a new ballot; private."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    rules.may_prepare(stamp.actor, programme.city).enforce()
    terms = programme.read_terms()
    rows = proposing.proposals(programme, terms)
    if not rows:
        raise NothingReady(_("No candidacy is ready for a decision that is not on a vote already."))
    ballot = Ballot.objects.create(
        programme=programme,
        title=title,
        quorum=terms.deciding.quorum,
        majority=terms.deciding.majority,
        strictly_more=terms.deciding.strictly_more,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    BallotItem.objects.bulk_create(
        BallotItem(ballot=ballot, candidacy=one.candidacy, place=place, proposal=one.proposal)
        for place, one in enumerate(rows, start=1)
    )
    told = BallotPrepared(ballot_id=ballot.pk, programme_id=programme.pk)
    journal.record(told, subject=ballot, stamp=stamp)
    return ballot
