"""What is told of brochures."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BrochureAsked(Fact):
    """An edition is to be made."""

    verb = "events.brochure.asked"
    label = _("brochure asked for")

    event_id: int
    brochure_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BrochureBegun(Fact):
    """Work on an edition began."""

    verb = "events.brochure.begun"
    label = _("brochure begun")

    event_id: int
    brochure_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BrochureMade(Fact):
    """An edition is ready to print."""

    verb = "events.brochure.made"
    label = _("brochure made")

    event_id: int
    brochure_id: int
    pages: int
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BrochureFailed(Fact):
    """An edition could not be made."""

    verb = "events.brochure.failed"
    label = _("brochure failed")

    event_id: int
    brochure_id: int
    error: str
