"""What happens to the passes of helpers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PassGiven(Fact):
    """A helper may note arrivals on one day."""

    verb = "events.pass.given"
    label = _("pass for the desk given")

    event_id: int
    pass_id: int
    name: str
    day: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PassRevoked(Fact):
    """The pass opens nothing any more."""

    verb = "events.pass.revoked"
    label = _("pass for the desk revoked")

    event_id: int
    pass_id: int
    name: str
