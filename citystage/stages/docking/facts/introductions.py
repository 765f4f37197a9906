"""What docking tells of interest and introductions."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestShown(Fact):
    """One side is interested in the other, or a broker brings them together."""

    verb = "docking.introduction.begun"
    label = _("interest shown")

    introduction_id: int
    scenario_id: int
    organisation_id: int
    side: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerJoined(Fact):
    """A broker took up an interest that one side had shown."""

    verb = "docking.introduction.brokered"
    label = _("taken up by a broker")

    introduction_id: int
    introducer_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SideAgreed(Fact):
    """One side agreed; the other has not yet."""

    verb = "docking.introduction.agreed"
    label = _("agreed to be introduced")

    introduction_id: int
    side: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced(Fact):
    """Both agreed: each sees the other's contact."""

    verb = "docking.introduction.made"
    label = _("introduced")

    introduction_id: int
    scenario_id: int
    organisation_id: int
    introducer_id: int | None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionDeclined(Fact):
    """One side does not wish it."""

    verb = "docking.introduction.declined"
    label = _("introduction declined")

    introduction_id: int
    side: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestTakenBack(Fact):
    """Whoever began it took it back."""

    verb = "docking.introduction.taken_back"
    label = _("interest taken back")

    introduction_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactShown(Fact):
    """Somebody looked at the contact of the other side."""

    verb = "docking.introduction.contact_shown"
    label = _("contact looked at")

    introduction_id: int
    side: str
