"""Whether this officer may lead the whole of a ballot: a conflict over any part of it forbids."""

from citystage.foundation.access.stamps import Stamp
from citystage.stages.selection.models import Ballot, Candidacy, Conflict
from citystage.stages.selection.rules import ballots as rules
from citystage.stages.selection.standing import barring


def conflicts_over(ballot: Ballot, stamp: Stamp) -> dict[int, Conflict]:
    """The officer's own conflicts with what is on the ballot, by candidacy."""
    return barring(stamp.actor, Candidacy.objects.filter(pk__in=ballot.items.values("candidacy")))


def led(ballot: Ballot, stamp: Stamp) -> Ballot:
    """The same ballot, once it is sure that its officer may lead it."""
    rules.may_lead(stamp.actor, ballot, conflicts_over(ballot, stamp).values()).enforce()
    return ballot
