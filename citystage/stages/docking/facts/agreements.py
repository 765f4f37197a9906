"""What happens to intents and agreements."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IntentNoted(Fact):
    """Two or more sides mean to agree."""

    verb = "docking.intent.noted"
    label = _("intent noted")

    intent_id: int
    kind: str
    amount: int | None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IntentAgreed(Fact):
    """The intent became an agreement."""

    verb = "docking.intent.agreed"
    label = _("became an agreement")

    intent_id: int
    agreement_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IntentLost(Fact):
    """The intent came to nothing."""

    verb = "docking.intent.lost"
    label = _("came to nothing")

    intent_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class IntentRevived(Fact):
    """The talks go on."""

    verb = "docking.intent.revived"
    label = _("taken up again")

    intent_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigned(Fact):
    """An agreement was signed."""

    verb = "docking.agreement.signed"
    label = _("agreement signed")

    agreement_id: int
    kind: str
    force: str
    amount: int | None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAmended(Fact):
    """An amendment was signed."""

    verb = "docking.agreement.amended"
    label = _("agreement amended")

    agreement_id: int
    number: int
    changes: dict[str, list[str]]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded(Fact):
    """It ended before its last day."""

    verb = "docking.agreement.ended"
    label = _("agreement ended early")

    agreement_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementExpired(Fact):
    """Its last day has passed."""

    verb = "docking.agreement.expired"
    label = _("agreement expired")

    agreement_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryReminded(Fact):
    """The parties were told that it will expire."""

    verb = "docking.agreement.reminded"
    label = _("expiry announced")

    agreement_id: int
    expires_on: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAdded(Fact):
    """A signed document was added."""

    verb = "docking.agreement.document_added"
    label = _("document added")

    agreement_id: int
    name: str
    sha256: str
