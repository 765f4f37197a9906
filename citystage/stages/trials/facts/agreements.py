"""What happens to the agreement of a trial."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTrial(Fact):
    """Of which trial, and by whom a figure is split: codes as the pack has them, or nothing."""

    trial_id: int
    scenario_id: int
    # The unit key: one scenario is counted once however many trials it has.
    key: str
    city: str
    district: str
    department: str
    chain: str
    owner_kind: str
    # Whole fen; nothing where no price is named.
    amount: int | None
    happened_on: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBegun(Fact):
    """A trial was drafted."""

    verb = "trials.trial.begun"
    label = _("trial drafted")

    trial_id: int
    scenario_id: int
    supplier_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRevised(Fact):
    """One side wrote the text anew; signatures under the old text fell."""

    verb = "trials.trial.revised"
    label = _("draft revised")

    trial_id: int
    number: int
    dropped: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SideSigned(Fact):
    """One side signed this text."""

    verb = "trials.trial.side_signed"
    label = _("signed by one side")

    trial_id: int
    number: int
    side: str
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSigned(AboutTrial):
    """Both sides signed; the trial runs."""

    verb = "trials.trial.signed"
    label = _("trial agreement signed by both sides")

    number: int
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDropped(Fact):
    """The draft came to nothing."""

    verb = "trials.trial.dropped"
    label = _("draft given up")

    trial_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentProposed(Fact):
    """One side proposed to change what was signed."""

    verb = "trials.trial.amendment_proposed"
    label = _("amendment proposed")

    trial_id: int
    amendment: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentWithdrawn(Fact):
    """The proposed amendment came to nothing."""

    verb = "trials.trial.amendment_withdrawn"
    label = _("amendment withdrawn")

    trial_id: int
    amendment: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAmended(AboutTrial):
    """The agreement says the new text from now on."""

    verb = "trials.trial.amended"
    label = _("amendment signed by both sides")

    amendment: int
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEnded(AboutTrial):
    """Taken over, not taken over, or honestly failed."""

    verb = "trials.trial.ended"
    label = _("outcome of the trial on record")

    outcome: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EndReminded(Fact):
    """Both sides were told that the last day is near."""

    verb = "trials.trial.end_reminded"
    label = _("end of the trial announced")

    trial_id: int
    last_day: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeMissed(Fact):
    """The last day has long passed without an outcome."""

    verb = "trials.trial.outcome_missed"
    label = _("outcome overdue")

    trial_id: int
    last_day: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityChanged(Fact):
    """One side allowed the trial to be shown publicly, or no longer does."""

    verb = "trials.trial.publicity_changed"
    label = _("publication allowed or withdrawn")

    trial_id: int
    side: str
    allowed: bool
