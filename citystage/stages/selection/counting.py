"""What votes come to: quorum, majority, and what becomes of a proposal. Pure arithmetic."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from citystage.stages.selection.models.decisions import BallotItem, Vote

# Terms write two thirds as 0.6667; the simplest share nearby is what they mean.
_FINEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How many must take part, and which share of the votes cast carries a proposal."""

    quorum: int
    majority: float
    strictly_more: bool

    @property
    def share(self) -> Fraction:
        """The majority as the simple fraction that is meant."""
        return Fraction(self.majority).limit_denominator(_FINEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The votes on one proposal. Recused voters took no part."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    recused: int = 0

    @property
    def took_part(self) -> int:
        """Who counts for the quorum."""
        return self.in_favour + self.against + self.abstained

    def has_quorum(self, rule: Rule) -> bool:
        """Whether enough took part."""
        return self.took_part >= rule.quorum

    def carries(self, rule: Rule) -> bool:
        """Whether the proposal is carried: by its share of the votes cast, abstentions left out."""
        cast = self.in_favour + self.against
        if not cast:
            return False
        share = Fraction(self.in_favour, cast)
        return share > rule.share or (share == rule.share and not rule.strictly_more)


def count(choices: Iterable[str]) -> Count:
    """Count the current votes on one proposal."""
    found = Counter(choices)
    return Count(
        in_favour=found[Vote.Choice.FOR],
        against=found[Vote.Choice.AGAINST],
        abstained=found[Vote.Choice.ABSTAIN],
        recused=found[Vote.Choice.RECUSED],
    )


class Fate(StrEnum):
    """What applying the ballot does to one candidacy."""

    SELECT = "select"
    NOT_SELECT = "not_select"
    # Nobody wanted it left out, and nobody was asked to select it: it waits for another vote.
    WAITS = "waits"


def fate(proposal: str, *, carried: bool) -> Fate:
    """A carried proposal is done; a selection not carried leaves the candidacy out."""
    if proposal == BallotItem.Outcome.SELECT:
        return Fate.SELECT if carried else Fate.NOT_SELECT
    return Fate.NOT_SELECT if carried else Fate.WAITS
