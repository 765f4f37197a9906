"""What matchmaking tells the rest of the house."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Fact):
    """What facts of decisions on a pair have in common."""

    scenario_id: int
    organisation_id: int
    judgement_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionConfirmed(Judged):
    """Somebody of the owner's side says this supplier fits."""

    verb = "matchmaking.pair.confirmed"
    label = _("supplier confirmed")


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRejected(Judged):
    """The supplier does not fit, and why."""

    verb = "matchmaking.pair.rejected"
    label = _("supplier rejected")

    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionPinned(Judged):
    """The supplier stays on top."""

    verb = "matchmaking.pair.pinned"
    label = _("supplier pinned")


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionExcluded(Judged):
    """The supplier must not be offered here, and why."""

    verb = "matchmaking.pair.excluded"
    label = _("supplier excluded")

    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementWithdrawn(Judged):
    """A decision on a pair was taken back."""

    verb = "matchmaking.pair.judgement_withdrawn"
    label = _("decision on a supplier taken back")


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSupplierJudged(Fact):
    """Somebody decided on a supplier for a draft; ``kind`` is that of the decision."""

    verb = "matchmaking.draft.judged"
    label = _("decided on a supplier of a draft")

    application_id: int
    organisation_id: int
    judgement_id: int
    kind: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class DraftJudgementsCarried(Fact):
    """A draft came into the catalogue: what was decided on its suppliers holds there too."""

    verb = "matchmaking.draft.judgements_carried"
    label = _("decisions on suppliers taken over from the draft")

    application_id: int
    scenario_id: int
    decisions: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerProposed(Judged):
    """A broker proposes a supplier for a scenario."""

    verb = "matchmaking.pair.proposed"
    label = _("supplier proposed by a broker")


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGiven(Fact):
    """A scenario was given to a broker."""

    verb = "matchmaking.mandate.given"
    label = _("given to a broker")

    scenario_id: int
    unit_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(Fact):
    """A broker no longer looks after a scenario."""

    verb = "matchmaking.mandate.ended"
    label = _("broker's mandate ended")

    scenario_id: int
    unit_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsked(Fact):
    """Somebody asked to match the whole city again."""

    verb = "matchmaking.run.asked"
    label = _("re-match asked for")

    run_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RunBegun(Fact):
    """A worker took the re-match up."""

    verb = "matchmaking.run.begun"
    label = _("re-match begun")

    run_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(Fact):
    """Every scenario is matched; ``counts`` says what changed."""

    verb = "matchmaking.run.finished"
    label = _("re-match finished")

    run_id: int
    counts: dict[str, int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled(Fact):
    """Stopped by a person; what was matched stays."""

    verb = "matchmaking.run.cancelled"
    label = _("re-match cancelled")

    run_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed(Fact):
    """Stopped at a fault."""

    verb = "matchmaking.run.failed"
    label = _("re-match failed")

    run_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RunResumed(Fact):
    """A cancelled or failed re-match goes on."""

    verb = "matchmaking.run.resumed"
    label = _("re-match goes on")

    run_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RerankingFitted(Fact):
    """An order by outcomes was fitted and measured; mean reciprocal ranks in thousandths."""

    verb = "matchmaking.reranking.fitted"
    label = _("order by outcomes fitted")

    reranking_id: int
    pairs: int
    demands: int
    plain: int
    reranked: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RerankingSwitchedOn(Fact):
    """From now on suppliers are ordered with what outcomes taught."""

    verb = "matchmaking.reranking.switched_on"
    label = _("order by outcomes in use")

    reranking_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RerankingSwitchedOff(Fact):
    """Suppliers are in the plain order again, or ``followed_by`` another fit."""

    verb = "matchmaking.reranking.switched_off"
    label = _("order by outcomes switched off")

    reranking_id: int
    followed_by: int | None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSaved(Fact):
    """Somebody saved what fits them."""

    verb = "matchmaking.profile.saved"
    label = _("matching profile saved")

    profile_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Fact):
    """A profile looks for something else; ``fields`` names what changed."""

    verb = "matchmaking.profile.changed"
    label = _("matching profile changed")

    profile_id: int
    fields: list[str]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDeleted(Fact):
    """A profile no longer looks."""

    verb = "matchmaking.profile.deleted"
    label = _("matching profile deleted")

    profile_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FitRefused(Fact):
    """Not for us, and why."""

    verb = "matchmaking.profile.fit_refused"
    label = _("suggestion not for us")

    profile_id: int
    scenario_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalTakenBack(Fact):
    """It may be for us after all."""

    verb = "matchmaking.profile.refusal_taken_back"
    label = _("suggestion welcome again")

    profile_id: int
    scenario_id: int
