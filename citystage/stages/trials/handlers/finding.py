"""What becomes of a trial is found in the moment it is on record."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.stages.trials.facts import agreements as facts
from citystage.stages.trials.facts import permits
from citystage.stages.trials.models import Trial
from citystage.stages.trials.searchable import fill_trials


def show_trial(fact: Fact, stamp: Stamp) -> None:  # noqa: ARG001 -- a follower
    """Write its document anew."""
    fill_trials([Trial(pk=fact.trial_id)])  # type: ignore[attr-defined]


_TOLD: tuple[type[Fact], ...] = (
    facts.TrialBegun,
    facts.DraftRevised,
    facts.TrialSigned,
    facts.TrialDropped,
    facts.TrialAmended,
    facts.TrialEnded,
    facts.PublicityChanged,
    permits.TrialSuspended,
    permits.TrialResumed,
)
for _kind in _TOLD:
    on(_kind)(show_trial)
