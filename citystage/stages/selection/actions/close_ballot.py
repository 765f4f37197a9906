"""The vote ends and is counted."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.counting import Count, Rule
from citystage.stages.selection.facts.decisions import BallotClosed
from citystage.stages.selection.leading import led
from citystage.stages.selection.locks import lock_ballot
from citystage.stages.selection.models import Ballot, BallotItem
from citystage.stages.selection.states.decisions import CLOSE_BALLOT
from citystage.stages.selection.tallying import rule_of, tallies


class NoQuorum(Refusal):
    """Too few have voted on something."""


@transaction.atomic(durable=True)
def close_ballot(ballot: Ballot, *, stamp: Stamp) -> Ballot:
    """Count every proposal. Refused while one of them lacks its quorum; it names them."""
    ballot = led(lock_ballot(ballot), stamp)
    rule, counted = rule_of(ballot), tallies(ballot)
    items = list(ballot.items.select_related("candidacy"))
    _demand_quorum(items, counted, rule)
    told = BallotClosed(ballot_id=ballot.pk, programme_id=ballot.programme_id)
    advance(ballot, CLOSE_BALLOT, fact=told, stamp=stamp)
    for item in items:
        item.carried = counted[item.pk].carries(rule)
    BallotItem.objects.bulk_update(items, ["carried"])
    return ballot


def _demand_quorum(items: list[BallotItem], counted: dict[int, Count], rule: Rule) -> None:
    short = [one for one in items if not counted[one.pk].has_quorum(rule)]
    if short:
        raise NoQuorum(
            _("%(quorum)d must take part, and fewer have voted on No. %(numbers)s.")
            % {
                "quorum": rule.quorum,
                "numbers": ", ".join(str(one.candidacy.number) for one in short),
            }
        )
