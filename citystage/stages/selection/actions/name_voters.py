"""Those who vote are named, and who leads the vote."""

from collections.abc import Iterable

from django.db import transaction

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.selection.facts.decisions import VotersNamed
from citystage.stages.selection.locks import lock_ballot
from citystage.stages.selection.models import Ballot, Voter
from citystage.stages.selection.rules import ballots as rules


@transaction.atomic(durable=True)
def name_voters(
    ballot: Ballot, *, people: Iterable[User], chair: User | None, stamp: Stamp
) -> list[Voter]:
    """These people vote, nobody else; the chair is one of them or is added."""
    ballot = lock_ballot(ballot)
    rules.may_change(stamp.actor, ballot).enforce(WrongState)
    named = {user.pk: user for user in people} | ({chair.pk: chair} if chair else {})
    ballot.voters.all().delete()
    voters = Voter.objects.bulk_create(
        Voter(ballot=ballot, user=user, chairs=chair is not None and user.pk == chair.pk)
        for user in named.values()
    )
    told = VotersNamed(ballot_id=ballot.pk, voters=sorted(named), chair=chair.pk if chair else None)
    journal.record(told, subject=ballot, stamp=stamp)
    return voters
