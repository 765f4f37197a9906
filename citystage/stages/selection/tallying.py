"""The current votes of a ballot, counted proposal by proposal in one query."""

from collections import defaultdict

from citystage.stages.selection.counting import Count, Rule, count
from citystage.stages.selection.models import Ballot, Vote


def rule_of(ballot: Ballot) -> Rule:
    """Quorum and majority as they were when the ballot was made."""
    return Rule(quorum=ballot.quorum, majority=ballot.majority, strictly_more=ballot.strictly_more)


def tallies(ballot: Ballot) -> dict[int, Count]:
    """Item -> the count of its current votes; every item is there."""
    choices: dict[int, list[str]] = defaultdict(list)
    votes = Vote.objects.filter(item__ballot=ballot, current=True)
    for item_id, choice in votes.values_list("item_id", "choice"):
        choices[item_id].append(choice)
    return {pk: count(choices[pk]) for pk in ballot.items.values_list("pk", flat=True)}
