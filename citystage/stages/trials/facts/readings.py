"""What is measured in a trial."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsAdded(Fact):
    """Readings came in."""

    verb = "trials.reading.added"
    label = _("readings added")

    trial_id: int
    source: str
    number: int
    backdated: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRemoved(Fact):
    """A reading counts no more; it stays readable with the reason."""

    verb = "trials.reading.removed"
    label = _("reading removed")

    trial_id: int
    reading_id: int
    measure: str
    value: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade(Fact):
    """A device may send readings."""

    verb = "trials.token.made"
    label = _("access for a device given")

    trial_id: int
    token_id: int
    name: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenEnded(Fact):
    """A device sends no more."""

    verb = "trials.token.ended"
    label = _("access of a device ended")

    trial_id: int
    token_id: int
    name: str
